"""The words people read for findings: how bad one is, and the band that several put a key in."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from credentials import live
from credentials.core import FindingCause, FindingStep, Severity
from credentials.findings import CODES, Band
from dashboard.labels import Label

SEVERITIES: Final[dict[str, Label]] = {
    Severity.CRITICAL: _("Critical"),
    Severity.HIGH: _("High"),
    Severity.MEDIUM: _("Medium"),
    Severity.LOW: _("Low"),
    Severity.INFO: _("Note"),
}

#: The worst of what is found in a live key, by the number of its band.
RISK_BANDS: Final[dict[int, Label]] = {
    **{band: SEVERITIES[severity] for severity, band in live.BANDS.items()},
    live.EXCEPTIONS_ONLY: _("Exceptions only"),
    live.NO_RISK: _("Nothing found"),
    live.UNKNOWN_RISK: _("Not read"),
    live.OPENS_NOTHING: _("Opens nothing"),
}

BANDS: Final[dict[str, Label]] = {
    Band.AT_RISK: _("At risk"),
    Band.TO_WATCH: _("To watch"),
    Band.MUTED: _("Exceptions only"),
    Band.NOTHING_FOUND: _("Nothing found"),
    Band.NONE: _("Opens nothing"),
}

STEPS: Final[dict[str, Label]] = {
    FindingStep.OPENED: _("Opened"),
    FindingStep.CHANGED: _("Changed"),
    FindingStep.RESOLVED: _("Resolved"),
}

CAUSES: Final[dict[str, Label]] = {
    FindingCause.READING: _("by a reading of the account"),
    FindingCause.CHANGE: _("by a change in Keydesk"),
    FindingCause.CLOCK: _("by the clock"),
}


def severity_word(severity: str) -> Label:
    """How bad it is; a word that nobody knows is said to be unknown."""
    return SEVERITIES.get(severity, _("unknown"))


def title_of(code: str) -> Label:
    """What is found, in a few words; a code of a newer version is its own title."""
    return _(CODES[code].title) if code in CODES else code


def why_of(code: str) -> Label:
    """Why it matters; nothing of a code of a newer version."""
    return gettext(CODES[code].why) if code in CODES else ""


def to_do_of(code: str) -> Label:
    """What to do about it; nothing of a code of a newer version."""
    return gettext(CODES[code].to_do) if code in CODES else ""
