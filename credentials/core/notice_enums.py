"""The stored vocabulary of notices and of streams of the log; see ``enums``."""

from __future__ import annotations

from credentials.core.enums import StoredWord


class NoticeKind(StoredWord):
    """What somebody is told of, the most urgent first."""

    CRITICAL = "critical"
    OWN_KEY_ENDS = "own-key-ends"
    READING_FAILED = "reading-failed"
    KEY_WOKE = "key-woke"
    KEY_ENDS = "key-ends"
    NOT_IN_VAULT = "not-in-vault"
    KEY_REVOKED = "key-revoked"
    REVIEW = "review"
    DIGEST = "digest"
    TEST = "test"


class NoticeState(StoredWord):
    """What became of a notice to one receiver."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"  # its receiver is none any more


class LogStreamKind(StoredWord):
    """How a stream of the log is sent."""

    SYSLOG = "syslog"
    WEBHOOK = "webhook"
    GELF = "gelf"


class WebhookForm(StoredWord):
    """What a webhook's receiver reads."""

    STANDARD = "standard"
    SLACK = "slack"
    TEAMS = "teams"
    MATRIX = "matrix"
