"""The words people read for findings: how bad one is, and the band that several put a key in."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from credentials import live
from credentials.core import Severity
from credentials.findings import Band
from dashboard.labels import Label

SEVERITIES: Final[dict[str, Label]] = {
    Severity.CRITICAL: _("Critical"),
    Severity.HIGH: _("High"),
    Severity.MEDIUM: _("Medium"),
    Severity.LOW: _("Low"),
    Severity.INFO: _("Note"),
}

#: The worst risk that a live key's rules put at, by the number of its band.
RISK_BANDS: Final[dict[int, Label]] = {
    **{band: SEVERITIES[severity] for severity, band in live.BANDS.items()},
    live.NO_RISK: _("None known"),
    live.UNKNOWN_RISK: _("Not read"),
}

BANDS: Final[dict[str, Label]] = {
    Band.AT_RISK: _("At risk"),
    Band.TO_WATCH: _("To watch"),
    Band.MUTED: _("Exceptions only"),
    Band.NOTHING_FOUND: _("Nothing found"),
    Band.NONE: _("Opens nothing"),
}
