"""Do the values of a text open anything? OVHcloud is asked, and nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from credentials import audit
from credentials.audit import Actor
from credentials.core import AuditAction
from credentials.onboarding.reading_keys.candidates import Candidate
from credentials.onboarding.taking_in import CheckedKey, ask, at, unasked


def verify_keys(
    candidates: Iterable[Candidate], *, endpoint: str, actor: Actor
) -> Iterator[CheckedKey]:
    """Ask OVHcloud about each candidate that has all its values, stored here or not.

    ``endpoint`` is where those are asked that name none; it may be empty. The log says how many
    there were before the first is asked about.
    """
    listed = [at(candidate, endpoint) for candidate in candidates]
    with audit.attempt(AuditAction.KEYS_CHECKED, actor=actor, details={"keys": len(listed)}):
        pass
    return (ask(unasked(candidate)) for candidate in listed)
