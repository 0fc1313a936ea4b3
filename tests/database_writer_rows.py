"""A row in each table that a world of one of each leaves empty."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import caches
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from credentials import audit, findings, live, notices, people
from credentials.audit import Actor
from credentials.core import AuditAction, NoticeKind, Outcome, Role
from credentials.models import (
    Account,
    AttemptCounter,
    CallPace,
    CallReading,
    DigestClock,
    EndTold,
    Entry,
    EntryCheck,
    Finding,
    Freeze,
    LiveCredential,
    Membership,
    Notice,
    OldCallNumber,
    Person,
    ProcessBeat,
    SeenCall,
    Sync,
    Trap,
)


def fill_the_rest(account: Account, alice: Person, charlie: Person) -> None:
    """A row in each table that nothing else fills."""
    for person in (alice, charlie):
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
        SocialAccount.objects.create(user=person, provider="company", uid=person.email)
        Authenticator.objects.create(user=person, type="totp", data={"secret": "sealed"})
    people.invite(
        Membership.objects.get(person=charlie).team,
        "bob@example.com",
        role=Role.ADMIN,
        person=charlie,
        actor=audit.actor_of(charlie),
    )
    caches["default"].set("key", "value", 600)
    AttemptCounter.objects.create(key="0" * 64, ends_at=timezone.now() + timedelta(hours=1))
    for _ in range(2):
        audit.record(AuditAction.ACCESS_DENIED, actor=Actor("anonymous"), outcome=Outcome.DENIED)
    audit.write_checkpoint()
    audit.keep_verification(audit.verify())
    _fill_findings(alice)
    live.note_risk_days()
    people.note_visit(alice)
    _fill_notices(alice)
    _fill_live(alice)
    CallPace.objects.create(name="0" * 64, full_at=timezone.now())
    ProcessBeat.objects.create(name="web", is_worker=False, beat_at=timezone.now())
    Sync.objects.create(account=account)
    _fill_calls(account)
    Freeze.objects.create(account=account, credential_id=4711, frozen_at=timezone.now())
    EntryCheck.objects.create(entry=Entry.objects.latest("created_at"), checked_at=timezone.now())
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="credentials.audit.log_verification.verify_in_background",
        queue_name="default",
        backend_name="default",
        run_after=timezone.now(),
    )


def _fill_calls(account: Account) -> None:
    """A call that was seen, one that is too old, and how far the logs are read."""
    CallReading.objects.create(account=account, read_at=timezone.now())
    OldCallNumber.objects.create(account=account, source="own", number="1")
    SeenCall.objects.create(
        account=account,
        source="own",
        number="2",
        at=timezone.now(),
        method="POST",
        path="/domain/zone/example.com/refresh",
    )


def _fill_live(admin: Person) -> None:
    """What a key was, and the trap that it is."""
    key = LiveCredential.objects.latest("pk")
    key.changes.create(account_id=key.account_id, kind="gone", at=timezone.now())
    Trap.objects.create(
        account_id=key.account_id,
        credential_id=key.credential_id,
        place="a pipeline",
        laid_by=admin.email,
        laid_at=timezone.now(),
    )


def _fill_notices(admin: Person) -> None:
    """What a member is not told of, and what by the clock was told already."""
    finding, now = Finding.objects.latest("pk"), timezone.now()
    notices.choose(finding.team, admin, [NoticeKind.CRITICAL], actor=audit.actor_of(admin))
    notices.make_calendar_link(admin, actor=audit.actor_of(admin))
    EndTold.objects.create(key=LiveCredential.objects.latest("pk"), ends_at=now, days=7)
    DigestClock.objects.create(team=finding.team, person=admin, told_until=now)
    Notice.objects.create(
        team=finding.team,
        person=admin,
        kind=NoticeKind.CRITICAL,
        lines=[finding.sentence],
        count=1,
        path="/findings/",
        made_at=now,
        due_at=now,
    )


def _fill_findings(admin: Person) -> None:
    """The team's own thresholds, when it was judged, and an exception of a finding."""
    finding, actor = Finding.objects.latest("pk"), audit.actor_of(admin)
    findings.judge_by_the_clock()
    findings.set_thresholds(finding.team, findings.Thresholds(old=30), actor=actor)
    until = timezone.now().date() + timedelta(days=30)
    terms = findings.ExceptionTerms(reason="It is replaced in May.", owner=admin, until=until)
    findings.make_exception(finding, terms, actor=actor)
