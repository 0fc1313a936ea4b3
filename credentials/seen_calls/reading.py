"""Reading OVHcloud's logs of an account: the numbers of its calls, then those not read yet.

The newest numbers come first, fifty a call where OVHcloud takes them so, by the client that paces
all calls. A reading spends no more calls than ``MOST_CALLS``: what is left comes with the next one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from credentials import audit, ovhcloud, rights, teams, vault
from credentials.audit import SYSTEM, Actor
from credentials.core import (
    ApiError,
    AuditAction,
    CallSource,
    KeydeskError,
    KeyState,
    NotAllowedError,
    Outcome,
    Permission,
    Sentence,
    coded,
    gettext_noop,
    ngettext_noop,
    pack,
    say,
)
from credentials.live import READINGS
from credentials.models import Account, CallReading, SeenCall
from credentials.ovhcloud import (
    CALLS_BY_OTHERS,
    OWN_CALLS,
    ListRoute,
    LoggedCall,
    OvhClient,
)
from credentials.seen_calls import kept_calls

#: Calls that one reading of an account may spend.
MOST_CALLS: Final = 120
#: Entries of a log that are asked for in one go; OVHcloud takes so many a batch.
_AT_ONCE: Final = 50
#: For the list of the other log, and a batch that is refused.
_SPARE: Final = 2
#: What a reading takes; a key for Keydesk with these rules is a recipe.
_READING_RULES: Final = tuple(
    rule for rule in rights.RECIPES["keydesk-calls"].rules() if "/logs/" in rule.path
)
_EVERY: Final = timedelta(days=1)
#: A reading that says nothing for so long was ended with its worker.
_LOST_AFTER: Final = timedelta(hours=1)
_LOGS: Final = {CallSource.OWN: OWN_CALLS, CallSource.BY_OTHERS: CALLS_BY_OTHERS}
_FAULT = say(
    coded(
        "calls.fault",
        gettext_noop("Reading the calls met a fault of Keydesk; its log says which."),
    )
)
_LOG_UNREAD = coded("calls.log-unread", gettext_noop("%(path)s was not read: %(cause)s"))
_ENTRIES_UNREAD = coded(
    "calls.entries-unread",
    ngettext_noop(
        "%(count)s entry of %(path)s could not be read.",
        "%(count)s entries of %(path)s could not be read.",
        by="count",
    ),
)


@dataclass(slots=True)
class _Progress:
    """What one reading of an account came to."""

    left: int = 0
    kept: int = 0
    calls: int = 0
    trouble: list[Sentence] = field(default_factory=list)


def obstacle_to_reading_calls(account: Account) -> NotAllowedError | None:
    """Why the logs of the account cannot be read, as far as our store tells."""
    obstacles = (vault.management_obstacle(account, rule) for rule in _READING_RULES)
    return next((obstacle for obstacle in obstacles if obstacle is not None), None)


def start_reading_calls(account: Account, *, actor: Actor) -> None:
    """Queue a reading of the account's logs, unless one is under way.

    Raises ``NotAllowedError`` where its management key may not read them, and for an actor whose
    role does not include it.
    """
    subject = audit.subject_of(account)
    with teams.attempt(
        AuditAction.CALLS_READ, Permission.SYNC, actor=actor, subject=subject
    ) as attempt:
        audit.raise_obstacle(obstacle_to_reading_calls(vault.believed_account(account)))
        if not _is_claimed(account):
            return attempt.withdraw()
        attempt.outcome = Outcome.STARTED
        attempt.log()
        read_calls.enqueue(str(account.pk), actor.person_id)
    return None


def read_calls_by_the_clock() -> None:
    """Queue a reading of each account that may be read and is due; a refusal is in the log."""
    now = timezone.now()
    due = Q(call_reading=None) | Q(call_reading__next_at=None) | Q(call_reading__next_at__lte=now)
    accounts = Account.objects.filter(due, management_key__state=KeyState.VALIDATED)
    for account in accounts.select_related("team", "management_key"):
        if obstacle_to_reading_calls(account) is None:
            with suppress(KeydeskError):
                start_reading_calls(account, actor=SYSTEM)


@task(queue_name=READINGS)
def read_calls(account_id: str, person_id: int | None) -> None:
    """The background work of one reading; takes ids only."""
    accounts = Account.objects.select_related("team", "management_key__application")
    account = accounts.filter(pk=uuid.UUID(account_id)).first()
    if account is None:
        return
    actor, progress = audit.actor_by_id(person_id), _Progress()
    try:
        _read(account, progress, actor=actor)
    except KeydeskError as error:
        progress.trouble += error.sentences
        _finish(account, progress, actor=actor, cause=error)
    except Exception as error:
        progress.trouble.append(_FAULT)
        _finish(account, progress, actor=actor, cause=error)
        raise
    else:
        _finish(account, progress, actor=actor)


def _read(account: Account, progress: _Progress, *, actor: Actor) -> None:
    """Both logs; where one cannot be read, the other still is."""
    limits = ovhcloud.limits()
    with vault.management_client(account, actor=actor, purpose="calls", limits=limits) as ovh:
        refusals: list[ApiError] = []
        for source, log in _LOGS.items():
            try:
                _read_log(account, source, log, ovh=ovh, progress=progress)
            except ApiError as error:
                refusals.append(error)
                cause, *advice = error.sentences
                progress.trouble += [say(_LOG_UNREAD, path=log.path, cause=cause), *advice]
            finally:
                progress.calls = ovh.traffic().calls
        if len(refusals) == len(_LOGS):
            progress.trouble.clear()
            raise refusals[0]


def _read_log(
    account: Account,
    source: CallSource,
    log: ListRoute[int, LoggedCall],
    *,
    ovh: OvhClient,
    progress: _Progress,
) -> None:
    listed = ovh.logged_numbers(log)
    known = kept_calls.known_numbers(account, source)
    kept_calls.forget_numbers(account, source, listed={str(number) for number in listed})
    waiting = sorted((number for number in listed if str(number) not in known), reverse=True)
    unread = 0
    progress.left += len(waiting)
    for numbers in _affordable(waiting, ovh):
        items = list(ovh.logged_calls(log, numbers))
        calls = [item.value for item in items if item.value is not None]
        kept_calls.keep(_row(account, source, call) for call in calls)
        progress.kept += len(calls)
        progress.left -= len(numbers)
        unread += len(numbers) - len(calls)
    if unread:
        progress.trouble.append(say(_ENTRIES_UNREAD, count=unread, path=log.path))


def _affordable(numbers: list[int], ovh: OvhClient) -> Iterator[list[int]]:
    """What may be asked for, some at a time, even where each takes a call of its own."""
    begun = 0
    while begun < len(numbers):
        size = min(_AT_ONCE, MOST_CALLS - _SPARE - ovh.traffic().calls)
        if size <= 0:
            return
        yield numbers[begun : begun + size]
        begun += size


def _row(account: Account, source: CallSource, call: LoggedCall) -> SeenCall:
    return SeenCall(
        account=account,
        source=source,
        number=str(call.number),
        at=call.at,
        method=call.method.value,
        path=call.path,
        address=call.address,
        caller=call.account,
    )


def _is_claimed(account: Account) -> bool:
    """Whether the account is this one's to read: nobody reads it at the moment."""
    now = timezone.now()
    CallReading.objects.get_or_create(account=account)
    free = Q(busy_until=None) | Q(busy_until__lte=now)
    mine = CallReading.objects.filter(free, account=account)
    return bool(mine.update(busy_until=now + _LOST_AFTER, next_at=now + _EVERY))


def _finish(
    account: Account, progress: _Progress, *, actor: Actor, cause: Exception | None = None
) -> None:
    """Write down how it ended, and log it in the same transaction."""
    details: dict[str, audit.Detail] = {"count": progress.kept, "calls": progress.calls}
    if cause is not None:
        details["cause"] = type(cause).__name__
    with audit.attempt(
        AuditAction.CALLS_READ, actor=actor, subject=audit.subject_of(account), details=details
    ) as attempt:
        attempt.outcome = Outcome.FAILED if cause else Outcome.DONE
        changes: dict[str, object] = {
            "busy_until": None,
            "calls": progress.calls,
            "left": progress.left,
            "trouble": [pack(sentence) for sentence in progress.trouble],
        }
        if cause is None:
            changes["read_at"] = timezone.now()
        CallReading.objects.update_or_create(account=account, defaults=changes)
