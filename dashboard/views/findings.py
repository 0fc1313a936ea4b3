"""Findings: the list, one of them, and exceptions. What is shown was found when it was judged."""

from __future__ import annotations

import uuid
from dataclasses import asdict

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import findings, teams
from credentials.core import NotAllowedError, Permission
from credentials.models import Finding, Person, Team
from credentials.teams import people_of
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required
from dashboard.forms.findings import ExceptionForm, FindingFilters, ThresholdsForm
from dashboard.pages.finding import FindingPage

_JOINED = ("account", "credential", "application")


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """The findings that the person may see, the worst first."""
    person = http.person(request)
    accounts = gatekeepers.accounts(request)
    filters = FindingFilters(request.GET, accounts=accounts, reader=person)
    page = filters.page(findings.findings_for(person).select_related(*_JOINED))
    context = {"form": filters, "page": page, "rows": [FindingPage(row) for row in page]}
    return render(request, "findings/list.html", context)


@require_safe
def detail(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Why it matters, what to do, which controls it touches, and how it came about."""
    finding = gatekeepers.finding(request, finding_id, Permission.SEE)
    return _shown(request, finding, ExceptionForm(people=_members(finding)))


@require_POST
@fresh_confirmation_required
def make_exception(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Mute it until a day, with a reason and somebody who answers for it."""
    finding = gatekeepers.finding(request, finding_id, Permission.SET_POLICY)
    form = ExceptionForm(request.POST, people=_members(finding))
    if form.is_valid():
        try:
            findings.make_exception(finding, form.terms, actor=http.actor(request))
            messages.success(request, gettext("The exception counts from now on."))
            return redirect("findings:detail", finding.pk)
        except NotAllowedError as refusal:
            http.complain(form, refusal)
    return _shown(request, finding, form)


@require_POST
@fresh_confirmation_required
def end_exception(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Let it count again."""
    finding = gatekeepers.finding(request, finding_id, Permission.SET_POLICY)
    findings.end_exception(finding, actor=http.actor(request))
    return redirect("findings:detail", finding.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def thresholds(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    """From when on the team is told of findings."""
    team = gatekeepers.team(request, team_id, Permission.SET_POLICY)
    known = asdict(findings.thresholds_of(team))
    form = ThresholdsForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        findings.set_thresholds(team, form.thresholds, actor=http.actor(request))
        messages.success(request, gettext("Findings go by these thresholds from now on."))
        return redirect("team:detail", team.pk)
    return render(request, "findings/thresholds.html", {"team": team, "form": form})


def _shown(request: HttpRequest, finding: Finding, form: ExceptionForm) -> HttpResponse:
    permissions = teams.permissions_in(http.person(request), finding.team_id)
    context = {
        "page": FindingPage(finding),
        "exception": findings.exception_of(finding),
        "form": form,
        "may_except": Permission.SET_POLICY in permissions,
    }
    return render(request, "findings/detail.html", context)


def _members(finding: Finding) -> QuerySet[Person]:
    return people_of(Team.objects.filter(pk=finding.team_id))
