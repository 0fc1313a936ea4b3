"""The stored vocabulary of findings; see ``enums``."""

from __future__ import annotations

from credentials.core.enums import StoredWord


class Severity(StoredWord):
    """How bad a risk or a finding is, the worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Its place among them: 0 is the worst."""
        return tuple(Severity).index(self)


class FindingStep(StoredWord):
    """What became of a finding."""

    OPENED = "opened"
    CHANGED = "changed"
    RESOLVED = "resolved"


class FindingCause(StoredWord):
    """What had a thing judged anew."""

    READING = "reading"
    CHANGE = "change"
    CLOCK = "clock"
