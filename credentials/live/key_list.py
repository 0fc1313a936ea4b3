"""Live keys as people look for them: what lists filter by, and how many there are of each.

What a row says is ``row_derivation``'s. That a key's end has come is a condition here, for it
depends on the clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from credentials.core import CredentialState
from credentials.live.row_derivation import (
    FROZEN_RANK,
    GONE_RANK,
    KEY_UNREAD,
    OPENING_STATES,
    OPENS_NOTHING,
    VALIDATED_RANK,
    found_mark,
)
from credentials.models import APPLICATION_BLOCKED, FROZEN, Account, LiveCredential, LiveKeyCount
from credentials.text_search import TextIndex
from credentials.vault import APPLICATION_DELETED, GONE

#: What their search looks at.
TEXT_INDEX: Final = TextIndex("credentials_livecredential", "id", ("search_text",))
#: In the order people care about them.
KEY_STATES: Final = (
    CredentialState.VALIDATED.value,
    FROZEN,
    CredentialState.PENDING.value,
    CredentialState.EXPIRED.value,
    CredentialState.REFUSED.value,
    APPLICATION_BLOCKED,
    APPLICATION_DELETED,
    KEY_UNREAD,
    GONE,
)
#: States that last until the key's end has come.
_LASTING: Final = (VALIDATED_RANK, FROZEN_RANK)
IS_LISTED: Final = Q(state_rank__gt=GONE_RANK)
IS_STORED: Final = Q(stored_id__isnull=False)
IS_NOT_STORED: Final = Q(stored_id__isnull=True)
#: A rule for every path.
REACHES_EVERYTHING: Final = Q(reaches_everything=True)


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys that are alike in what lists count."""

    state: str
    risk_band: int
    reaches_everything: bool
    is_stored: bool


def listed_keys(accounts: QuerySet[Account]) -> QuerySet[LiveCredential]:
    """The keys of the accounts, with what their rows show."""
    return shown_keys().filter(account__in=accounts)


def shown_keys() -> QuerySet[LiveCredential]:
    """Live keys, with what their rows show."""
    keys = LiveCredential.objects.defer("search_text")
    return keys.select_related("account__management_key", "stored")


def in_state(state: str) -> Q:
    """The keys that are in a state now."""
    now = timezone.now()
    if state == CredentialState.VALIDATED:
        return Q(state_rank=VALIDATED_RANK, ends__gt=now)
    if state == FROZEN:
        return Q(state_rank=FROZEN_RANK, ends__gt=now)
    if state == CredentialState.EXPIRED:
        return Q(read_state=state) | Q(state_rank__in=_LASTING, ends__lte=now)
    return Q(read_state=state)


def in_band(band: int) -> Q:
    """The keys that are in a band of risk now: what opens nothing any more is in no other."""
    now = timezone.now()
    if band == OPENS_NOTHING:
        return Q(risk_band=band) | Q(state_rank__in=_LASTING, ends__lte=now)
    return Q(risk_band=band) & ~Q(state_rank__in=_LASTING, ends__lte=now)


def found_in(code: str) -> Q:
    """The keys in which this is found, an exception or not."""
    return Q(search_text__contains=found_mark(code))


def band_of(key: LiveCredential) -> int:
    """The band of risk of a key now: what opens nothing any more is in no other."""
    return key.risk_band if key.state in OPENING_STATES else OPENS_NOTHING


def key_counts(accounts: QuerySet[Account]) -> Counter[KeyGroup]:
    """How many keys the accounts have of each kind, now; two queries, however many there are."""
    kept = LiveKeyCount.objects.filter(account__in=accounts).order_by()
    columns = ("read_state", "risk_band", "reaches_everything", "is_stored")
    counts = Counter(
        {
            KeyGroup(*group): count or 0
            for *group, count in kept.values_list(*columns).annotate(Sum("count"))
        }
    )
    for group, count in _late(accounts, timezone.now()):
        counts[group] -= count
        ended = replace(group, state=CredentialState.EXPIRED.value, risk_band=OPENS_NOTHING)
        counts[ended] += count
    return +counts


def groups_of(ids: Collection[int]) -> Counter[KeyGroup]:
    """How many of these keys there are of each kind, now."""
    keys = LiveCredential.objects.filter(pk__in=ids).only(
        "read_state", "ends", "risk_band", "reaches_everything", "stored_id"
    )
    return Counter(
        KeyGroup(key.state, band_of(key), key.reaches_everything, key.stored_id is not None)
        for key in keys
    )


def _late(accounts: QuerySet[Account], now: datetime) -> Iterable[tuple[KeyGroup, int]]:
    """Keys that were read as validated, and whose end has come since."""
    late = LiveCredential.objects.filter(
        team__in=accounts.values("team"),
        account__in=accounts,
        state_rank__in=_LASTING,
        ends__lte=now,
    )
    counted_keys = late.order_by().annotate(is_stored=Q(stored__isnull=False))
    columns = ("read_state", "risk_band", "reaches_everything", "is_stored")
    for *group, count in counted_keys.values_list(*columns).annotate(Count("pk")):
        yield KeyGroup(*group), count
