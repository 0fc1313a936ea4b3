"""The audit log, one line an event, for those who may read it."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from credentials import audit, teams
from credentials.core import Permission
from dashboard import downloads, gatekeepers, http
from dashboard.decorators import fresh_confirmation_required, no_store
from dashboard.forms.activity import ActivityFilters
from dashboard.pages.activity_rows import chain_status, rows_of


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """The log of the person's teams. Reading it is an event, one for all typing in its filters."""
    own = gatekeepers.teams(request, Permission.READ_LOG)
    entries = teams.read_log(own, continues=http.is_htmx(request), actor=http.actor(request))
    filters = ActivityFilters(request.GET)
    page = filters.long_page(entries)
    context = {
        "form": filters,
        "page": page,
        "events": rows_of(page),
        "chain": chain_status(audit.last_verification(), missing=audit.note_missing_entries()),
    }
    return render(request, "activity/list.html", context)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Have the whole log verified, now."""
    gatekeepers.teams(request, Permission.READ_LOG)
    audit.check_soon()
    return redirect("activity:list")


@require_POST
@no_store
@fresh_confirmation_required
def export(request: HttpRequest) -> FileResponse:
    """What the filters leave of the teams' events, as JSON lines; taking it away is an event."""
    own = gatekeepers.teams(request, Permission.READ_LOG)
    narrow = ActivityFilters(request.POST).narrow
    exported = teams.export_log(own, narrow=narrow, actor=http.actor(request))
    lines = (f"{line}\n" for line in exported)
    return downloads.file(lines, form="jsonl", name="keydesk-activity")
