"""The first page: what needs a person, how much there is, what happened last."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from credentials import access, entries
from credentials.enums import KeyState, Permission
from credentials.models import Account, Entry, LiveCredential
from dashboard import gatekeepers, http
from dashboard.lines import Line, lines_of
from dashboard.needs import ending_soon, needs_of
from dashboard.views.activity import entries_of

RECENT = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    accounts = gatekeepers.accounts(request)
    context = {
        "needs": needs_of(accounts),
        "counts": _counts(accounts),
        "lines": _recent(request),
        "may_add": access.teams_where(http.person(request), Permission.MANAGE_ACCOUNTS).exists(),
    }
    return render(request, "overview/home.html", context)


def _counts(accounts: QuerySet[Account]) -> dict[str, int]:
    kept = Entry.objects.filter(account__in=accounts, archived_at=None)
    live = LiveCredential.objects.filter(account__in=accounts, gone_at=None)
    return {
        "accounts": accounts.count(),
        "entries": kept.count(),
        "live": live.count(),
        "pending": kept.alias(state=entries.state()).filter(state=KeyState.PENDING).count(),
        "ending": ending_soon(accounts).count(),
    }


def _recent(request: HttpRequest) -> list[Line]:
    """The newest events, for those who may read the log."""
    teams = access.teams_where(http.person(request), Permission.READ_LOG)
    return lines_of(entries_of(teams).order_by("-seq")[:RECENT])
