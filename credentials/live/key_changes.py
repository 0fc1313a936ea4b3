"""What changes about live keys, written down in the transaction that changes the facts.

Nothing is written of keys that the first reading of an account brings: they were there before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db.models import Min
from django.utils import timezone

from credentials import rights
from credentials.core import (
    CredentialState,
    KeyChangeKind,
    KeysWoke,
    SyncState,
    announce,
    in_batches,
)
from credentials.live.row_derivation import methods_and_paths
from credentials.models import KeyChange, LiveCredential, Sync

#: A key that is used after so long a time woke.
_ASLEEP: Final = timedelta(days=30)
_AT_ONCE: Final = 500


class _Facts(NamedTuple):
    pk: int
    account_id: Any
    status: str
    rules: list[dict[str, str]]
    allowed_ips: list[str]
    last_use: datetime | None
    gone_at: datetime | None
    read_at: datetime | None
    first_seen_at: datetime


#: The facts of keys, by the ids of their rows.
Snapshot = Mapping[int, _Facts]


def snapshot(ids: Collection[int]) -> Snapshot:
    """The facts of these keys as they stand."""
    kept = LiveCredential._base_manager  # noqa: SLF001 -- documented; past the derivers
    return {
        row[0]: _Facts(*row)
        for batch in in_batches(sorted(ids), _AT_ONCE)
        for row in kept.filter(pk__in=batch).values_list(*_Facts._fields)
    }


def record(before: Snapshot, after: Snapshot) -> None:
    """Write down what differs; a key that is not in ``before`` is new."""
    changes = list(_appeared([facts for pk, facts in after.items() if pk not in before]))
    for pk, facts in after.items():
        if pk in before and facts != before[pk]:
            changes += _changes(before[pk], facts)
    _write(changes)
    woke = tuple(change.pk for change in changes if change.kind == KeyChangeKind.WOKE)
    if woke:
        announce(KeysWoke(woke))


def record_new(keys: Sequence[LiveCredential]) -> None:
    """Write down that these keys were inserted."""
    columns = attrgetter(*_Facts._fields)
    _write(_appeared([_Facts(*columns(key)) for key in keys]))


def prune_changes() -> None:
    """Delete what is older than the setting says."""
    oldest = timezone.now() - timedelta(days=settings.KEYDESK_CHANGES_KEPT_DAYS)
    KeyChange.objects.filter(at__lt=oldest).delete()


def _appeared(new: list[_Facts]) -> Iterator[KeyChange]:
    """Those that came after a whole reading: what the first one brings was there before."""
    accounts = {facts.account_id for facts in new}
    read = Sync.objects.filter(account__in=accounts, state=SyncState.DONE).order_by()
    first = dict(read.values_list("account").annotate(Min("started_at"))) if new else {}
    for facts in new:
        begun = first.get(facts.account_id)
        if begun is not None and facts.first_seen_at > begun:
            yield _change(facts, KeyChangeKind.APPEARED, after=[facts.status])


def _changes(old: _Facts, new: _Facts) -> Iterator[KeyChange]:
    if (old.gone_at is None) != (new.gone_at is None):
        yield _change(new, KeyChangeKind.BACK if new.gone_at is None else KeyChangeKind.GONE)
    if old.read_at is None:
        return
    if old.status != new.status:
        kind = _STATES.get(new.status, KeyChangeKind.STATE)
        yield _change(new, kind, before=[old.status], after=[new.status])
    if set(old.allowed_ips) != set(new.allowed_ips):
        yield _change(new, _address_kind(old, new), before=old.allowed_ips, after=new.allowed_ips)
    before, after = _texts(old.rules), _texts(new.rules)
    if set(before) != set(after):
        yield _change(new, KeyChangeKind.RULES, before=before, after=after)
    yield from _use(old, new)


def _write(changes: Iterable[KeyChange]) -> None:
    KeyChange.objects.bulk_create(changes, batch_size=_AT_ONCE)


def _texts(rules: object) -> list[str]:
    return [f"{method} {path}" for method, path in methods_and_paths(rules)]


def _address_kind(old: _Facts, new: _Facts) -> KeyChangeKind:
    if rights.is_frozen(new.allowed_ips):
        return KeyChangeKind.FROZEN
    return KeyChangeKind.THAWED if rights.is_frozen(old.allowed_ips) else KeyChangeKind.ADDRESSES


def _use(old: _Facts, new: _Facts) -> Iterator[KeyChange]:
    if new.last_use is None:
        return
    if old.last_use is None:
        yield _change(new, KeyChangeKind.FIRST_USE, at=new.last_use)
    elif new.last_use - old.last_use >= _ASLEEP:
        days = (new.last_use - old.last_use).days
        yield _change(new, KeyChangeKind.WOKE, at=new.last_use, days=days)


def _change(
    facts: _Facts, kind: KeyChangeKind, *, at: datetime | None = None, **values: Any
) -> KeyChange:
    moment = at or timezone.now()
    return KeyChange(account_id=facts.account_id, key_id=facts.pk, kind=kind, at=moment, **values)


_STATES: Final = {
    CredentialState.VALIDATED.value: KeyChangeKind.VALIDATED,
    CredentialState.EXPIRED.value: KeyChangeKind.EXPIRED,
}
