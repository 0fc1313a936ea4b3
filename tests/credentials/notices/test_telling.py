"""Who is told of what: the owner, else the admins, once each, with what happens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from credentials import audit, core, notices, teams
from credentials.audit import SYSTEM
from credentials.core import FindingCause, KeyRevoked, NoticeKind, Role, SyncFailed, SyncState
from credentials.findings.evaluation import judge_account
from credentials.models import (
    Account,
    ConsumerKey,
    DigestClock,
    EndTold,
    Finding,
    LiveCredential,
    Membership,
    Notice,
    Person,
    Sync,
    Team,
)
from credentials.notices import tell_by_the_clock
from tests.credentials.notices.driver import list_key, send_all
from tests.people import join, rewrite

pytestmark = pytest.mark.django_db


def judge(account: Account) -> None:
    judge_account(account, cause=FindingCause.READING)


def told() -> list[tuple[str, str, int]]:
    """Whom each notice is for, of what it is, and of how many things."""
    rows = Notice.objects.order_by("pk").values_list("person__email", "kind", "count")
    return [(email, kind, count) for email, kind, count in rows]


def own(key: ConsumerKey, person: Person, number: int) -> None:
    rewrite(
        ConsumerKey.objects.filter(pk=key.pk), credential_id=number, owner=person, state="validated"
    )


def test_a_new_critical_finding_is_told_to_the_admins_once(account: Account, alice: Person) -> None:
    list_key(account, 1, "GET,POST,PUT,DELETE /*")
    judge(account)
    judge(account)
    assert told() == [(alice.email, NoticeKind.CRITICAL, 4)]
    send_all()
    (sent,) = mail.outbox
    assert sent.to == [alice.email]
    assert "4 critical findings opened." in sent.subject
    assert "- #1: " in str(sent.body)
    judge(account)
    send_all()
    assert len(mail.outbox) == 1


def test_an_owner_is_told_in_place_of_the_admins(
    account: Account, team: Team, consumer_key: ConsumerKey, bob: Person
) -> None:
    join(team, bob, Role.OPERATOR)
    own(consumer_key, bob, 1)
    list_key(account, 1, "POST /me/sshKey")
    judge(account)
    assert told() == [(bob.email, NoticeKind.CRITICAL, 1)]
    teams.remove_member(Membership.objects.get(person=bob), actor=SYSTEM)
    send_all()
    assert mail.outbox == []
    (notice,) = Notice.objects.all()
    assert (notice.state, str(notice.outcome)) == ("dropped", "They are no member any more.")


def test_what_comes_within_a_moment_is_one_notice(account: Account, alice: Person) -> None:
    old = timezone.now() - timedelta(days=9)
    for number in range(25):
        list_key(account, number, creation=old)
        judge(account)
    assert told() == [(alice.email, NoticeKind.NOT_IN_VAULT, 25)]
    send_all()
    (sent,) = mail.outbox
    assert "25 live keys are not in the vault." in sent.subject
    assert "And 15 more." in str(sent.body)


def test_what_is_rolled_back_is_not_told(account: Account) -> None:
    list_key(account, 1, "POST /me/sshKey")
    with transaction.atomic():
        judge(account)
        transaction.set_rollback(True)
    assert told() == []


def test_an_end_is_told_at_each_step_once_and_only_the_tightest(
    account: Account, alice: Person
) -> None:
    key = list_key(account, 1)
    for left, said in ((31, None), (30, 30), (29, None), (13, 14), (6, 7), (0.9, 1), (0.8, None)):
        rewrite(LiveCredential.objects.all(), expiration=timezone.now() + timedelta(days=left))
        rewrite(EndTold.objects.all(), ends_at=LiveCredential.objects.get(pk=key.pk).ends)
        Notice.objects.all().delete()
        tell_by_the_clock()
        lines = [str(line) for row in Notice.objects.all() for line in row.sentences]
        expected = "a day" if said == 1 else f"{said} days"
        assert lines == ([f"#1 ends within {expected}."] if said else []), left
    assert told() == []


def test_a_missed_step_is_told_late_and_only_as_what_it_is_by_then(account: Account) -> None:
    list_key(account, 1, expiration=timezone.now() + timedelta(days=3))
    for _ in range(2):
        tell_by_the_clock()
    assert [str(line) for line in Notice.objects.get().sentences] == ["#1 ends within 7 days."]


def test_a_failed_reading_is_told_when_it_begins_to_fail(account: Account, alice: Person) -> None:
    now = timezone.now()
    for number, state in enumerate(("done", "failed", "failed", "done", "failed")):
        sync = Sync.objects.create(account=account, state=SyncState(state))
        rewrite(Sync.objects.filter(pk=sync.pk), created_at=now + timedelta(minutes=number))
        if state == "failed":
            core.announce(SyncFailed(account.pk, sync.pk))
    assert told() == [(alice.email, NoticeKind.READING_FAILED, 2)]


def test_the_owner_is_told_that_their_key_was_revoked_and_nobody_else(
    account: Account, consumer_key: ConsumerKey, alice: Person
) -> None:
    list_key(account, 2)
    core.announce(KeyRevoked(account.pk, 2))
    assert told() == []
    own(consumer_key, alice, 1)
    list_key(account, 1)
    core.announce(KeyRevoked(account.pk, 1))
    assert told() == [(alice.email, NoticeKind.KEY_REVOKED, 1)]


def test_a_key_that_woke_is_told(account: Account, alice: Person) -> None:
    key = list_key(account, 1, last_use=timezone.now() - timedelta(days=200))
    key.last_use = timezone.now()
    key.save()
    assert told() == [(alice.email, NoticeKind.KEY_WOKE, 1)]


def test_the_rest_is_told_once_a_day_and_a_missed_day_is_not_lost(
    account: Account, alice: Person
) -> None:
    tell_by_the_clock()
    list_key(account, 1, allowed_ips=[])
    judge(account)
    tell_by_the_clock()
    assert told() == []
    for clock in DigestClock.objects.all():
        clock.told_until -= timedelta(days=3)
        clock.save()
    tell_by_the_clock()
    tell_by_the_clock()
    open_rows = Finding.objects.filter(resolved_at=None, account=account, severity="medium")
    assert told() == [(alice.email, NoticeKind.DIGEST, open_rows.count())]


def test_a_person_is_told_of_what_they_chose(account: Account, team: Team, alice: Person) -> None:
    actor = audit.actor_of(alice)
    kinds = [kind for kind in notices.CHOICES if kind is not NoticeKind.CRITICAL]
    notices.choose(team, alice, kinds, actor=actor)
    list_key(account, 1, "POST /me/sshKey")
    judge(account)
    assert told() == []
    notices.choose(team, alice, notices.CHOICES, actor=actor)
    assert notices.chosen_kinds(team, alice) == list(notices.CHOICES)
    list_key(account, 2, "POST /me/sshKey")
    judge(account)
    assert told() == [(alice.email, NoticeKind.CRITICAL, 1)]


def test_without_a_mail_server_nothing_waits_for_one(account: Account, settings: Settings) -> None:
    settings.MAIL_IS_SENT = False
    list_key(account, 1, "POST /me/sshKey")
    judge(account)
    tell_by_the_clock()
    assert told() == []
