"""Review campaigns: the reader's keys to review, the campaigns, starting and ending one."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import campaigns, live, teams
from credentials.core import KeydeskError, Permission
from credentials.models import Account, LiveCredential, ReviewCampaign, Team
from dashboard import downloads, gatekeepers, http, tables
from dashboard.decorators import fresh_confirmation_required
from dashboard.forms.campaigns import CampaignFilters, ItemFilters, StartForm
from dashboard.forms.live import LiveFilters
from dashboard.pages.review import (
    JOINED,
    CampaignPage,
    review_tabs,
    rows_of,
    team_tabs,
    waiting_for_second,
)
from dashboard.pages.review_report import COLUMNS, report_rows


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The keys that the reader decides about, in campaigns that are under way."""
    person = http.person(request)
    own = gatekeepers.teams(request, Permission.SEE)
    filters = ItemFilters(request.GET)
    page = filters.item_page(campaigns.open_items_of(person, own).select_related(*JOINED))
    reviewing = teams.teams_where(person, Permission.REVIEW_KEYS)
    waiting = waiting_for_second(person, reviewing).select_related(*JOINED).order_by("name", "pk")
    permissions = teams.permissions_by_team(person)
    context = {
        "form": filters,
        "page": page,
        "rows": rows_of(page, permissions),
        "second": rows_of(waiting[: tables.PAGE_SIZE], permissions),
        "tabs": review_tabs(request.path),
    }
    return render(request, "campaigns/mine.html", context)


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """The campaigns of the reader's teams, the newest first."""
    own = gatekeepers.teams(request, Permission.SEE)
    filters = CampaignFilters(request.GET)
    rows = ReviewCampaign.objects.filter(team__in=own).select_related("team", "started_by")
    page = filters.page(rows)
    answered = campaigns.answered_counts(page)
    context = {
        "form": filters,
        "page": page,
        "rows": [(_page(request, row), answered.get(row.pk, 0)) for row in page],
        "tabs": review_tabs(request.path),
        "may_start": Permission.REVIEW_KEYS in teams.permissions_anywhere(http.person(request)),
    }
    return render(request, "campaigns/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def start(request: HttpRequest) -> HttpResponse:
    """A filter of live keys, whose they are, and then the campaign."""
    own = gatekeepers.teams(request, Permission.REVIEW_KEYS)
    team = _chosen(request, own)
    filters = LiveFilters(request.GET, accounts=_accounts(team), reader=http.person(request))
    keys = filters.narrow(live.listed_keys(_accounts(team)))
    form = StartForm(request.POST or None, initial=StartForm.first())
    if request.method == "POST" and form.is_valid():
        campaign = _started(request, team, keys, form)
        if campaign is not None:
            messages.success(request, gettext("The campaign has begun, and people are asked."))
            return redirect("campaigns:detail", campaign.pk)
    context = {
        "form": filters,
        "start_form": form,
        "preview": campaigns.preview_of(team, keys),
        "team": team,
        "team_tabs": team_tabs(own, team),
    }
    return render(request, "campaigns/start.html", context)


@require_safe
def detail(request: HttpRequest, campaign_id: uuid.UUID) -> HttpResponse:
    """How far it got, what was said of each key and by whom, and what became of it."""
    campaign = gatekeepers.review_campaign(request, campaign_id, Permission.SEE)
    filters = ItemFilters(request.GET)
    page = filters.item_page(campaign.items.select_related(*JOINED))
    context = {
        "page": _page(request, campaign),
        "form": filters,
        "items": page,
        "rows": rows_of(page, teams.permissions_by_team(http.person(request))),
    }
    return render(request, "campaigns/detail.html", context)


@require_POST
@fresh_confirmation_required
def end(request: HttpRequest, campaign_id: uuid.UUID) -> HttpResponse:
    """End it before its day."""
    campaign = gatekeepers.review_campaign(request, campaign_id, Permission.REVIEW_KEYS)
    return _done(request, campaign, campaigns.end_early)


@require_POST
@fresh_confirmation_required
def carry_out(request: HttpRequest, campaign_id: uuid.UUID) -> HttpResponse:
    """Freeze and revoke, under the reader's right, what is not needed."""
    campaign = gatekeepers.review_campaign(request, campaign_id, Permission.REVOKE)
    return _done(request, campaign, campaigns.carry_out)


@require_safe
def report(request: HttpRequest, campaign_id: uuid.UUID) -> HttpResponseBase:
    """Who decided what about each key, and what became of it, as a file."""
    campaign = gatekeepers.review_campaign(request, campaign_id, Permission.SEE)
    form = request.GET.get("format", "")
    name = f"keydesk-review-{campaign.created_at:%Y%m%d-%H%M}"
    return downloads.table(form, report_rows(campaign.items.all()), columns=COLUMNS, name=name)


def _started(
    request: HttpRequest, team: Team, keys: QuerySet[LiveCredential], form: StartForm
) -> ReviewCampaign | None:
    chosen = request.GET.copy()
    chosen.pop("team", None)
    seen = request.POST.get("seen", "")
    try:
        return campaigns.start(team, keys, form.terms(chosen), seen=seen, actor=http.actor(request))
    except KeydeskError as error:
        http.complain(form, error)
        return None


def _done(request: HttpRequest, campaign: ReviewCampaign, act: Callable[..., None]) -> HttpResponse:
    try:
        act(campaign, actor=http.actor(request))
    except KeydeskError as error:
        http.warn(request, error)
    return redirect("campaigns:detail", campaign.pk)


def _page(request: HttpRequest, campaign: ReviewCampaign) -> CampaignPage:
    person = http.person(request)
    return CampaignPage(campaign, teams.permissions_in(person, campaign.team_id), person)


def _chosen(request: HttpRequest, own: QuerySet[Team]) -> Team:
    """The team that the address names; the first one where it names none of theirs."""
    asked = http.uuid_of(request.GET.get("team", ""))
    named = own.filter(pk=asked).first() if asked else None
    return named or own.order_by("name", "pk")[0]


def _accounts(team: Team) -> QuerySet[Account]:
    return Account.objects.filter(team=team)
