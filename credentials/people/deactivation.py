"""Ending a person's access to the whole instance, and giving it back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from credentials import audit
from credentials.audit import Actor
from credentials.core import AuditAction
from credentials.models import Person
from credentials.people.authority import guard_access
from credentials.people.sessions import end_sessions


def deactivate(person: Person, *, actor: Actor) -> None:
    """Let the person sign in no more; every session of theirs ends. Memberships stay.

    Raises ``NotAllowedError`` where the actor does not administer every team of the person, and
    ``RowChangedOutside`` where the person's row is not as Keydesk wrote it.
    """
    with _attempt(AuditAction.PERSON_DEACTIVATED, person, actor=actor):
        _let_sign_in(person, allowed=False)
        end_sessions(person, actor=actor)


def reactivate(person: Person, *, actor: Actor) -> None:
    """Let the person sign in again, as before. Raises ``NotAllowedError`` as ``deactivate``."""
    with _attempt(AuditAction.PERSON_REACTIVATED, person, actor=actor):
        _let_sign_in(person, allowed=True)


@contextmanager
def _attempt(action: AuditAction, person: Person, *, actor: Actor) -> Iterator[None]:
    """The verb is in the log of each of the person's teams; a refusal is in it once.

    The roles are looked at again here: the actor's may have changed since the page was opened.
    """
    subject = audit.subject_of(person)
    with audit.attempt(action, actor=actor, subject=subject, person=person) as attempt:
        guard_access(person, actor=actor)
        if _log(action, person, actor=actor):
            attempt.withdraw()
        else:
            attempt.log()
        yield


def _let_sign_in(person: Person, *, allowed: bool) -> None:
    person.refresh_from_db()
    person.is_active = allowed
    person.save(update_fields=["is_active"])


def _log(action: AuditAction, person: Person, *, actor: Actor) -> int:
    """Write it in the log of each of the person's teams; how many there are."""
    teams_of_person = list(person.teams.all())
    for team in teams_of_person:
        subject, details = audit.subject_of(team), audit.details_of(person)
        audit.record(action, actor=actor, subject=subject, details=details)
    return len(teams_of_person)
