"""The links that a team has sent: whom they ask for a key or hand one to, where each stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from credentials.models import ConsentLink, Handover
from dashboard import gatekeepers, http
from dashboard.forms.sent_links import ConsentFilters, HandoverFilters
from dashboard.pages import sent_links


@require_safe
def consent(request: HttpRequest) -> HttpResponse:
    """The consent links of the person's teams, the newest first."""
    accounts = gatekeepers.accounts(request)
    filters = ConsentFilters(request.GET, accounts=accounts)
    links = ConsentLink.objects.filter(application__account__in=accounts)
    page = filters.page(sent_links.complete_consent_links(links))
    rows = sent_links.consent_rows(page, http.person(request))
    context = {"form": filters, "page": page, "rows": rows}
    return render(request, "sent_links/consent.html", context)


@require_safe
def handovers(request: HttpRequest) -> HttpResponse:
    """The handover links of the person's teams, the newest first."""
    accounts = gatekeepers.accounts(request)
    filters = HandoverFilters(request.GET, accounts=accounts)
    links = Handover.objects.filter(entry__account__in=accounts)
    page = filters.page(links.select_related("entry__account__team", "made_by"))
    rows = sent_links.handover_rows(page, http.person(request))
    context = {"form": filters, "page": page, "rows": rows}
    return render(request, "sent_links/handovers.html", context)
