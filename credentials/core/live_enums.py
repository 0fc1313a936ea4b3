"""The stored vocabulary of readings and of what they find changed; see ``enums``."""

from __future__ import annotations

from credentials.core.enums import StoredWord


class SyncState(StoredWord):
    """How far one reading of an account got."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class KeyChangeKind(StoredWord):
    """What changed about a live key."""

    APPEARED = "appeared"
    VALIDATED = "validated"
    FIRST_USE = "first-use"
    WOKE = "woke"
    ADDRESSES = "addresses"
    RULES = "rules"
    STATE = "state"
    EXPIRED = "expired"
    FROZEN = "frozen"
    THAWED = "thawed"
    GONE = "gone"
    BACK = "back"


class SyncInterval(StoredWord):
    """How often an account is read without being asked; the setting says it for those without."""

    AS_SET = ""
    HOURLY = "hourly"
    SIX_HOURS = "six-hours"
    DAILY = "daily"
    OFF = "off"


class CallSource(StoredWord):
    """Which log says that a call was made."""

    OWN = "own"
    BY_OTHERS = "by-others"
    FORWARDED = "forwarded"
