"""Why a notice is dropped."""

from __future__ import annotations

from credentials.outgoing import NotSent


class NotWanted(NotSent):
    """Its receiver is none any more."""
