"""Reports for those who read the log: as pages to print, as files, and as an evidence pack."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from credentials import audit, reports
from credentials.core import Permission
from credentials.models import Team
from credentials.teams import note_export
from dashboard import downloads, gatekeepers, http
from dashboard.decorators import fresh_confirmation_required
from dashboard.pages import report as page
from dashboard.pages.activity_rows import chain_status

_FORMS = ("csv", "json", "sarif")
#: Stands in the page where its tables come.
_HERE = "<!-- tables -->"


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """Which reports there are, and the key to verify evidence by."""
    gatekeepers.teams(request, Permission.READ_LOG)
    context = {
        "reports": reports.REPORTS.values(),
        "public_key": audit.public_key(),
        "chain": chain_status(audit.last_verification(), missing=audit.note_missing_entries()),
    }
    return render(request, "reports/list.html", context)


@require_safe
def show(request: HttpRequest, name: str) -> FileResponse:
    """A report, or all of them, as a page that is also printed."""
    teams, names = gatekeepers.teams(request, Permission.READ_LOG), page.names_of(name)
    if not names:
        raise Http404
    note_export(teams, report=name, actor=http.actor(request))
    head, _here, foot = _page_around(request, name, teams).partition(_HERE)
    return downloads.page(chain([head], page.tables(names, teams), [foot]))


@require_safe
def download(request: HttpRequest, name: str, form: str) -> FileResponse:
    """A report as a file."""
    teams = gatekeepers.teams(request, Permission.READ_LOG)
    if (
        name not in reports.REPORTS
        or form not in _FORMS
        or (form == "sarif") > (name == "findings")
    ):
        raise Http404
    note_export(teams, report=f"{name} {form}", actor=http.actor(request))
    return downloads.file(_lines(name, form, teams), form=form, name=f"keydesk-{name}")


@require_POST
@fresh_confirmation_required
def pack(request: HttpRequest) -> FileResponse:
    """The evidence pack, which holds the log: taking it asks who one is."""
    teams = gatekeepers.teams(request, Permission.READ_LOG)
    note_export(teams, report="evidence", actor=http.actor(request))
    return downloads.file(reports.evidence_of(teams), form="zip", name="keydesk-evidence")


def _page_around(request: HttpRequest, name: str, teams: QuerySet[Team]) -> str:
    context = {
        "report": reports.REPORTS.get(name),
        "marker": _HERE,
        "teams": teams,
        "made_at": timezone.now(),
        "chain": chain_status(audit.last_verification(), missing=audit.note_missing_entries()),
    }
    return render_to_string("reports/show.html", context, request)


def _lines(name: str, form: str, teams: QuerySet[Team]) -> Iterator[str]:
    report = reports.REPORTS[name]
    rows = report.rows(teams)
    if form == "json":
        return reports.document_lines(name, rows, made_at=timezone.now().isoformat())
    return reports.sarif_lines(rows) if form == "sarif" else reports.csv_lines(rows, report.columns)
