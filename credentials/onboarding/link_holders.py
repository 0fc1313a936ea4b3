"""Whoever has a link and no login here: how the log calls them, and what they are told."""

from __future__ import annotations

from credentials.audit import Actor
from credentials.core import NotAllowedError, gettext_noop, say


def holder(address: str) -> Actor:
    """Whoever has a link, for the log: an address and no name."""
    return Actor("whoever has the link", None, address)


def link_no_longer_works() -> NotAllowedError:
    """What a link says that is nobody's, used up or over."""
    return NotAllowedError(
        say(gettext_noop("This link no longer works.")),
        next_step=say(gettext_noop("Ask whoever sent it for a new one.")),
    )
