"""Rights profiles: saved with what changes in sight, listed, compared, renamed and put away."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from credentials import teams
from credentials.audit import SYSTEM
from credentials.core import AuditAction, Role
from credentials.models import AuditEntry, Person, Profile, ProfileVersion, Team
from credentials.rights import parse_rules, rules_to_api
from tests import people
from tests.people import Browser

LIST, SAVE = "/rights/profiles/", "/rights/profiles/save/"
ONE_ZONE = "GET,POST /domain/zone/example.com/*"
ALL_ZONES = "GET,POST /domain/zone/*"

Teammate = Callable[[Role], Person]


def keep(team: Team, author: Person, name: str, *texts: str) -> Profile:
    """A profile with a version for each text."""
    for text in texts:
        newest = teams.newest_profile_version(team, name)
        wanted = teams.ProfileDraft(
            name=name,
            rules=parse_rules(text),
            purpose="Certificates at the edge",
            over=newest.pk if newest else None,
        )
        saved = teams.save_profile(team, wanted, author=author, actor=SYSTEM)
    return saved.profile


def save(browser: Browser, team: Team, *rules: str, **given: Any) -> Any:
    data = {"rule": rules, "team": team.pk, "name": "dns-01", "purpose": "", "note": "", **given}
    return browser.post(SAVE, data)


def text(answer: Any) -> str:
    return unescape(str(answer.content.decode()))


def over(page: str) -> str:
    """The version that a page says it was compared with."""
    match = re.search(r'name="over" value="(\d*)"', page)
    assert match
    return match[1]


@pytest.fixture
def profile(team: Team, alice: Person) -> Profile:
    return keep(team, alice, "dns-01", ONE_ZONE)


def test_a_new_name_is_saved_and_its_page_says_what_it_is(
    browser_of_alice: Browser, team: Team
) -> None:
    asked = browser_of_alice.page(f"{SAVE}?rule=GET,POST+/domain/zone/example.com/*")
    assert "example.com" in asked
    assert over(asked) == ""
    answer = save(browser_of_alice, team, ONE_ZONE, purpose="Certificates at the edge")
    page = unescape(browser_of_alice.page(answer["Location"]))
    for text in (
        "dns-01",
        "Certificates at the edge",
        "Version 1",
        "alice@",
        "DNS zone example.com",
    ):
        assert text in page
    assert AuditEntry.objects.filter(action=AuditAction.PROFILE_SAVED).count() == 1


def test_over_a_name_that_is_there_nothing_is_saved_before_the_change_was_shown(
    browser_of_alice: Browser, team: Team, profile: Profile
) -> None:
    shown = text(save(browser_of_alice, team, ALL_ZONES, name="DNS-01", note="every zone"))
    assert profile.versions.count() == 1
    assert "Saving makes version 2" in shown
    assert "Added" in shown
    assert "Removed" in shown
    assert 'value="every zone"' in shown
    save(browser_of_alice, team, ALL_ZONES, note="every zone", over=over(shown))
    newest = profile.versions.get(number=2)
    assert (newest.rules, newest.note) == (rules_to_api(parse_rules(ALL_ZONES)), "every zone")


def test_what_somebody_else_saved_meanwhile_is_shown_first(
    browser_of_alice: Browser, team: Team, alice: Person, profile: Profile
) -> None:
    seen = profile.versions.get().pk
    keep(team, alice, "dns-01", "GET /me")
    page = text(save(browser_of_alice, team, ALL_ZONES, over=seen))
    assert "Version 2 of “dns-01” was saved meanwhile." in page
    assert "What changes against version 2" in page
    assert profile.versions.count() == 2


def test_a_version_of_another_profile_is_no_proof_of_having_looked(
    browser_of_alice: Browser, team: Team, alice: Person, profile: Profile
) -> None:
    other = keep(team, alice, "reports", "GET /me/bill").versions.get()
    page = text(save(browser_of_alice, team, ALL_ZONES, over=other.pk))
    assert "Saving makes version 2" in page
    assert profile.versions.count() == 1


def test_rules_that_began_with_a_profile_are_compared_with_it_at_once(
    browser_of_alice: Browser, profile: Profile
) -> None:
    page = browser_of_alice.page(f"{SAVE}?rule=GET+/domain/zone/*&profile={profile.pk}")
    assert 'value="dns-01"' in page
    assert over(page) == str(profile.versions.get().pk)
    assert "Save version 2" in page


def test_the_same_rules_again_are_no_version(
    browser_of_alice: Browser, team: Team, profile: Profile
) -> None:
    page = text(save(browser_of_alice, team, ONE_ZONE, over=profile.versions.get().pk))
    assert "has these very rules" in page
    assert "The rules are the same." in page
    assert profile.versions.count() == 1


def test_an_archived_name_is_not_saved_over(
    browser_of_alice: Browser, team: Team, profile: Profile
) -> None:
    teams.archive_profile(profile, actor=SYSTEM)
    page = text(save(browser_of_alice, team, ALL_ZONES, over=profile.versions.get().pk))
    assert "“dns-01” is archived" in page
    assert profile.versions.count() == 1


@pytest.mark.parametrize("rules", [(), ("GET me",), ("FETCH /me",), ("",)])
def test_what_is_no_rule_is_not_saved(
    browser_of_alice: Browser, team: Team, rules: tuple[str, ...]
) -> None:
    assert "There is no rule to save" in text(save(browser_of_alice, team, *rules))
    assert not Profile.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "n" * 81, "a\x00b"])
def test_a_bad_name_is_said_and_nothing_is_lost(
    browser_of_alice: Browser, team: Team, name: str
) -> None:
    page = text(save(browser_of_alice, team, ONE_ZONE, name=name, purpose="A first try"))
    assert 'value="A first try"' in page
    assert f'value="{ONE_ZONE}"' in page
    assert "errorlist" in page
    assert not Profile.objects.exists()


def test_a_requester_reads_and_starts_but_does_not_save(
    team: Team, teammate: Teammate, profile: Profile
) -> None:
    browser = people.sign_in(teammate(Role.REQUESTER))
    assert save(browser, team, ALL_ZONES).status_code == 403
    assert "An admin or an operator can do this." in browser.page(f"{LIST}{profile.pk}/")
    builder = browser.page("/rights/?rule=GET+/me")
    assert "Your role does not include saving profiles" in builder
    assert browser.get(f"/rights/from/profile/{profile.pk}/1/").status_code == 302


def test_nothing_is_saved_in_a_team_of_others(charlie: Person, team: Team) -> None:
    assert save(people.sign_in(charlie), team, ONE_ZONE).status_code == 404
    assert not Profile.objects.exists()


@pytest.mark.parametrize(
    "words", ["DNS edge", "harbour", "alice", "/domain/zone", "certificates 01"]
)
def test_any_text_of_the_list_finds_its_row(
    browser_of_alice: Browser, team: Team, alice: Person, profile: Profile, words: str
) -> None:
    keep(team, alice, "elsewhere", "GET /vps")
    Profile.objects.filter(name="elsewhere").update(purpose="")
    page = browser_of_alice.page(LIST, q=words)
    assert f"{LIST}{profile.pk}/" in page


def test_a_word_that_is_nowhere_finds_nothing(browser_of_alice: Browser, profile: Profile) -> None:
    assert "No profile matches" in browser_of_alice.page(LIST, q="terraform")


def test_what_is_archived_is_in_its_own_list(browser_of_alice: Browser, profile: Profile) -> None:
    link = f'href="{LIST}{profile.pk}/"'
    browser_of_alice.post(f"{LIST}{profile.pk}/archive/")
    assert link not in browser_of_alice.page(LIST)
    assert link in browser_of_alice.page(LIST, state="archived")
    browser_of_alice.post(f"{LIST}{profile.pk}/restore/")
    assert link in browser_of_alice.page(LIST)


def test_an_empty_list_says_the_next_step(browser_of_alice: Browser) -> None:
    page = browser_of_alice.page(LIST)
    assert "No profile yet" in page
    assert "Open the rights builder" in page


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_list_takes_eight_queries_however_long(
    browser_of_alice: Browser,
    team: Team,
    alice: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    made = [Profile(team=team, name=f"profile {number}") for number in range(count)]
    rules = rules_to_api(parse_rules(ONE_ZONE))
    ProfileVersion.objects.bulk_create(
        ProfileVersion(profile=profile, number=number, rules=rules, created_by=alice)
        for profile in Profile.objects.bulk_create(made)
        for number in (1, 2)
    )
    with django_assert_num_queries(8):
        page = browser_of_alice.page(LIST)
    assert "Version 2" in page


@pytest.mark.parametrize("count", [1, 3, 300])
def test_a_profile_takes_ten_queries_however_many_versions(
    browser_of_alice: Browser,
    alice: Person,
    profile: Profile,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    rules = rules_to_api(parse_rules(ONE_ZONE))
    ProfileVersion.objects.bulk_create(
        ProfileVersion(profile=profile, number=number + 2, rules=rules, created_by=alice)
        for number in range(count)
    )
    with django_assert_num_queries(10):
        page = browser_of_alice.page(f"{LIST}{profile.pk}/")
    assert f"Version {count + 1}" in page


def test_two_versions_are_compared_in_rules_and_in_reach(
    browser_of_alice: Browser, team: Team, alice: Person
) -> None:
    profile = keep(team, alice, "dns-01", ALL_ZONES, ONE_ZONE, "GET /me")
    newest = browser_of_alice.page(f"{LIST}{profile.pk}/compare/")
    assert "/me" in newest
    page = browser_of_alice.page(f"{LIST}{profile.pk}/compare/", old=1, new=2)
    reach = page.partition('id="change-reach"')[2]
    assert "Lost" in reach
    assert "Gained" not in reach


@pytest.mark.parametrize(
    "asked", [{"old": "9", "new": "1"}, {"old": "", "new": "x"}, {"new": "1"}, {"new": "9" * 50}]
)
def test_a_version_that_there_is_not_is_said(
    browser_of_alice: Browser, profile: Profile, asked: dict[str, str]
) -> None:
    assert "no such version" in browser_of_alice.page(f"{LIST}{profile.pk}/compare/", **asked)


def test_a_first_version_is_compared_with_nothing(
    browser_of_alice: Browser, profile: Profile
) -> None:
    page = browser_of_alice.page(f"{LIST}{profile.pk}/compare/")
    assert "Gained" in page
    assert "Removed" not in page


def test_a_name_in_use_is_refused_and_a_free_one_taken(
    browser_of_alice: Browser, team: Team, alice: Person, profile: Profile
) -> None:
    keep(team, alice, "reports", "GET /me/bill")
    edit = f"{LIST}{profile.pk}/edit/"
    page = text(browser_of_alice.post(edit, {"name": "Reports", "purpose": "x"}))
    assert "has a profile called “reports” already" in page
    browser_of_alice.post(edit, {"name": "dns at the edge", "purpose": "Certificates"})
    profile.refresh_from_db()
    assert (profile.name, profile.purpose) == ("dns at the edge", "Certificates")


def test_each_act_is_a_line_of_the_activity_log(
    browser_of_alice: Browser, team: Team, profile: Profile
) -> None:
    seen = profile.versions.get().pk
    save(browser_of_alice, team, ALL_ZONES, note="every zone", over=seen)
    browser_of_alice.post(f"{LIST}{profile.pk}/archive/")
    browser_of_alice.post(f"{LIST}{profile.pk}/restore/")
    log = browser_of_alice.page("/activity/")
    for line in ("saved", "archived", "restored"):
        assert f"{line} the rights profile" in log
    assert "version 2, “every zone”" in log
