"""What is found is kept: opened, changed and resolved, with when and by what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Q
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from credentials import audit, core, teams, vault
from credentials.audit import SYSTEM
from credentials.core import FindingCause, FindingStep, KeyRevoked, Role
from credentials.findings import judge_by_the_clock
from credentials.findings.evaluation import judge_account, judge_keys, judge_team
from credentials.findings.occasions import judge_after_change, judge_after_key_change
from credentials.models import (
    Account,
    ConsumerKey,
    Entry,
    Finding,
    FindingChange,
    FindingClock,
    JudgementDue,
    LiveCredential,
    Membership,
    Person,
    Team,
)
from credentials.rights import parse_rules, rules_to_api
from tests.people import join, rewrite

pytestmark = pytest.mark.django_db
#: Of one batch at most, however many keys are in it.
QUERIES = 30


def list_key(account: Account, number: int, rules: str = "GET /vps", **columns: Any) -> Any:
    """A key that OVHcloud lists, in which nothing is found but what is named."""
    now = timezone.now()
    clean = {
        "status": "validated",
        "rules": rules_to_api(parse_rules(rules)),
        "allowed_ips": ["192.0.2.7/32"],
        "creation": now - timedelta(days=2),
        "expiration": now + timedelta(days=100),
        "last_use": now,
        "first_seen_at": now,
        "read_at": now,
    }
    return LiveCredential.objects.create(
        account=account, credential_id=number, **{**clean, **columns}
    )


def judge(account: Account, cause: FindingCause = FindingCause.READING) -> None:
    judge_account(account, cause=cause)


def open_codes(**about: Any) -> set[str]:
    rows = Finding.objects.filter(resolved_at=None, **about)
    return set(rows.values_list("code", flat=True))


def steps() -> list[tuple[str, str, str]]:
    changes = FindingChange.objects.order_by("pk").select_related("finding")
    return [(change.finding.code, change.step, change.cause) for change in changes]


def test_a_finding_opens_changes_and_is_resolved_and_says_by_what(account: Account) -> None:
    key = list_key(account, 1, expiration=timezone.now() + timedelta(days=20))
    judge(account)
    assert open_codes(credential=key) == {"expires-soon"}
    rewrite(LiveCredential.objects.all(), expiration=timezone.now() + timedelta(days=3))
    judge(account, FindingCause.CLOCK)
    rewrite(LiveCredential.objects.all(), gone_at=timezone.now())
    judge(account, FindingCause.CHANGE)
    assert open_codes() == set()
    assert steps() == [
        ("expires-soon", FindingStep.OPENED, FindingCause.READING),
        ("expires-soon", FindingStep.CHANGED, FindingCause.CLOCK),
        ("expires-soon", FindingStep.RESOLVED, FindingCause.CHANGE),
    ]


def test_days_that_go_by_are_no_change(account: Account) -> None:
    long_ago = timezone.now() - timedelta(days=400)
    key = list_key(account, 1, creation=long_ago)
    judge(account)
    rewrite(LiveCredential.objects.all(), creation=long_ago - timedelta(days=1))
    judge(account)
    assert "401 days" in str(Finding.objects.get(credential=key, code="old").statement)
    assert [step for code, step, _ in steps() if code == "old"] == [FindingStep.OPENED]


def test_what_comes_back_opens_anew_and_a_second_look_writes_nothing(account: Account) -> None:
    key = list_key(account, 1, allowed_ips=[])
    for addresses in ([], ["192.0.2.7/32"], [], []):
        rewrite(LiveCredential.objects.filter(pk=key.pk), allowed_ips=addresses)
        judge(account)
    assert [step for _code, step, _ in steps()] == ["opened", "resolved", "opened"]


def test_a_batch_takes_as_many_queries_however_many_keys_it_has(
    account: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3, 300):
        for number in range(LiveCredential.objects.count(), count):
            list_key(account, number, allowed_ips=[])
        LiveCredential.objects.update(allowed_ips=[f"192.0.{count % 256}.0/24"])
        with django_assert_max_num_queries(QUERIES):
            judge_keys(account.team, Q(account=account), cause=FindingCause.READING)


def test_one_changed_key_is_judged_alone(account: Account, consumer_key: ConsumerKey) -> None:
    for number in range(1, 4):
        list_key(account, number, allowed_ips=[])
    rewrite(ConsumerKey.objects.filter(pk=consumer_key.pk), credential_id=2)
    judge_after_change(core.KeyValidated(consumer_key.pk))
    judged = set(Finding.objects.exclude(credential=None).values_list("credential", flat=True))
    assert judged == {LiveCredential.objects.get(credential_id=2).pk}


def test_a_revoked_key_has_no_finding_any_more(account: Account) -> None:
    for number in (1, 2):
        list_key(account, number, allowed_ips=[])
    judge(account)
    rewrite(LiveCredential.objects.filter(credential_id=1), gone_at=timezone.now())
    judge_after_key_change(KeyRevoked(account.pk, 1))
    assert open_codes(credential__credential_id=1) == set()
    assert "no-ip" in open_codes(credential__credential_id=2)


def test_vault_and_live_are_held_against_each_other(
    account: Account, consumer_key: ConsumerKey, bob: Person, team: Team
) -> None:
    join(team, bob, Role.OPERATOR)
    vault.reveal(consumer_key, actor=audit.actor_of(bob))
    entries = ConsumerKey.objects.filter(pk=consumer_key.pk)
    rewrite(entries, credential_id=1, owner=bob, state="validated")
    key = list_key(account, 1, allowed_ips=["198.51.100.1/32"])
    judge(account)
    assert "differs-from-vault" in open_codes(credential=key)
    assert open_codes(credential=key).isdisjoint({"owner-left", "known-to-leaver"})
    teams.remove_member(Membership.objects.get(person=bob), actor=SYSTEM)
    judge(account)
    assert open_codes(credential=key) >= {"owner-left", "known-to-leaver"}
    rewrite(LiveCredential.objects.all(), gone_at=timezone.now())
    judge(account)
    assert "gone-but-stored" in open_codes(credential=key)


def test_people_and_keydesk_are_judged_with_the_team(
    team: Team, alice: Person, bob: Person
) -> None:
    join(team, bob, Role.ADMIN)
    rewrite(Membership.objects.all(), created_at=timezone.now() - timedelta(days=40))
    judge_team(team, cause=FindingCause.CLOCK)
    assert "no-second-factor" in open_codes(person=bob)
    teams.remove_member(Membership.objects.get(person=bob), actor=SYSTEM)
    judge_team(team, cause=FindingCause.CHANGE)
    assert open_codes(person=bob) == set()


def test_the_clock_asks_for_each_team_once(team: Team) -> None:
    for _ in range(2):
        judge_by_the_clock()
    assert FindingClock.objects.count() == Team.objects.count()
    rewrite(FindingClock.objects.all(), judged_at=timezone.now() - timedelta(hours=7))
    judge_by_the_clock()
    assert FindingClock.objects.get(team=team).judged_at > timezone.now() - timedelta(hours=1)


def test_a_new_owner_and_an_archived_entry_are_judged_at_once(
    consumer_key: ConsumerKey, alice: Person, django_capture_on_commit_callbacks: Any
) -> None:
    rewrite(Entry.objects.filter(pk=consumer_key.pk), created_at=timezone.now() - timedelta(days=9))
    JudgementDue.objects.all().delete()
    judge(consumer_key.account)
    assert "no-owner" in open_codes(entry=consumer_key)
    with django_capture_on_commit_callbacks(execute=True):
        terms = vault.EntryMetadata(label="certbot", owner=alice)
        vault.relabel(consumer_key, terms, actor=SYSTEM)
    assert "no-owner" not in open_codes(entry=consumer_key)
    with django_capture_on_commit_callbacks(execute=True):
        vault.archive(consumer_key, actor=SYSTEM)
    assert open_codes(entry=consumer_key) == set()
    assert not JudgementDue.objects.exists()


def test_what_a_process_did_not_come_to_judge_is_judged_by_the_clock(
    consumer_key: ConsumerKey,
) -> None:
    judge(consumer_key.account)
    judge_by_the_clock()
    assert open_codes(entry=consumer_key) != set()
    vault.archive(consumer_key, actor=SYSTEM)
    judge_by_the_clock()
    assert open_codes(entry=consumer_key) != set()
    rewrite(JudgementDue.objects.all(), since=timezone.now() - timedelta(minutes=3))
    judge_by_the_clock()
    assert open_codes(entry=consumer_key) == set()
    assert not JudgementDue.objects.exists()


def test_of_equal_keys_one_judged_alone_is_still_there_more_than_once(account: Account) -> None:
    long_ago = timezone.now() - timedelta(days=20)
    keys = [list_key(account, number, application_id=7, creation=long_ago) for number in (1, 2)]
    judge_keys(account.team, Q(pk=keys[0].pk), cause=FindingCause.CHANGE)
    assert "duplicate" in open_codes(credential=keys[0])
    assert open_codes(credential=keys[1]) == set()
