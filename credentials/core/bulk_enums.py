"""The stored vocabulary of bulk jobs; as in ``enums``, no value ever changes."""

from __future__ import annotations

from credentials.core.enums import StoredWord


class BulkAction(StoredWord):
    """What a bulk job does with each of its items."""

    REVOKE_KEYS = "revoke-keys"
    FREEZE_KEYS = "freeze-keys"
    THAW_KEYS = "thaw-keys"
    DELETE_APPLICATIONS = "delete-applications"


class BulkOrigin(StoredWord):
    """Where the items of a bulk job come from."""

    SELECTION = "selection"
    SWEEP = "sweep"
    WHOLE = "whole"
    COMMAND = "command"
    REVIEW = "review"


class BulkState(StoredWord):
    """How far a bulk job got. A draft does nothing until it is confirmed."""

    DRAFT = "draft"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class BulkItemState(StoredWord):
    """What became of one item of a bulk job; one that is excluded was never to be done."""

    WAITING = "waiting"
    EXCLUDED = "excluded"
    DOING = "doing"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
