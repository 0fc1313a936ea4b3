"""When things are judged anew: after a reading, after a change, and by the clock."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from credentials.core import (
    AccountSynced,
    EntryChanged,
    FindingCause,
    KeyRevoked,
    KeyValidated,
    MemberRemoved,
    PolicyChanged,
    SecretDestroyed,
    SecretStored,
    TrapChanged,
)
from credentials.findings import evaluation, outstanding
from credentials.models import Account, Entry, FindingClock, JudgementDue, LiveCredential, Team

#: How long what the clock opens may be late.
EVERY: Final = timedelta(hours=6)
#: How long a change may wait for its judgement before the clock asks for it.
OVERDUE: Final = timedelta(minutes=2)


@task()
def judge_account(account_id: str, cause: str) -> None:
    """Judge an account anew, in the background; takes ids only."""
    account = Account.objects.select_related("team").filter(pk=uuid.UUID(account_id)).first()
    if account is not None:
        evaluation.judge_account(account, cause=FindingCause(cause))


@task()
def judge_team(team_id: str, cause: str) -> None:
    """Judge all that a team has, in the background; takes ids only."""
    team = Team.objects.filter(pk=uuid.UUID(team_id)).first()
    if team is not None:
        evaluation.judge_team(team, cause=FindingCause(cause))


def judge_after_sync(event: AccountSynced) -> None:
    """A reading may have changed any key of the account."""
    judge_account.enqueue(str(event.account_id), FindingCause.READING.value)


def judge_after_change(
    event: KeyValidated | SecretStored | SecretDestroyed | EntryChanged,
) -> None:
    """One entry changed: that one is judged, and nothing else."""
    entry = Entry.objects.select_related("account__team").filter(pk=event.entry_id).first()
    if entry is not None:
        evaluation.judge_entry(entry, cause=FindingCause.CHANGE)


def judge_after_key_change(event: KeyRevoked | TrapChanged) -> None:
    """One key ended, or became a trap: that one is judged, and nothing else."""
    same = Q(account=event.account_id, credential_id=event.credential_id)
    key = LiveCredential.objects.select_related("account__team").filter(same).first()
    if key is not None:
        evaluation.judge_keys(key.account.team, same, cause=FindingCause.CHANGE)


def judge_after_team_change(event: MemberRemoved | PolicyChanged) -> None:
    """People and policy are about everything that the team has."""
    judge_team.enqueue(str(event.team_id), FindingCause.CHANGE.value)


#: What judges anew after each event.
HANDLERS: Final[dict[type[Any], Callable[[Any], None]]] = {
    event_type: outstanding.noted_until_done(handler)
    for event_type, handler in (
        (AccountSynced, judge_after_sync),
        (KeyValidated, judge_after_change),
        (SecretStored, judge_after_change),
        (SecretDestroyed, judge_after_change),
        (EntryChanged, judge_after_change),
        (KeyRevoked, judge_after_key_change),
        (TrapChanged, judge_after_key_change),
        (MemberRemoved, judge_after_team_change),
        (PolicyChanged, judge_after_team_change),
    )
}


def judge_by_the_clock() -> None:
    """Ask for what is due: what changed and whose judgement was lost with its process, and each
    team whose things were judged too long ago, once."""
    now = timezone.now()
    _ask_for_outstanding(now - OVERDUE)
    due = Team.objects.filter(Q(finding_clock=None) | Q(finding_clock__judged_at__lt=now - EVERY))
    for team in due:
        with transaction.atomic():
            if _is_claimed(team, now - EVERY):
                judge_team.enqueue(str(team.pk), FindingCause.CLOCK.value)


@transaction.atomic
def _ask_for_outstanding(since: datetime) -> None:
    late = JudgementDue.objects.select_for_update(skip_locked=True).filter(since__lt=since)
    rows = list(late)
    for account_id in {row.account_id for row in rows if row.account_id}:
        judge_account.enqueue(str(account_id), FindingCause.CHANGE.value)
    for team_id in {row.team_id for row in rows if not row.account_id}:
        judge_team.enqueue(str(team_id), FindingCause.CHANGE.value)
    JudgementDue.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _is_claimed(team: Team, since: datetime) -> bool:
    """Whether this process asks for the team: of two at the same moment, one does."""
    now = timezone.now()
    _row, is_new = FindingClock.objects.get_or_create(team=team, defaults={"judged_at": now})
    late = FindingClock.objects.filter(team=team, judged_at__lt=since)
    return is_new or bool(late.update(judged_at=now))
