"""The handover links of an entry, as its page lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials import onboarding
from credentials.models import Entry, Handover
from credentials.onboarding import HandoverState

SHOWN: Final = 10
_STANDS: Final[dict[HandoverState, tuple[str | Promise, str]]] = {
    HandoverState.OPEN: (_("Not opened yet"), "wait"),
    HandoverState.OPENED: (_("Opened"), "good"),
    HandoverState.BURNED: (_("Burned"), "idle"),
    HandoverState.EXPIRED: (_("Too old"), "idle"),
}


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One link: its state, since when, and whether it can still be burned."""

    handover: Handover
    stands: str | Promise
    tone: str
    at: datetime
    is_open: bool


def handovers_of(entry: Entry) -> list[HandoverRow]:
    """The newest first. One query."""
    handovers = Handover.objects.filter(entry=entry).select_related("entry", "made_by")[:SHOWN]
    return [row_of(handover) for handover in handovers]


def row_of(handover: Handover) -> HandoverRow:
    """One link as a row."""
    state = onboarding.handover_state(handover)
    stands, tone = _STANDS[state]
    at = handover.opened_at or handover.burned_at or handover.expires_at
    return HandoverRow(handover, stands, tone, at, state is HandoverState.OPEN)
