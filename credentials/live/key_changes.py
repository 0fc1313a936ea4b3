"""What changes about live keys, written down in the transaction that changes the facts.

Nothing is written of keys that the first reading of an account brings: they were there before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db.models import Min
from django.utils import timezone

from credentials import rights
from credentials.core import CredentialState, KeyChangeKind, KeysWoke, announce, in_batches
from credentials.live.row_derivation import methods_and_paths
from credentials.models import KeyChange, LiveCredential

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
    new = [facts for pk, facts in after.items() if pk not in before]
    changes = list(_appeared(new))
    for pk, facts in after.items():
        if pk in before and facts != before[pk]:
            changes += _changes(before[pk], facts)
    KeyChange.objects.bulk_create(changes, batch_size=_AT_ONCE)
    woke = tuple(change.pk for change in changes if change.kind == KeyChangeKind.WOKE)
    if woke:
        announce(KeysWoke(woke))


def prune_changes() -> None:
    """Delete what is older than the setting says."""
    oldest = timezone.now() - timedelta(days=settings.KEYDESK_CHANGES_KEPT_DAYS)
    KeyChange.objects.filter(at__lt=oldest).delete()


def _appeared(new: list[_Facts]) -> Iterator[KeyChange]:
    """Those that a later reading than the account's first one brought."""
    accounts = {facts.account_id for facts in new}
    keys = LiveCredential._base_manager.filter(account__in=accounts).order_by()  # noqa: SLF001
    first = dict(keys.values_list("account").annotate(Min("first_seen_at"))) if new else {}
    for facts in new:
        if facts.first_seen_at > first[facts.account_id]:
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
