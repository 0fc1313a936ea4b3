"""The first page: what there is to do, how much there is and how it stands, what happened last."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from credentials import audit, people, teams, vault
from credentials.core import AuditAction, KeyState, Permission
from credentials.models import Account, Entry, Person
from dashboard import gatekeepers, http
from dashboard.forms.live import LiveFilters
from dashboard.pages.activity_rows import ActivityRow, ChainStatus, chain_status, rows_of
from dashboard.pages.bulk import open_jobs
from dashboard.pages.key_trend import trend_of
from dashboard.pages.review_todo import reviews_to_do
from dashboard.pages.risk_overview import bands_of, since_visit, this_week, worst_keys
from dashboard.pages.risk_trend import risk_trend
from dashboard.pages.todo import todo_items

RECENT = 8
# Entries that come with others, several times each; the log itself has them all.
_MINOR_ACTIONS = (AuditAction.SECRET_USED, AuditAction.LOG_READ)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    accounts, person = gatekeepers.accounts(request), http.person(request)
    permissions = teams.permissions_by_team(person)
    listed, *states = LiveFilters(QueryDict(), accounts=accounts).tiles()
    context = {
        "bulk": open_jobs(request),
        "todo": todo_items(accounts, first=reviews_to_do(person)),
        "counts": {**_counts(accounts), "live": listed.count},
        "states": states,
        "weeks": trend_of(accounts),
        "worst": worst_keys(accounts, permissions),
        **_risk(person, accounts),
        "chain": _chain(permissions),
        "own": _own_keys(request, permissions),
        "events": _recent(request),
        "may_add": _may(permissions, Permission.MANAGE_ACCOUNTS),
    }
    return render(request, "overview/home.html", context)


def _risk(person: Person, accounts: QuerySet[Account]) -> dict[str, object]:
    """How risk stands, where it goes, and what changed since the person looked last."""
    since = people.note_visit(person)
    return {
        "bands": bands_of(accounts),
        "risk_weeks": risk_trend(accounts),
        "this_week": this_week(person, accounts),
        "since": since,
        "changed": since_visit(person, accounts) if since else None,
    }


def _may(permissions: Mapping[UUID, frozenset[Permission]], permission: Permission) -> bool:
    return any(permission in own for own in permissions.values())


def _chain(permissions: Mapping[UUID, frozenset[Permission]]) -> ChainStatus | None:
    """How the log stands, for those who read it and change nothing."""
    if not _may(permissions, Permission.READ_LOG) or _may(permissions, Permission.REVOKE):
        return None
    return chain_status(audit.last_verification(), missing=audit.note_missing_entries())


def _own_keys(
    request: HttpRequest, permissions: Mapping[UUID, frozenset[Permission]]
) -> QuerySet[Entry] | None:
    """The newest of the person's own entries, for those who request keys and revoke none."""
    if not _may(permissions, Permission.REQUEST_KEYS) or _may(permissions, Permission.REVOKE):
        return None
    entries = Entry.objects.filter(account__in=gatekeepers.accounts(request), archived_at=None)
    own = entries.filter(owner=http.person(request)).select_related("account")
    return own.order_by("-created_at")[:RECENT]


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
