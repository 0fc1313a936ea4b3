"""Whoever has a link and no login here: how the log calls them, and what they are told.

Other refusals speak of the team: of its policy, its entries, its roles. Those are in the log.
"""

from __future__ import annotations

from typing import Final

from credentials.audit import Actor
from credentials.core import KeydeskError, NotAllowedError, Sentence, gettext_noop, say

_NOT_NOW: Final = gettext_noop("This is refused just now, for a reason that is not yours.")
_ASK_SENDER: Final = gettext_noop("Tell whoever sent the link: their log says why.")


class LinkRefused(NotAllowedError):
    """A refusal in words for whoever has the link."""


def holder(address: str) -> Actor:
    """Whoever has a link, for the log: an address and no name."""
    return Actor("whoever has the link", None, address)


def told_to_holder(error: KeydeskError) -> tuple[Sentence, ...]:
    """What whoever has the link reads of an error: of the team's own matters, that there is one."""
    return error.sentences if isinstance(error, LinkRefused) else (say(_NOT_NOW), say(_ASK_SENDER))


def link_no_longer_works() -> LinkRefused:
    """What a link says that is nobody's, used up or over."""
    return LinkRefused(
        say(gettext_noop("This link no longer works.")),
        next_step=say(gettext_noop("Ask whoever sent it for a new one.")),
    )
