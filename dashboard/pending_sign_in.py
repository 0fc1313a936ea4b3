"""A sign-in between the password and the second factor: it ends when the password changes, or when
all sessions of the person end."""

from __future__ import annotations

from typing import Final

from allauth.account.internal.stagekit import unstash_login
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from credentials.models import Person

_KEPT_AS: Final = "signing_in"


def note(request: HttpRequest, person: Person) -> None:
    """Keep what a session of the person would have to hold now."""
    request.session[_KEPT_AS] = person.get_session_auth_hash()


def person_of(request: HttpRequest) -> Person | None:
    """Who waits at the second factor."""
    login = unstash_login(request, peek=True)
    return login.user if login else None


def is_over(request: HttpRequest) -> bool:
    """Whether somebody waits whose password or sessions are not what they were."""
    person = person_of(request)
    if person is None:
        return False
    digest = str(request.session.get(_KEPT_AS, ""))
    return not constant_time_compare(digest, person.get_session_auth_hash())
