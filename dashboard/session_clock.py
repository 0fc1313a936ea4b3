"""How long a session has been open and idle, and which session of the person's list it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from credentials import people
from credentials.models import Person
from dashboard import http
from dashboard.sessions import SessionStore

_KEPT_AS: Final = "signed_in"
_EVERY: Final = 60  # seconds between two notes that a session is in use


def begin(request: HttpRequest, person: Person) -> None:
    """Start the clock, and put the session on its person's list."""
    now = time.time()
    digest = _digest(request)
    request.session[_KEPT_AS] = {"digest": digest, "started": now, "seen": now}
    people.begin_session(
        person, digest, browser=http.browser(request), address=http.address(request)
    )


def is_over(request: HttpRequest) -> bool:
    """Whether the session was idle for too long, or is too old."""
    stored = _kept(request)
    if stored is None:
        return False
    idle, age = time.time() - stored["seen"], time.time() - stored["started"]
    return bool(idle > settings.SESSION_IDLE_SECONDS or age > settings.SESSION_COOKIE_AGE)


def is_live(request: HttpRequest) -> bool:
    """Whether the session never ended; one that an earlier version opened is on no list yet."""
    stored = _kept(request)
    if stored is None:
        return True
    began = datetime.fromtimestamp(stored["started"], tz=UTC)
    return people.session_is_live(http.person(request), stored["digest"], since=began)


def drop(request: HttpRequest) -> None:
    """Go on without it. The cookie stays: its key may have been changed by another request."""
    person, digest = http.person(request), own_digest(request)
    people.drop_restored_session(person, digest, address=http.address(request))
    request.session, request.user = SessionStore.of_nobody(), AnonymousUser()


def tick(request: HttpRequest) -> None:
    """Note that the session is in use; one that an earlier version opened starts here."""
    stored = _kept(request)
    if stored is None:
        begin(request, http.person(request))
    elif time.time() - stored["seen"] > _EVERY:
        request.session[_KEPT_AS] = {**stored, "seen": time.time()}
        people.note_session_in_use(stored["digest"], address=http.address(request))


def follow_key(request: HttpRequest) -> None:
    """Keep the list right where the session's key was changed meanwhile."""
    stored, digest = _kept(request), _digest(request)
    if stored is not None and stored["digest"] != digest:
        people.follow_session_key(stored["digest"], digest)
        request.session[_KEPT_AS] = {**stored, "digest": digest}


def own_digest(request: HttpRequest) -> str:
    """What the list knows the session of this request by; empty where it is on none."""
    stored = _kept(request)
    return str(stored["digest"]) if stored else ""


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    """None as well where another release kept something else."""
    match request.session.get(_KEPT_AS):
        case {"digest": str(), "started": float(), "seen": float()} as kept:
            return kept
    return None


def _digest(request: HttpRequest) -> str:
    if request.session.session_key is None:
        request.session.create()
    return people.digest_of_session(request.session.session_key or "")
