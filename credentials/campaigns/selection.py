"""The keys of a campaign, and who is asked about each."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from credentials import findings, live, teams, vault
from credentials.core import Severity, in_batches
from credentials.models import LiveCredential, Person, ReviewCampaign, ReviewItem, Team

#: Keys of one campaign, all of which are judged when it begins.
MOST: Final = 2_000
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class CampaignPreview:
    """How many keys a campaign would hold, and who would be asked about how many of them.

    ``left_out`` keys of the filter open nothing, or are what Keydesk itself works with. ``asked``
    has the team's admins as None. ``digest`` tells this selection from another.
    """

    total: int
    left_out: int
    critical: int
    asked: list[tuple[Person | None, int]]
    digest: str


def preview_of(team: Team, keys: QuerySet[LiveCredential]) -> CampaignPreview:
    """What a campaign of the team over these keys would hold, as lists show them; the number of
    queries does not depend on how many there are."""
    own = keys.filter(account__team=team)
    reviewed = reviewable(own)
    total = reviewed.count()
    return CampaignPreview(
        total=total,
        left_out=own.count() - total,
        critical=reviewed.filter(live.in_band(live.BANDS[Severity.CRITICAL])).count(),
        asked=_asked(team, reviewed),
        digest=digest_of_keys(reviewed),
    )


def reviewable(keys: QuerySet[LiveCredential]) -> QuerySet[LiveCredential]:
    """Those that open something, but for what Keydesk itself works with."""
    opening = keys.filter(live.IS_LISTED).exclude(live.in_band(live.OPENS_NOTHING))
    return opening.exclude(vault.IS_MANAGEMENT_KEY).order_by("account_id", "credential_id")


def digest_of_keys(keys: QuerySet[LiveCredential]) -> str:
    """Tells one selection of keys from another, by their accounts and numbers; one query."""
    numbers = keys.values_list("account_id", "credential_id")[: MOST + 1]
    return _digest(f"{account_id} {number}" for account_id, number in numbers)


def items_of(campaign: ReviewCampaign, keys: QuerySet[LiveCredential]) -> Iterator[ReviewItem]:
    """An item for each of the keys, as their facts are now; nothing is written."""
    members = member_ids(campaign.team)
    rows = keys.select_related("account__team", "live_application")
    for batch in in_batches(rows.iterator(_AT_ONCE), _AT_ONCE):
        verdicts = findings.verdicts_on_live_keys(batch)
        for key in live.worked_out(batch):
            owner_id = key.answering_id
            severities = {finding.severity for finding in verdicts[key.pk].findings}
            yield ReviewItem(
                campaign=campaign,
                account_id=key.account_id,
                number=key.credential_id,
                name=key.shown_name[:255],
                asked_id=owner_id if owner_id in members else None,
                needs_second=Severity.CRITICAL in severities,
                credential=key,
            )


def digest_of_items(items: Iterable[ReviewItem]) -> str:
    """What proves the items of a campaign, in any order: their keys, and who decides how."""
    return _digest(sorted(map(_line, items)))


def kept_digest(campaign: ReviewCampaign) -> str:
    """The same of the items as they are stored; one query."""
    return digest_of_items(
        campaign.items.only("account_id", "number", "asked_id", "needs_second").iterator()
    )


def member_ids(team: Team) -> frozenset[int]:
    """The people who can decide in the team now: members that count, and are active."""
    members = teams.members_of([team])
    return frozenset(row.person_id for row in members if row.person.is_active)


def _asked(team: Team, keys: QuerySet[LiveCredential]) -> list[tuple[Person | None, int]]:
    """Admins last."""
    answering = keys.order_by().values(answering=Coalesce("stored__owner", "owner"))
    rows = answering.annotate(count=Count("pk")).values_list("answering", "count")
    people = {row.person_id: row.person for row in teams.members_of([team]) if row.person.is_active}
    counts: Counter[Person | None] = Counter()
    for owner_id, count in rows:
        counts[people.get(owner_id)] += count
    return sorted(counts.items(), key=lambda row: (row[0] is None, row[0].email if row[0] else ""))


def _line(item: ReviewItem) -> str:
    account_id: uuid.UUID = item.account_id
    return f"{account_id} {item.number} {item.asked_id or ''} {int(item.needs_second)}"


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
