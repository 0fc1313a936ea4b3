"""The reading of an account: started, and followed while it goes on."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from credentials import access, readings
from credentials import sync as syncing
from credentials.enums import Permission
from credentials.errors import KeydeskError
from credentials.models import Account
from dashboard import gatekeepers, http
from dashboard.reading_lines import ReadingLine

#: What the list listens for, to show the keys that have come.
KEYS_CAME = "keys-came"


@require_POST
def sync(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Start a reading, or join the one under way."""
    account = gatekeepers.account(request, account_id, Permission.SYNC)
    try:
        syncing.start(account, person=http.person(request))
    except KeydeskError as error:
        http.warn(request, error)
    return _followed(request, account) if _is_partial(request) else redirect(_back(request))


@require_safe
def progress(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """How far a reading has come: the line alone, for the page that follows it."""
    account = gatekeepers.account(request, account_id, Permission.SEE)
    return _followed(request, account) if _is_partial(request) else redirect("live:list")


def _is_partial(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def _followed(request: HttpRequest, account: Account) -> HttpResponse:
    (reading,) = readings.of(Account.objects.filter(pk=account.pk))
    held = access.held(http.person(request), account.team_id)
    line = ReadingLine(reading, held)
    response = render(request, "live/reading.html", {"line": line})
    done = reading.latest.done if reading.latest else 0
    if request.GET.get("done") != str(done) or not reading.is_under_way:
        trigger_client_event(response, KEYS_CAME)
    return response


def _back(request: HttpRequest) -> str:
    """The page the button was on, with its filters."""
    page = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if is_ours and page.startswith("/") else "live:list"
