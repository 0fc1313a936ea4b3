"""What the overview leads with: bands of risk, the worst keys with one step each, this week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from credentials import findings, live, rotations, vault
from credentials.core import CredentialState, KeyChangeKind, Permission, Severity
from credentials.models import Account, Finding, LiveCredential, Person
from dashboard.finding_labels import RISK_BANDS
from dashboard.forms.findings import FindingFilters
from dashboard.forms.live import LiveFilters
from dashboard.labels import Label
from dashboard.pages.key import KeyPage, pages_of

_MOST: Final = 5
_TONES: Final[Mapping[int, str]] = {
    live.BANDS[Severity.CRITICAL]: "bad",
    live.BANDS[Severity.HIGH]: "bad",
    live.BANDS[Severity.MEDIUM]: "wait",
    live.BANDS[Severity.LOW]: "wait",
    live.NO_RISK: "good",
}
_AT_RISK: Final = live.BANDS[Severity.HIGH]


@dataclass(frozen=True, slots=True)
class BandCount:
    """A band of risk: how many listed keys are in it, where they are listed, and its part of the
    bar, from ``x`` on, ``width`` wide, of 100."""

    label: Label
    tone: str
    count: int
    url: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class WorstKey:
    """One of the worst keys, and the step that lowers its risk most for the person."""

    page: KeyPage
    step: Label
    url: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number that is a link to what it counts."""

    label: Label
    count: int
    url: str


def bands_of(accounts: QuerySet[Account]) -> list[BandCount]:
    """The bands that listed keys are in, the worst first; what opens nothing is in none."""
    counts: Counter[int] = Counter()
    for group, number in live.key_counts(accounts).items():
        is_counted = group.state != vault.GONE and group.risk_band != live.OPENS_NOTHING
        counts[group.risk_band] += number if is_counted else 0
    total, begun, bands = counts.total(), 0, []
    for band, count in sorted(counts.items(), reverse=True):
        if count and band in RISK_BANDS:
            url = f"{reverse('live:list')}?risk={band}"
            parts = (100 * begun / total, 100 * count / total)
            tone = _TONES.get(band, "idle")
            bands.append(BandCount(RISK_BANDS[band], tone, count, url, *parts))
            begun += count
    return bands


def worst_keys(
    accounts: QuerySet[Account], permissions: Mapping[UUID, frozenset[Permission]]
) -> list[WorstKey]:
    """The keys that are at risk, the worst first; five at most."""
    is_bad = live.IS_LISTED & Q(risk_band__gte=_AT_RISK) & ~live.in_band(live.OPENS_NOTHING)
    keys = live.listed_keys(accounts).filter(is_bad).defer(None)
    keys = keys.order_by("-risk_band", "-used", "pk")
    pages = pages_of(keys[:_MOST], permissions)
    return [WorstKey(page, *_step(page)) for page in pages]


def this_week(person: Person, accounts: QuerySet[Account]) -> list[Count]:
    """What was found and what was resolved in the last seven days, and what has an exception."""
    rows = findings.findings_for(person)
    return [_count(state, label, rows, accounts) for state, label in _STATES.items()]


def since_visit(person: Person, accounts: QuerySet[Account]) -> list[Count]:
    """What changed since the person's last visit, in findings and in keys that OVHcloud lists."""
    rows = findings.findings_for(person)
    return [
        *(_count(state, label, rows, accounts, person) for state, label in _SINCE_STATES.items()),
        *(_changed(kind, label, accounts, person) for kind, label in _SINCE_CHANGES.items()),
    ]


def _count(
    state: str,
    label: Label,
    rows: QuerySet[Finding],
    accounts: QuerySet[Account],
    reader: Person | None = None,
) -> Count:
    filters = FindingFilters(QueryDict(f"state={state}"), accounts=accounts, reader=reader)
    return Count(label, filters.narrow(rows).count(), f"{reverse('findings:list')}?state={state}")


def _changed(kind: str, label: Label, accounts: QuerySet[Account], reader: Person) -> Count:
    filters = LiveFilters(QueryDict(f"change={kind}"), accounts=accounts, reader=reader)
    keys = filters.narrow(LiveCredential.objects.filter(account__in=accounts))
    return Count(label, keys.count(), f"{reverse('live:list')}?change={kind}")


def _step(page: KeyPage) -> tuple[Label, str]:
    """What to press, and where that is done: what the person may, else a look at the key."""
    key, place = page.key, [page.key.account_id, page.key.credential_id]
    if Permission.STORE_SECRETS in page.may and key.stored_id and _has(key, "owner-left"):
        return _("Assign an owner"), reverse("vault:edit", args=[key.stored_id])
    if Permission.REVOKE in page.may:
        is_idle = _has(key, "dormant") or _has(key, "unused") or _has(key, "never-used")
        if not is_idle and _may_be_narrowed(key):
            return _("Rotate to narrower rights"), reverse("rotations:start", args=[key.stored_id])
        if is_idle or page.freeze_obstacle is not None:
            return _("Revoke"), reverse("live:revoke", args=place)
        return _("Freeze"), reverse("live:freeze", args=place)
    if Permission.REQUEST_KEYS in page.may:
        return _("Narrower rights"), reverse("rights:from_live", args=place)
    return _("Open the key"), reverse("live:credential", args=place)


def _may_be_narrowed(key: LiveCredential) -> bool:
    """Whether its rights are what puts it at risk, and a rotation of it can begin."""
    if key.stored is None or key.state != CredentialState.VALIDATED:
        return False
    is_wide = any(_has(key, code) for code in findings.RIGHTS_CODES)
    return is_wide and rotations.obstacle_to_rotating(key.stored) is None


def _has(key: LiveCredential, code: str) -> bool:
    return live.found_mark(code) in key.search_text


_SINCE_STATES: Final[Mapping[str, Label]] = {
    "new-since": _("Findings that opened"),
    "fixed-since": _("Findings that were resolved"),
}
_SINCE_CHANGES: Final[Mapping[str, Label]] = {
    KeyChangeKind.APPEARED: _("Live keys that appeared"),
    KeyChangeKind.GONE: _("Live keys that are gone"),
}
_STATES: Final[Mapping[str, Label]] = {
    "new": _("Found this week"),
    "fixed": _("Resolved this week"),
    "muted": _("With an exception"),
}
