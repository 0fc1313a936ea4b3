"""The words people read for streams of the log."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from credentials.core import LogStreamKind
from dashboard.labels import Label

KINDS: Final[dict[LogStreamKind, Label]] = {
    LogStreamKind.SYSLOG: _("Syslog (RFC 5424, by TLS)"),
    LogStreamKind.GELF: _("OVHcloud Logs Data Platform, or Graylog (GELF, by TLS)"),
    LogStreamKind.WEBHOOK: _("A webhook (lines of JSON, signed)"),
}


def kind_word(kind: str) -> Label:
    """How a stream is sent; a kind of a newer version is its own word."""
    return next((word for known, word in KINDS.items() if known == kind), kind)
