"""Findings: the list, and one of them. What is shown was found when things were judged last."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from credentials import findings
from dashboard import gatekeepers, http
from dashboard.forms.findings import FindingFilters
from dashboard.pages.finding import FindingPage

_JOINED = ("account", "credential", "application")


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """The findings that the person may see, the worst first."""
    filters = FindingFilters(request.GET, accounts=gatekeepers.accounts(request))
    page = filters.page(findings.findings_for(http.person(request)).select_related(*_JOINED))
    context = {"form": filters, "page": page, "rows": [FindingPage(row) for row in page]}
    return render(request, "findings/list.html", context)


@require_safe
def detail(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Why it matters, what to do, which controls it touches, and how it came about."""
    finding = gatekeepers.finding(request, finding_id)
    return render(request, "findings/detail.html", {"page": FindingPage(finding)})
