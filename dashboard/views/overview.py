"""The first page: what there is to do, how much there is and how it stands, what happened last."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from credentials import teams, vault
from credentials.core import AuditAction, KeyState, Permission
from credentials.models import Account, Entry
from dashboard import gatekeepers, http
from dashboard.forms.live import LiveFilters
from dashboard.pages.activity_rows import ActivityRow, rows_of
from dashboard.pages.bulk import open_jobs
from dashboard.pages.key_trend import trend_of
from dashboard.pages.todo import todo_items

RECENT = 8
# Entries that come with others, several times each; the log itself has them all.
_MINOR_ACTIONS = (AuditAction.SECRET_USED, AuditAction.LOG_READ)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    accounts = gatekeepers.accounts(request)
    listed, *states = LiveFilters(QueryDict(), accounts=accounts).tiles()
    context = {
        "bulk": open_jobs(request),
        "todo": todo_items(accounts),
        "counts": {**_counts(accounts), "live": listed.count},
        "states": states,
        "weeks": trend_of(accounts),
        "events": _recent(request),
        "may_add": teams.teams_where(http.person(request), Permission.MANAGE_ACCOUNTS).exists(),
    }
    return render(request, "overview/home.html", context)


def _counts(accounts: QuerySet[Account]) -> dict[str, int]:
    entries = Entry.objects.filter(account__in=accounts, archived_at=None)
    pending = entries.filter(as_consumer_key__state=KeyState.PENDING)
    return {
        "accounts": accounts.count(),
        "entries": entries.count(),
        "pending": pending.alias(state=vault.entry_state()).filter(state=KeyState.PENDING).count(),
    }


def _recent(request: HttpRequest) -> list[ActivityRow]:
    """The newest events, for those who may read the log."""
    readable = teams.teams_where(http.person(request), Permission.READ_LOG)
    entries = teams.entries_of(readable).exclude(action__in=_MINOR_ACTIONS)
    return rows_of(entries.order_by("-seq")[:RECENT])
