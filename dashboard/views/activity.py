"""The audit log, one line an event, for those who may read it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from credentials import audit
from credentials.enums import AuditAction, Permission
from credentials.models import AuditEntry, Membership, Team
from dashboard import gatekeepers, http
from dashboard.forms.activity import ActivityFilters
from dashboard.lines import lines_of


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """The log of the person's teams. Reading it is an event of its own."""
    teams = gatekeepers.teams(request, Permission.READ_LOG)
    for team in teams:
        audit.record(
            AuditAction.LOG_READ, actor=http.actor(request), subject=audit.subject_of(team)
        )
    filters = ActivityFilters(request.GET)
    page = filters.page(entries_of(teams))
    context = {"form": filters, "page": page, "lines": lines_of(page.object_list)}
    return render(request, "activity/list.html", context)


def entries_of(teams: QuerySet[Team]) -> QuerySet[AuditEntry]:
    """What belongs to the teams, what their members did elsewhere, and sign-ins that failed."""
    members = Membership.objects.filter(team__in=teams).values("person")
    elsewhere = Q(team_id=None) & (Q(actor_id__in=members) | Q(action=AuditAction.SIGN_IN_FAILED))
    return AuditEntry.objects.filter(Q(team_id__in=teams.values("pk")) | elsewhere)
