"""The first page: what needs a person, how much there is and how it stands, what happened last."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from credentials import access, entries, live_picture
from credentials.enums import AuditAction, KeyState, Permission
from credentials.models import Account, Entry, LiveCredential
from dashboard import gatekeepers, http
from dashboard.forms.live import LiveFilters, Tile
from dashboard.lines import Line, lines_of
from dashboard.needs import needs_of
from dashboard.trend import trend_of
from dashboard.views.activity import entries_of

RECENT = 8
# What comes with other acts, several times each; the log itself has it all.
_IN_PASSING = (AuditAction.SECRET_USED, AuditAction.LOG_READ)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    accounts = gatekeepers.accounts(request)
    context = {
        "needs": needs_of(accounts),
        "counts": _counts(accounts),
        "bands": _bands(accounts),
        "weeks": trend_of(accounts),
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
    }


def _bands(accounts: QuerySet[Account]) -> list[Tile]:
    """The counts above the list of live keys, but the first, which is the sum of all."""
    filters = LiveFilters(QueryDict(), accounts=accounts)
    return filters.tiles(live_picture.keys(accounts))[1:]


def _recent(request: HttpRequest) -> list[Line]:
    """The newest events, for those who may read the log."""
    teams = access.teams_where(http.person(request), Permission.READ_LOG)
    found = entries_of(teams).exclude(action__in=_IN_PASSING)
    return lines_of(found.order_by("-seq")[:RECENT])
