"""A profile is saved, version by version, and nobody saves over what they have not seen."""

from __future__ import annotations

from typing import Any

import pytest

from credentials import teams
from credentials.audit import SYSTEM
from credentials.core import AuditAction, NotAllowedError, Outcome, RuleError
from credentials.models import AuditEntry, Person, Profile, ProfileVersion, Team
from credentials.rights import parse_rules, rules_to_api
from credentials.teams import ProfileDraft

CERTBOT = parse_rules("GET,POST /domain/zone/example.com/*")
WIDER = (*CERTBOT, *parse_rules("GET /domain/zone"))


def save(team: Team, author: Person, name: str = "dns-01", **wanted: Any) -> ProfileVersion:
    saving = ProfileDraft(name=name, **{"rules": CERTBOT, "over": newest(name), **wanted})
    return teams.save_profile(team, saving, author=author, actor=SYSTEM)


def newest(name: str) -> int | None:
    versions = ProfileVersion.objects.filter(profile__name__iexact=name)
    return versions.values_list("pk", flat=True).first()


def logged() -> list[tuple[str, str, dict[str, object]]]:
    entries = AuditEntry.objects.filter(
        action__startswith="rights:profile", outcome=Outcome.DONE
    ).order_by("seq")
    return [(entry.action, entry.subject, entry.details) for entry in entries]


@pytest.fixture
def profile(team: Team, alice: Person) -> Profile:
    return save(team, alice, purpose="Certificates at the edge").profile


def test_saving_again_makes_another_version_and_each_is_logged(
    team: Team, alice: Person, profile: Profile
) -> None:
    second = save(team, alice, rules=WIDER, note="also lists zones")
    assert [version.number for version in profile.versions.all()] == [2, 1]
    assert (second.rules, second.created_by) == (rules_to_api(WIDER), alice)
    assert logged() == [
        (AuditAction.PROFILE_SAVED, "dns-01", {"version": 1, "note": ""}),
        (AuditAction.PROFILE_SAVED, "dns-01", {"version": 2, "note": "also lists zones"}),
    ]
    assert set(AuditEntry.objects.filter(subject="dns-01").values_list("team_id", flat=True)) == {
        team.pk
    }


def test_a_profile_that_is_there_keeps_its_name_and_purpose(
    team: Team, alice: Person, profile: Profile
) -> None:
    save(team, alice, "DNS-01", rules=WIDER, purpose="Something else")
    again = Profile.objects.get()
    assert (again.name, again.purpose) == ("dns-01", "Certificates at the edge")


def test_nobody_saves_over_a_version_they_have_not_seen(
    team: Team, alice: Person, profile: Profile
) -> None:
    seen = save(team, alice, rules=WIDER)
    save(team, alice, rules=CERTBOT)
    for over in (None, seen.pk):
        with pytest.raises(NotAllowedError, match="Version 3 of “dns-01” was saved meanwhile"):
            save(team, alice, rules=WIDER, over=over)
    assert profile.versions.count() == len(logged()) == 3


def test_the_same_rules_in_another_order_are_no_new_version(
    team: Team, alice: Person, profile: Profile
) -> None:
    with pytest.raises(NotAllowedError, match="has these very rules"):
        save(team, alice, rules=(*reversed(CERTBOT), CERTBOT[0]))
    assert profile.versions.count() == 1


def test_a_profile_has_rules_and_not_too_many(team: Team, alice: Person) -> None:
    with pytest.raises(NotAllowedError, match="no rule to save"):
        save(team, alice, rules=())
    with pytest.raises(RuleError, match="too many rules"):
        save(
            team,
            alice,
            rules=parse_rules("\n".join(f"GET /me/{n}" for n in range(1000))) * 2
            + parse_rules("GET /you"),
        )
    assert not Profile.objects.exists()


def test_a_name_is_one_profile_in_a_team_and_free_in_another(
    team: Team, alice: Person, profile: Profile, charlie: Person
) -> None:
    other = save(team, alice, "terraform").profile
    with pytest.raises(NotAllowedError, match="has a profile called “dns-01” already"):
        teams.change_profile(other, name="DNS-01", purpose="", actor=SYSTEM)
    elsewhere = charlie.teams.get()
    assert save(elsewhere, charlie, "dns-01").number == 1


def test_a_new_name_is_logged_with_the_old_one(profile: Profile) -> None:
    teams.change_profile(profile, name="Dns-01", purpose="Edge", actor=SYSTEM)
    again = Profile.objects.get()
    assert (again.name, again.purpose) == ("Dns-01", "Edge")
    assert logged()[-1] == (AuditAction.PROFILE_CHANGED, "Dns-01", {"name before": "dns-01"})


def test_an_archived_profile_keeps_its_name_until_it_is_restored(
    team: Team, alice: Person, profile: Profile
) -> None:
    teams.archive_profile(profile, actor=SYSTEM)
    with pytest.raises(NotAllowedError, match="“dns-01” is archived"):
        save(team, alice, rules=WIDER)
    teams.restore_profile(profile, actor=SYSTEM)
    assert save(team, alice, rules=WIDER).number == 2
    assert [action for action, _, _ in logged()] == [
        AuditAction.PROFILE_SAVED,
        AuditAction.PROFILE_ARCHIVED,
        AuditAction.PROFILE_RESTORED,
        AuditAction.PROFILE_SAVED,
    ]
