"""What happens to every request: a sign-in is asked for, and nobody else keeps the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions import middleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import resolve_url
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.views.defaults import permission_denied

from credentials import people, teams
from credentials.core import KeydeskError, NotAllowedError
from credentials.models import Person
from dashboard import gatekeepers, http, known_places, session_clock

_METHODS = "GET, HEAD, OPTIONS, POST"

CallAnswer = Callable[[HttpRequest], HttpResponse]


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page asks for a sign-in, but those marked ``login_not_required``.

    A request of a part of a page (htmx), or of a POST, comes back to the page it was made on.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        if super().process_view(request, view_func, view_args, view_kwargs) is None:
            return None
        back = quote(http.way_back(request), safe="/")
        return http.redirect(request, f"{resolve_url(settings.LOGIN_URL)}?next={back}")


class StoredSessionMiddleware(middleware.SessionMiddleware):
    """A session that ended while its request was answered, by its own person in another window or
    by this very request, leads to the sign-in. What was answered is dropped; the cookie stays, for
    its key may have been changed by another request."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except SessionInterrupted:
            return http.redirect(request, resolve_url(settings.LOGIN_URL))


class SessionMiddleware:
    """A session ends when it is idle for too long, and when it is too old; the list follows it. One
    that ended and was put back into the database is none.

    What the list knows a session by changes with the session's key. A browser in which somebody
    signed in is known again as one of theirs.
    """

    def __init__(self, get_response: CallAnswer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if not session_clock.is_live(request):
                session_clock.drop(request)
            elif session_clock.is_over(request):
                logout(request)
                messages.info(request, gettext("You were signed out after a time without use."))
            else:
                session_clock.tick(request)
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if request.user.is_authenticated:
            session_clock.follow_key(request)
            if not was_signed_in:
                known_places.remember(response, http.person(request))
        return response


class ClosedTeamsMiddleware:
    """Teams are closed to members who lack what they ask for; see ``teams.ClosedReason``.

    Who has no other team is led to set up a second factor, or told which network is missing,
    whichever page they asked for. Pages of the sign-in have no namespace, and stay open.
    """

    def __init__(self, get_response: CallAnswer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        person = request.user
        if not isinstance(person, Person):
            return None
        if person.is_guarded:
            asking = teams.closed_teams(
                person,
                has_second_factor=people.has_second_factor(person),
                address=http.address(request),
            )
            person.closed_teams = {**asking, **person.closed_teams}
        is_sign_in = request.resolver_match is None or not request.resolver_match.namespace
        if is_sign_in or not person.closed_teams or teams.has_open_team(person):
            return None
        return gatekeepers.closed(request, [*person.closed_teams])


class LimitsMiddleware:
    """What no page takes is refused before one sees it.

    That is a body which says that it is longer than forms are, a NUL in an address, which no
    text in the database holds, and a proxy's header that does not say where a request comes from.
    What may be asked of a page is answered here, of every page alike.
    """

    def __init__(self, get_response: CallAnswer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return http.too_large()
        if not http.has_address(request):
            return http.no_address(request)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": _METHODS})
        if "\0" in request.path_info:
            raise SuspiciousOperation("An address holds a NUL.")
        return self.get_response(request)


class IsolationMiddleware:
    """No other site may load what is answered here, and no page here asks for a device."""

    def __init__(self, get_response: CallAnswer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


class CompressingMiddleware(GZipMiddleware):
    """Pages travel compressed, but those with a secret: their length would tell of it."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if http.HAS_SECRETS in request.META:
            return response
        return super().process_response(request, response)


class RefusalMiddleware:
    """A verb that refuses where its view expects none: the role was taken away in mid-request, or
    what is stored was written by somebody else and cannot be read."""

    def __init__(self, get_response: CallAnswer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotAllowedError):
            return permission_denied(request, PermissionDenied(http.error_text(error)))
        if isinstance(error, KeydeskError):
            return http.unreadable(request, error)
        return None


class PrivateMiddleware:
    """Pages of people who are signed in are theirs alone: nothing keeps them, not their browser.

    Signing out empties what the browser kept all the same.
    """

    def __init__(self, get_response: CallAnswer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in or request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        if was_signed_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length[:20]) if length.isascii() and length.isdigit() else 0
