"""Coming back from OVHcloud's page by the single-use link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from credentials import onboarding
from credentials.core import KeydeskError, NotAllowedError
from dashboard import http
from dashboard.decorators import no_store


@require_GET
@no_store
def callback(request: HttpRequest, token: str) -> HttpResponse:
    """Arriving proves nothing: OVHcloud is asked, and the request's page says how it ended."""
    actor = http.actor(request)
    try:
        key_request = onboarding.redeem_callback(token, person=http.person(request), actor=actor)
    except onboarding.SpentLinkError as error:
        return _refused(request, error, status=410)
    except NotAllowedError as error:
        return _refused(request, error, status=403)
    try:
        key_request = onboarding.check_request(key_request, actor=actor)
    except KeydeskError as error:
        http.warn(request, error)
    return redirect("onboarding:waiting", key_request.pk)


def _refused(request: HttpRequest, error: NotAllowedError, *, status: int) -> HttpResponse:
    context = {"error": error, "key_request": getattr(error, "key_request", None)}
    return render(request, "onboarding/callback.html", context, status=status)
