"""Words for review campaigns: how far they got, what people say of keys, what became of each."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from credentials.campaigns import Answer, Ending
from credentials.core import ReviewState, Unanswered
from dashboard.labels import Label

STATES: Final[dict[str, Label]] = {
    ReviewState.OPEN: _("Under way"),
    ReviewState.ENDED: _("Ended"),
    ReviewState.FREEZING: _("Freezing"),
    ReviewState.FROZEN: _("Frozen, revoked later"),
    ReviewState.REVOKING: _("Revoking"),
    ReviewState.CLOSED: _("Closed"),
}
ANSWERS: Final[dict[str, Label]] = {
    Answer.UNANSWERED: _("Unanswered"),
    Answer.NEEDS_SECOND: _("Waits for a second person"),
    Answer.KEPT: _("Needed"),
    Answer.GIVEN_UP: _("Not needed"),
}
ENDINGS: Final[dict[str, Label]] = {
    Ending.REVOKED: _("Revoked"),
    Ending.GONE: _("Gone"),
    Ending.TAKEN_BACK: _("Thawed, stays"),
    Ending.FROZEN: _("Frozen"),
    Ending.UNTOUCHED: _("Unchanged"),
}
UNANSWERED: Final[dict[str, Label]] = {
    Unanswered.LEAVE: _("Stay as they are, and are listed"),
    Unanswered.FREEZE: _("Are frozen, and never revoked"),
}
#: Tones of all of these.
TONES: Final[dict[str, str]] = {
    ReviewState.OPEN: "accent",
    ReviewState.ENDED: "wait",
    ReviewState.FREEZING: "accent",
    ReviewState.FROZEN: "wait",
    ReviewState.REVOKING: "accent",
    Answer.UNANSWERED: "wait",
    Answer.NEEDS_SECOND: "wait",
    Answer.KEPT: "good",
    Answer.GIVEN_UP: "bad",
    Ending.REVOKED: "good",
}
