"""The stored vocabulary of review campaigns; as in ``enums``, no value ever changes."""

from __future__ import annotations

from credentials.core.enums import StoredWord


class ReviewState(StoredWord):
    """How far a campaign got, in the order of its steps."""

    OPEN = "open"
    ENDED = "ended"  # over, and what was given up is not frozen yet
    FREEZING = "freezing"
    FROZEN = "frozen"
    REVOKING = "revoking"
    CLOSED = "closed"


class ReviewChoice(StoredWord):
    """What somebody decided about a key."""

    KEEP = "keep"
    GIVE_UP = "give-up"


class Unanswered(StoredWord):
    """What becomes of keys about which nobody decided."""

    LEAVE = "leave"
    FREEZE = "freeze"
