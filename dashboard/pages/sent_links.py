"""The links of a team as their lists show them: where each stands, and what may be done with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials import onboarding, teams
from credentials.core import Permission
from credentials.models import ConsentLink, Handover, Person
from credentials.onboarding import LinkState
from dashboard.pages.handover_rows import HandoverRow, row_of

_STANDS: Final[dict[LinkState, tuple[str | Promise, str]]] = {
    LinkState.OPEN: (_("Not pressed yet"), "wait"),
    LinkState.PENDING: (_("At OVHcloud"), "wait"),
    LinkState.GRANTED: (_("Accepted"), "good"),
    LinkState.UNCONFIRMED: (_("Accepted, account to confirm"), "wait"),
    LinkState.FOREIGN: (_("Accepted by another account"), "bad"),
    LinkState.REFUSED: (_("Not accepted"), "bad"),
    LinkState.EXPIRED: (_("Too old"), "idle"),
    LinkState.WITHDRAWN: (_("Withdrawn"), "idle"),
}


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One consent link; ``may_withdraw`` says whether the reader can end it."""

    link: ConsentLink
    stands: str | Promise
    tone: str
    may_withdraw: bool


def complete_consent_links(links: QuerySet[ConsentLink]) -> QuerySet[ConsentLink]:
    """With all that a row is made of."""
    return links.select_related(
        "application__account__team", "requested_by", "key_request__consumer_key"
    )


def consent_rows(links: Iterable[ConsentLink], person: Person) -> list[ConsentRow]:
    may = teams.permissions_by_team(person)
    return [
        _consent_row(link, may_request=Permission.REQUEST_KEYS in may[link.account.team_id])
        for link in links
    ]


def handover_rows(links: Iterable[Handover], person: Person) -> list[tuple[HandoverRow, bool]]:
    """Each with whether the reader can burn it."""
    may = teams.permissions_by_team(person)
    rows = map(row_of, links)
    return [
        (row, row.is_open and Permission.REVEAL in may[row.handover.account.team_id])
        for row in rows
    ]


def _consent_row(link: ConsentLink, *, may_request: bool) -> ConsentRow:
    state = onboarding.consent_state(link)
    stands, tone = _STANDS[state]
    return ConsentRow(link, stands, tone, may_request and state in onboarding.OPENS)
