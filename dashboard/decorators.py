"""What a view asks for before it runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from credentials.models import Person
from dashboard import attempts, confirmations, http, new_sign_in, rate_limits

__all__ = [
    "factor_change",
    "fresh_confirmation_required",
    "is_fresh",
    "link_page",
    "link_way_back",
    "no_store",
]

_P = ParamSpec("_P")
_View = Callable[Concatenate[HttpRequest, _P], HttpResponseBase]

# A recovery code lets in somebody who lost a factor; it confirms nothing.
_CONFIRMING: Final = ("totp", "webauthn")
#: Pages of links run no script and ask for nothing but their style.
_NO_SCRIPTS: Final = {"script-src": ["'none'"], "connect-src": ["'none'"]}


def fresh_confirmation_required(view: _View[_P]) -> _View[_P]:
    """Ask the person to confirm who they are, unless they did in the last ten minutes.

    The body of a POST is not kept meanwhile (a session holds no secret): the person comes back
    to the page the request came from and presses again.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        ways = get_adapter().get_reauthentication_methods(http.person(request))
        if not ways:
            text = gettext("Set up a passkey or an authenticator app first, to confirm with.")
            messages.info(request, text)
            return http.redirect(request, reverse("mfa_index"))
        back = http.way_back(request)
        confirmations.note(request, back)
        query = urlencode({"next": back})
        return http.redirect(request, f"{ways[0]['url']}?{query}")

    return wrapper


def no_store(view: _View[_P]) -> _View[_P]:
    """Let nothing keep the answer, and send it uncompressed: it may hold a secret."""
    unkept: _View[_P] = never_cache(view)

    @wraps(view)
    def wrapper(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        request.META[http.HAS_SECRETS] = "yes"
        return unkept(request, *args, **kwargs)

    return wrapper


def factor_change(view: _View[_P]) -> _View[_P]:
    """Ask for a confirmation before a factor changes, and for a new sign-in at the identity
    provider where there is nothing yet to confirm by.

    Else whoever finds a session open could set up a factor of their own, and confirm by it.
    """
    confirmed = fresh_confirmation_required(view)

    @wraps(view)
    def wrapper(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        person = http.person(request)
        if get_adapter().get_reauthentication_methods(person):
            return confirmed(request, *args, **kwargs)
        if new_sign_in.is_fresh(request):
            return view(request, *args, **kwargs)
        logout(request)
        new_sign_in.ask(request)
        messages.info(request, gettext("Sign in once more to set up a first factor."))
        query = urlencode({"next": request.path})
        return http.redirect(request, f"{reverse('account_login')}?{query}")

    return wrapper


def link_page(view: _View[[str]], *, acts_on: str = "POST") -> _View[[str]]:
    """A page for whoever has a link and no login: kept by nothing, listed nowhere, without scripts,
    and opened so often by one network, pressed so often of one link, that nobody guesses by it.

    A request of the method ``acts_on`` counts as pressing.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, /, token: str) -> HttpResponseBase:
        is_pressed = request.method == acts_on
        counters = rate_limits.of_link(token, http.address(request), is_pressed=is_pressed)
        if rate_limits.take(counters) is None:
            response = view(request, token)
        else:
            attempts.log_limited(http.actor(request), page="link")
            response = render(request, "links/too_often.html", status=429)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, nosnippet"
        return response

    strict: Any = csp_replace(_NO_SCRIPTS)
    page: _View[[str]] = login_not_required(no_store(strict(wrapper)))
    return page


def link_way_back(view: _View[[str]]) -> _View[[str]]:
    """The same where opening the page asks OVHcloud."""
    return link_page(view, acts_on="GET")


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person confirmed lately by password, app or passkey; a sign-in is no such."""
    person = http.person(request)
    records = [record for record in _records(request, person) if _confirms(record, person)]
    return _age(records) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def _records(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = get_authentication_records(request, person)
    return records


def _confirms(record: dict[str, Any], person: Person) -> bool:
    if not record.get("reauthenticated"):
        return False
    if record["method"] == "password":
        return person.has_usable_password()
    return record["method"] == "mfa" and record.get("type") in _CONFIRMING


def _age(records: list[dict[str, Any]]) -> float:
    """Seconds since the newest of the records; for ever where there is none."""
    return time.time() - max((record["at"] for record in records), default=0)
