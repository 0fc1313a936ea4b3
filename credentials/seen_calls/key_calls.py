"""The calls that may be a live key's, from the rows: each with how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Final

from django.db.models import Max, Min, Q

from credentials import rights
from credentials.core import CallSource, CredentialState, KeyChangeKind, Method, RuleError
from credentials.models import Account, CallReading, KeyChange, LiveCredential, SeenCall
from credentials.seen_calls.grades import CallFacts, CallGrader, Grade, GradedCall, KeyFacts
from credentials.seen_calls.kept_calls import oldest_kept

#: So many of the newest calls of an account are looked at.
MOST_CALLS: Final = 5_000
#: For so long forwarded logs have to hold reads, before none of a path says anything.
_LONG_ENOUGH: Final = timedelta(days=30)
_MOST_KEYS: Final = 2_000
_EVER_OPENED: Final = (CredentialState.VALIDATED.value, CredentialState.EXPIRED.value)
_ADDRESS_CHANGES: Final = (
    KeyChangeKind.ADDRESSES.value,
    KeyChangeKind.FROZEN.value,
    KeyChangeKind.THAWED.value,
)
_COLUMNS: Final = ("at", "method", "path", "address", "credential_id", "identities")


@dataclass(frozen=True, slots=True)
class KeyCalls:
    """The calls that may be the key's, the latest first.

    ``unseen`` are the methods whose calls no log shows; ``is_cut``: the account has more calls than
    were looked at. ``since`` is from when on calls are kept.
    """

    key: LiveCredential
    calls: tuple[GradedCall, ...]
    unseen: frozenset[Method]
    is_cut: bool
    since: datetime

    def at_least(self, least: Grade) -> tuple[GradedCall, ...]:
        """The calls that are as sure as that, or surer."""
        sure = tuple(Grade)[: tuple(Grade).index(least) + 1]
        return tuple(call for call in self.calls if call.grade in sure)


def calls_of_key(key: LiveCredential) -> KeyCalls:
    """The calls of the key's account that may be the key's own; always as many queries."""
    since = oldest_kept()
    made_in_account = SeenCall.objects.filter(account=key.account_id, at__gte=since)
    own = made_in_account.exclude(source=CallSource.BY_OTHERS).order_by("-at", "-pk")
    rows = list(own.values_list(*_COLUMNS)[: MOST_CALLS + 1])
    facts = _facts_of_keys(key.account, since)
    mine = facts.pop(key.credential_id, None) or _facts(key, {})
    grader = CallGrader(mine, list(facts.values()))
    calls = tuple(grader.graded(_calls(rows[:MOST_CALLS])))
    unseen = _unseen_methods(key.account)
    return KeyCalls(key, calls, unseen, is_cut=len(rows) > MOST_CALLS, since=since)


def _calls(rows: Iterable[tuple[object, ...]]) -> Iterator[CallFacts]:
    for at, method, path, address, credential_id, identities in rows:
        if isinstance(at, datetime) and method in list(Method):
            yield CallFacts(
                at=at,
                method=str(method),
                path=str(path),
                address=_address(str(address)),
                credential_id=credential_id if isinstance(credential_id, int) else None,
                identities=tuple(identities) if isinstance(identities, list) else (),
            )


def _facts_of_keys(account: Account, since: datetime) -> dict[int, KeyFacts]:
    """The keys of the account that opened something at some time since then, by their numbers."""
    there = Q(gone_at=None) | Q(gone_at__gte=since)
    keys = LiveCredential.objects.filter(there, account=account, status__in=_EVER_OPENED)
    changes = KeyChange.objects.filter(account=account, kind__in=_ADDRESS_CHANGES).order_by()
    changed = dict(changes.values_list("key").annotate(Max("at")))
    return {key.credential_id: _facts(key, changed) for key in keys.order_by("pk")[:_MOST_KEYS]}


def _facts(key: LiveCredential, changed: Mapping[int, datetime]) -> KeyFacts:
    """``changed`` says by the key's row when its addresses changed last."""
    try:
        rules = rights.rules_from_api(key.rules)
    except RuleError:
        rules = ()
    ends = [moment for moment in (key.gone_at, key.expiration) if moment is not None]
    return KeyFacts(
        credential_id=key.credential_id,
        rules=rules,
        addresses=tuple(filter(_is_block, key.allowed_ips)),
        are_addresses_known=key.are_addresses_known and all(map(_is_block, key.allowed_ips)),
        addresses_since=changed.get(key.pk),
        created_at=key.creation,
        ended_at=min(ends, default=None),
        last_use=key.last_use,
        read_at=key.read_at,
    )


def _unseen_methods(account: Account) -> frozenset[Method]:
    """Reads, unless forwarded logs hold them for long enough; and writes, as long as OVHcloud's own
    log of them was not read to its end."""
    reads = SeenCall.objects.filter(account=account, method=Method.GET.value)
    span = reads.aggregate(first=Min("at"), last=Max("at"))
    are_reads_seen = span["first"] and span["last"] - span["first"] >= _LONG_ENOUGH
    read_to_end = CallReading.objects.filter(account=account, left=0).exclude(read_at=None)
    are_writes_seen = read_to_end.exists()
    return frozenset(
        method
        for method in Method
        if not (are_reads_seen if method is Method.GET else are_writes_seen)
    )


def _is_block(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _address(text: str) -> str:
    """An address, or nothing: what stands in the column may be anything."""
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
