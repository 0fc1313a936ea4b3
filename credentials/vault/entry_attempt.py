"""An attempt to change an entry, by somebody who may store secrets of its team."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from credentials import audit, teams
from credentials.audit import Actor, Attempt, Detail
from credentials.core import AuditAction, Permission
from credentials.models import Entry


@contextmanager
def attempt_change(
    action: AuditAction, entry: Entry, *, actor: Actor, details: dict[str, Detail] | None = None
) -> Iterator[Attempt]:
    """The transaction of a verb on an entry, with its log entry. Raises ``NotAllowedError`` for an
    actor whose role does not include it."""
    subject = audit.subject_of(entry)
    with teams.attempt(
        action, Permission.STORE_SECRETS, actor=actor, subject=subject, details=details
    ) as attempt:
        yield attempt
