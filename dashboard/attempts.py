"""Passwords and codes that are typed at a sign-in or a confirmation: counted, then compared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.http import HttpRequest

from credentials import audit, people
from credentials.audit import Actor
from credentials.core import AuditAction, Outcome
from credentials.models import Person
from dashboard import http, known_places, rate_limits
from dashboard.rate_limits import Counter


class CountingAdapter(DefaultAccountAdapter):
    """In place of django-allauth's own limits, which know the host that was asked, count strangers
    against the person, and are kept where they can be pushed out."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; a form's error where it is one too many. That is in the log."""
        email = str(credentials.get("email", ""))
        reached = rate_limits.take(self._counters(request, email))
        if reached is None:
            return
        is_confirming = request.user.is_authenticated
        log_limited(http.actor(request), page="confirmation" if is_confirming else "sign-in")
        if not is_confirming and reached not in rate_limits.BY_ADDRESS:
            _note_lock_out(request, email)
        raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        person: Person | None = super().authenticate(request, **credentials)
        if person is not None:
            rate_limits.give_back(self._counters(request, str(credentials.get("email", ""))))
        return person

    def _counters(self, request: HttpRequest, email: str) -> Iterator[Counter]:
        """Those of a signed-in person who types their own password are theirs alone."""
        email, person = Person.objects.normalize_email(email), request.user
        if isinstance(person, Person) and email == person.email:
            return iter(_of_confirmation(request, person))
        place = known_places.place_of(request, Person.objects.filter(email=email).first())
        return rate_limits.of_sign_in(email, place)


@contextmanager
def counted(request: HttpRequest, person: Person) -> Iterator[None]:
    """A try at a code or at the old password, whose form raises where it is wrong. One too many is
    a form's error, and in the log; one that was right is given back."""
    if request.user.is_authenticated:
        counters, page = _of_confirmation(request, person), "confirmation"
    else:
        place = known_places.place_of(request, person)
        counters, page = rate_limits.of_code(person.pk, place), "second factor"
    if rate_limits.take(counters):
        log_limited(http.actor(request), page=page)
        raise get_adapter().validation_error("too_many_login_attempts")
    yield
    rate_limits.give_back(counters)


def log_limited(actor: Actor, *, page: str) -> None:
    """That somebody tried too often, and where."""
    audit.record(
        AuditAction.ATTEMPTS_LIMITED,
        actor=actor,
        outcome=Outcome.DENIED,
        details={"page": page},
    )


def _note_lock_out(request: HttpRequest, email: str) -> None:
    """That somebody tried an account too often, once an hour, in the log and by mail. One that
    nobody here has costs as much: who measures the time learns nothing of it."""
    account = Person.objects.normalize_email(email)
    if not rate_limits.use_once(f"locked out: {account}", timedelta(hours=1)):
        return
    locked, actor = Person.objects.filter(email=account).first(), http.actor(request)
    if locked is not None:
        actor = audit.actor_of(locked, actor.address)
    audit.record(AuditAction.LOCKED_OUT, actor=actor, outcome=Outcome.DENIED, folds=False)
    people.queue_notice(locked, AuditAction.LOCKED_OUT)


def log_unreadable(request: HttpRequest, person: Person) -> None:
    """That a second factor of the person's is kept in a way that does not open."""
    is_confirming = request.user.is_authenticated
    audit.record(
        AuditAction.CONFIRMATION_FAILED if is_confirming else AuditAction.SIGN_IN_FAILED,
        actor=audit.actor_of(person, http.address(request)),
        outcome=Outcome.DENIED,
        details={"factor": "", "cause": "unreadable"},
    )


def _of_confirmation(request: HttpRequest, person: Person) -> list[Counter]:
    return rate_limits.of_confirmation(person.pk, request.session.session_key or "")
