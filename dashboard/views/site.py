"""What belongs to no page family: the theme switch and the health answer."""

from __future__ import annotations

import sys
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.log import log_response
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_POST, require_safe
from django.views.defaults import bad_request, server_error

from credentials import audit, postgresql, proxy_check, startup, teams
from credentials.core import KeyringError, LogChangedOutside, Permission
from credentials.models import Person
from dashboard import http
from dashboard.context_processors import THEMES

_YEAR = 365 * 24 * 60 * 60


@require_POST
@login_not_required
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie; anything else means the system's own."""
    home = reverse("overview:home")
    back = request.POST.get("next", home)
    response = HttpResponseRedirect(back if http.is_own_path(request, back) else home)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            settings.THEME_COOKIE_NAME,
            chosen,
            max_age=_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(settings.THEME_COOKIE_NAME)
    return response


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that Django refuses to read: too much of it, or malformed."""
    if isinstance(exception, RequestDataTooBig):
        return http.too_large()
    return bad_request(request, exception)


@requires_csrf_token
def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form without a valid token; admins are told by which address it came."""
    person = request.user
    is_admin = isinstance(person, Person) and (
        Permission.MANAGE_PEOPLE in teams.permissions_anywhere(person)
    )
    context = {
        "is_admin": is_admin,
        "expected": settings.PUBLIC_ORIGIN,
        "came": http.origin(request),
        "said": request.headers.get("Origin", ""),
    }
    page = render_to_string("403_csrf.html", context)
    return HttpResponse(page, status=HTTPStatus.FORBIDDEN)


def failed(request: HttpRequest) -> HttpResponse:
    """The page for what nobody foresaw; where the database is the cause it says so: 503, or 409."""
    error = sys.exc_info()[1]
    if startup.is_unreadable(error):
        return http.unreadable(request, startup.UnreadableValue())
    if error is None or not startup.is_trouble(error):
        return server_error(request)
    can_read = startup.cannot_write(error)
    if can_read:
        startup.note_refusal()
    response = http.no_database(can_read=can_read)
    return _logged(response, error, request)


@require_safe
@login_not_required
@cache_control(no_store=True)
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database fits, opens under the master key and guards the log, and both can be
    written, else 503."""
    try:
        startup.check_database()
        startup.try_to_write()
        audit.guard_end()
    except KeyringError as error:
        return JsonResponse({"status": "sealed", "key": error.key_id}, status=503)
    except startup.UnappliedMigrations:
        return JsonResponse({"status": "not migrated"}, status=503)
    except audit.LogUnguarded:
        return JsonResponse({"status": "log unguarded"}, status=503)
    except LogChangedOutside:
        return JsonResponse({"status": "log changed"}, status=503)
    except DatabaseError as error:
        status = "read-only" if startup.cannot_write(error) else "no database"
        return _logged(JsonResponse({"status": status}, status=503), error, request)
    return JsonResponse({"status": "ok"} | _seen(request))


def _logged(response: HttpResponse, error: BaseException, request: HttpRequest) -> HttpResponse:
    """The answer, and one line that says what the database said."""
    values = (postgresql.first_line(error), request.path)
    log_response(
        "The database: %s (%s)", *values, response=response, request=request, level="error"
    )
    return response


def _seen(request: HttpRequest) -> dict[str, object]:
    """How the request arrived, for whoever may ask: ``manage.py check_proxy``."""
    if not proxy_check.is_genuine(request.headers.get(proxy_check.HEADER, "")):
        return {}
    return {"seen": {"origin": http.origin(request), "address": http.address(request)}}
