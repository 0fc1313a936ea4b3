"""A key against its team's policy is refused before OVHcloud is asked; a kept one is marked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from credentials import onboarding, teams, vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, Environment, KeyState, NotAllowedError, Outcome
from credentials.models import Application, AuditEntry, ConsumerKey, Person, Team
from credentials.rights import TeamPolicy, parse_rules

STRICT = TeamPolicy(
    forbids_whole_account=True, requires_addresses=True, requires_owner=True, longest_days=30
)


def request(application: Application, person: Person, *, rules: str = "GET /*") -> None:
    application.account.team.refresh_from_db()
    spec = onboarding.KeyRequestSpec(
        metadata=vault.EntryMetadata(label="terraform"), rules=parse_rules(rules)
    )
    onboarding.request_key(
        application, spec, person=person, actor=SYSTEM, callback_url=lambda token: f"/{token}"
    )


def codes(key: ConsumerKey) -> list[str]:
    return [breach.code for breach in teams.breaches_of_key(key)]


def kept(key: ConsumerKey, **changes: object) -> ConsumerKey:
    """The key as stored, validated a moment ago, with these changes."""
    ConsumerKey.objects.filter(pk=key.pk).update(validated_at=timezone.now(), **changes)
    return ConsumerKey.objects.select_related("account__team").get(pk=key.pk)


def test_a_key_against_the_policy_is_refused_and_logged_before_ovhcloud_is_asked(
    application: Application, alice: Person, team: Team
) -> None:
    teams.change_policy(team, STRICT, actor=SYSTEM)
    with pytest.raises(NotAllowedError) as caught:
        request(application, alice)
    message = f"{caught.value.sentence} {caught.value.next_step}"
    for words in ("whole account with GET", "from anywhere", "Nobody owns", "Choose the person"):
        assert words in message
    assert not ConsumerKey.objects.exists()
    entry = AuditEntry.objects.get(action=AuditAction.KEY_REQUESTED)
    assert entry.outcome == Outcome.DENIED
    assert entry.details == {
        "breaches": ["whole-account", "no-addresses", "no-owner"],
        "cause": "NotAllowedError",
    }


def test_the_change_of_a_policy_is_in_the_log_with_its_terms(team: Team) -> None:
    teams.change_policy(team, STRICT, actor=SYSTEM)
    team.refresh_from_db()
    assert teams.policy_of(team).terms == STRICT.terms
    entry = AuditEntry.objects.get(action=AuditAction.POLICY_CHANGED)
    assert (entry.subject, entry.details) == ("Harbour", STRICT.columns())


def test_a_new_team_asks_nothing(consumer_key: ConsumerKey, team: Team) -> None:
    assert teams.policy_of(team).terms == []
    assert codes(kept(consumer_key, rules=[{"method": "GET", "path": "/*"}])) == []


def test_a_kept_key_is_marked_as_soon_as_the_policy_says_so(
    consumer_key: ConsumerKey, team: Team, alice: Person
) -> None:
    teams.change_policy(team, STRICT, actor=SYSTEM)
    soon = timezone.now() + timedelta(days=30)
    assert codes(kept(consumer_key)) == ["no-owner", "lasts-too-long"]
    assert codes(kept(consumer_key, owner=alice, expires_at=soon)) == []
    later = soon + timedelta(days=1)
    assert codes(kept(consumer_key, expires_at=later)) == ["lasts-too-long"]
    assert codes(kept(consumer_key, expires_at=soon, allowed_ips=[])) == ["no-addresses"]
    elsewhere = kept(consumer_key, environment=Environment.STAGING)
    assert codes(elsewhere) == []


def test_a_key_that_opens_nothing_breaks_no_policy(consumer_key: ConsumerKey, team: Team) -> None:
    teams.change_policy(team, STRICT, actor=SYSTEM)
    for state in (KeyState.REFUSED, KeyState.EXPIRED, KeyState.REVOKED, KeyState.FOREIGN):
        assert codes(kept(consumer_key, state=state)) == []
    assert codes(kept(consumer_key, state=KeyState.PENDING)) == ["no-owner"]
