"""Where a person signed in from before: their browsers by a cookie, and the networks in the log.

The cookie is no sign-in. It has its browser's tries counted apart from those of strangers, who
cannot use them up. It is bound to the person, their password and the generation of their sessions:
a new password, or signing out everywhere, ends it.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from credentials import people
from credentials.models import Person
from dashboard import http
from dashboard.networks import network_of
from dashboard.rate_limits import Place

_KNOWN_FOR: Final = timedelta(days=30)


def place_of(request: HttpRequest, person: Person | None) -> Place:
    """Where the request comes from, as seen by the account it tries: None where there is none,
    which is looked for all the same, so that it takes as long."""
    address, browser = http.address(request), _browser(request, person or Person())
    return Place(address, browser, lambda: _is_known(address, person))


def remember(response: HttpResponseBase, person: Person) -> None:
    """Let the browser be known again as one that signed in as the person."""
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        _signer(person).sign(secrets.token_urlsafe(16)),
        max_age=int(_KNOWN_FOR.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _is_known(address: str, person: Person | None) -> bool:
    lately = people.addresses_of(person, within=_KNOWN_FOR)
    return network_of(address) in {network_of(known) for known in lately}


def _browser(request: HttpRequest, person: Person) -> str:
    """The id of the browser; empty where nobody signed in as the person there lately."""
    value = request.COOKIES.get(settings.BROWSER_COOKIE_NAME, "")
    try:
        return _signer(person).unsign(value, max_age=_KNOWN_FOR)
    except BadSignature:
        return ""


def _signer(person: Person) -> TimestampSigner:
    return TimestampSigner(salt=f"keydesk.browser.{person.pk}.{person.get_session_auth_hash()}")
