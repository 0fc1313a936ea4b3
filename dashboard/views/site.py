"""What belongs to no page family: the theme switch and the health answer."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from credentials import instance
from credentials.errors import KeyringError
from dashboard.context_processors import THEMES

_YEAR = 365 * 24 * 60 * 60


@require_POST
@login_not_required
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie; anything else means the system's own."""
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = redirect(back if safe else "/")
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            "theme",
            chosen,
            max_age=_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie("theme")
    return response


@require_safe
@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and the master key opens the instance key, else 503."""
    try:
        instance.key()
    except KeyringError as error:
        return JsonResponse({"status": "sealed", "key": error.key_id}, status=503)
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})
