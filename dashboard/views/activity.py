"""The audit log, one line an event, for those who may read it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from credentials import audit
from credentials.enums import AuditAction, Permission
from credentials.models import AuditEntry, Membership, Team
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required, no_store
from dashboard.forms.activity import ActivityFilters
from dashboard.lines import lines_of, seal_of


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """The log of the person's teams. Reading it is an event of its own."""
    teams = _teams(request, AuditAction.LOG_READ)
    filters = ActivityFilters(request.GET)
    page = filters.page(entries_of(teams))
    context = {
        "form": filters,
        "page": page,
        "lines": lines_of(page.object_list),
        "seal": seal_of(audit.seal()),
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
def export(request: HttpRequest) -> HttpResponseBase:
    """What the filters leave of the teams' events, as JSON lines; taking it away is an event."""
    teams = _teams(request, AuditAction.LOG_EXPORTED)
    found = ActivityFilters(request.POST).narrow(entries_of(teams))
    lines = (f"{line}\n" for line in audit.lines(found))
    answer = StreamingHttpResponse(lines, content_type="application/jsonl; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="keydesk-activity.jsonl"'
    return answer


def entries_of(teams: QuerySet[Team]) -> QuerySet[AuditEntry]:
    """What belongs to the teams, what their members did elsewhere, and sign-ins that failed."""
    members = Membership.objects.filter(team__in=teams).values("person")
    elsewhere = Q(team_id=None) & (Q(actor_id__in=members) | Q(action=AuditAction.SIGN_IN_FAILED))
    return AuditEntry.objects.filter(Q(team_id__in=teams.values("pk")) | elsewhere)


def _teams(request: HttpRequest, act: AuditAction) -> QuerySet[Team]:
    """The teams whose log the person may read, with the act on the record of each."""
    teams = gatekeepers.teams(request, Permission.READ_LOG)
    for team in teams:
        audit.record(act, actor=http.actor(request), subject=audit.subject_of(team))
    return teams
