"""The reading of an account: started, and followed while it goes on."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from credentials import live, teams
from credentials.core import KeydeskError, Permission
from credentials.models import Account
from dashboard import gatekeepers, http
from dashboard.pages.sync_status import SyncStatusRow

#: What the list listens for, to show the keys that have come.
KEYS_CAME = "keys-came"


@require_POST
def sync(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Start a reading, or join the one under way."""
    account = gatekeepers.account(request, account_id, Permission.SYNC)
    try:
        live.start_sync(account, actor=http.actor(request))
    except KeydeskError as error:
        http.warn(request, error)
    return _followed(request, account) if http.is_htmx(request) else redirect(_back(request))


@require_safe
def progress(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """How far a reading has come: the line alone, for the page that follows it."""
    account = gatekeepers.account(request, account_id, Permission.SEE)
    return _followed(request, account) if http.is_htmx(request) else redirect("live:list")


def _followed(request: HttpRequest, account: Account) -> HttpResponse:
    (reading,) = live.sync_statuses(Account.objects.filter(pk=account.pk))
    permissions = teams.permissions_in(http.person(request), account.team_id)
    row = SyncStatusRow(reading, permissions)
    response = render(request, "live/progress.html", {"row": row})
    done = reading.latest.done if reading.latest else 0
    if request.GET.get("done") != str(done) or not reading.is_under_way:
        trigger_client_event(response, KEYS_CAME)
    return response


def _back(request: HttpRequest) -> str:
    """The page the button was on, with its filters."""
    page = request.POST.get("next", "")
    return page if http.is_own_path(request, page) else "live:list"
