"""What the API of an account's region offers: how old the list is, what changed, and a new one."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from credentials import live, teams
from credentials.core import KeydeskError, Permission
from dashboard import gatekeepers, http
from dashboard.pages.known_operations import KnownOperations


@require_safe
def detail(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """The operations that are known, and what the last reading changed."""
    account = gatekeepers.account(request, account_id, Permission.SEE)
    may = teams.permissions_in(http.person(request), account.team_id)
    context = {
        "account": account,
        "known": KnownOperations(account),
        "may_refresh": Permission.REFRESH_CATALOGUE in may,
    }
    return render(request, "catalogue/detail.html", context)


@require_POST
def refresh(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Have the operations read anew, in the background."""
    account = gatekeepers.account(request, account_id, Permission.REFRESH_CATALOGUE)
    try:
        live.start_catalogue_refresh(account, actor=http.actor(request))
    except KeydeskError as error:
        http.warn(request, error)
    return redirect("catalogue:detail", account.pk)
