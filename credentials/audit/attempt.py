"""One attempt at an action: that it was done, denied or failed is in the log, exactly once.

An attempt is around the whole of a verb. The entry of success is written in the transaction of the
change, so what cannot be logged does not happen; a refusal or a failure is written after the
rollback, with its cause. A verb that calls OVHcloud has no transaction open while it waits: it logs
that it started, calls, and logs the outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import DatabaseError, transaction

from credentials.audit import log, row_trust
from credentials.audit.subjects import NOTHING, Actor, Detail, Subject
from credentials.core import (
    AuditAction,
    KeyringError,
    NotAllowedError,
    Outcome,
    RowChangedOutside,
)
from credentials.models import Person


@dataclass(slots=True)
class Attempt:
    """What the entry will say. The verb may change it until the entry is written."""

    action: AuditAction
    actor: Actor
    subject: Subject = NOTHING
    details: dict[str, Detail] = field(default_factory=dict)
    outcome: Outcome = Outcome.DONE
    is_logged: bool = False
    folds: bool = True

    def log(self) -> None:
        """Write the entry of success now: for a verb that logs first and acts after.

        A verb that does several things at once calls it for each; nothing more is written then.
        """
        self.write(self.outcome)
        self.is_logged = True

    def withdraw(self) -> None:
        """Nothing was to be done, and nothing is to be logged."""
        self.is_logged = True

    def write(self, outcome: Outcome, **more: Detail) -> None:
        """Append an entry of the attempt as it stands."""
        details = {**self.details, **more}
        log.record(
            self.action,
            actor=self.actor,
            subject=self.subject,
            outcome=outcome,
            details=details,
            folds=self.folds,
        )


@dataclass(slots=True)
class CallAttempt(Attempt):
    """An attempt that calls OVHcloud between its two transactions, ``started`` and ``ended``.

    ``guard`` is called first thing in ``started``. What fails once it ``is_over`` is not its
    failure.
    """

    guard: Callable[[], object] = lambda: None
    is_over: bool = False

    @contextmanager
    def started(self) -> Iterator[None]:
        """One transaction for what may refuse the attempt; then it is in the log as started."""
        with transaction.atomic():
            self.guard()
            yield
            self.write(Outcome.STARTED)

    def check(self) -> None:
        """Only what may refuse it, for a call that begins with an entry of its own."""
        with transaction.atomic():
            self.guard()

    @contextmanager
    def ended(self) -> Iterator[None]:
        """One transaction for what follows from the answer, with the entry of success."""
        with self.ended_by_parts():
            yield
            if not self.is_logged:
                self.log()

    @contextmanager
    def ended_by_parts(self) -> Iterator[None]:
        """The same for a verb that ends in other verbs, whose entries of success are its own."""
        with transaction.atomic():
            yield
        self.is_over = True


@contextmanager
def attempt(
    action: AuditAction,
    *,
    actor: Actor,
    subject: Subject = NOTHING,
    details: dict[str, Detail] | None = None,
    person: Person | None = None,
    durable: bool = False,
) -> Iterator[Attempt]:
    """The transaction of a verb, and its entry. ``durable``: no other transaction is around it.

    ``person`` is on whom the verb acts, whom the entry names for good. Raises
    ``RowChangedOutside`` where their row is not as Keydesk wrote it.
    """
    attempt = Attempt(action, actor, subject, dict(details or {}))
    with _failures_logged(attempt), log.own_entries(), transaction.atomic(durable=durable):
        if person is not None:
            row_trust.guard_person(person)
            attempt.details["identity"] = str(person.identity)
        yield attempt
        if not attempt.is_logged:
            attempt.log()


@contextmanager
def attempt_call(
    action: AuditAction,
    *,
    actor: Actor,
    subject: Subject = NOTHING,
    details: dict[str, Detail] | None = None,
    guard: Callable[[], object] = lambda: None,
) -> Iterator[CallAttempt]:
    """Around a verb that calls OVHcloud; it uses ``started`` before the call, ``ended`` after."""
    attempt = CallAttempt(action, actor, subject, dict(details or {}), guard=guard)
    with _failures_logged(attempt):
        yield attempt


def raise_obstacle(obstacle: NotAllowedError | None) -> None:
    """Raise what stands in the way, if anything does."""
    if obstacle is not None:
        raise obstacle


@contextmanager
def _failures_logged(attempt: Attempt) -> Iterator[None]:
    try:
        yield
    except DatabaseError:
        raise  # What cannot be written cannot be logged either.
    except Exception as error:
        if isinstance(attempt, CallAttempt) and attempt.is_over:
            raise
        if isinstance(error, RowChangedOutside):
            row_trust.note(error)  # what the verb noted of the row was rolled back
        outcome = Outcome.DENIED if isinstance(error, NotAllowedError) else Outcome.FAILED
        attempt.write(outcome, **_cause(error))
        raise


def _cause(error: Exception) -> dict[str, Detail]:
    """The key's id or the kind of error, no more: a text may hold anything."""
    if isinstance(error, KeyringError):
        return {"key_id": error.key_id}
    return {"cause": type(error).__name__}
