"""One key of a campaign: decided about by who is asked, confirmed by a second person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from credentials import campaigns, findings, teams
from credentials.core import KeydeskError, Permission, ReviewChoice
from credentials.models import ReviewItem
from dashboard import gatekeepers, http
from dashboard.forms.campaigns import DecisionForm
from dashboard.pages.review import CampaignPage, rows_of


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """The key with all that helps to decide, and whether it is needed."""
    asked = gatekeepers.review_item(request, item_id, Permission.SEE)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decide(request, asked, form):
        return redirect(_next(request))
    return _shown(request, asked, form)


@require_POST
def take_back(request: HttpRequest, item_id: int) -> HttpResponse:
    """Undo what was decided."""
    asked = gatekeepers.review_item(request, item_id, Permission.SEE)
    try:
        campaigns.take_back(asked, actor=http.actor(request))
    except KeydeskError as error:
        http.warn(request, error)
    return redirect("campaigns:item", item_id)


@require_POST
def confirm(request: HttpRequest, item_id: int) -> HttpResponse:
    """Keep a critical key as the second person."""
    asked = gatekeepers.review_item(request, item_id, Permission.REVIEW_KEYS)
    try:
        campaigns.confirm_kept(asked, actor=http.actor(request))
        messages.success(request, gettext("Two people keep this key now."))
    except KeydeskError as error:
        http.warn(request, error)
    return redirect("campaigns:item", item_id)


def _decide(request: HttpRequest, asked: ReviewItem, form: DecisionForm) -> bool:
    is_kept = request.POST.get("choice") == ReviewChoice.KEEP
    choice = ReviewChoice.KEEP if is_kept else ReviewChoice.GIVE_UP
    if request.POST.get("choice") != choice:
        form.add_error(None, gettext("Choose whether the key is needed."))
        return False
    try:
        campaigns.decide(
            asked, choice, reason=form.cleaned_data["reason"], actor=http.actor(request)
        )
    except KeydeskError as error:
        http.complain(form, error)
        return False
    messages.success(request, gettext("Your answer is stored. It can be taken back until the end."))
    return True


def _next(request: HttpRequest) -> str:
    """The next key that waits for the reader's answer; their list where none does."""
    own = gatekeepers.teams(request, Permission.SEE)
    left = campaigns.open_items_of(http.person(request), own).filter(decision=None)
    following = left.order_by("campaign__ends_at", "name", "pk").first()
    return _url(following) if following else "campaigns:mine"


def _url(following: ReviewItem) -> str:
    return reverse("campaigns:item", args=[following.pk])


def _shown(request: HttpRequest, asked: ReviewItem, form: DecisionForm) -> HttpResponse:
    person = http.person(request)
    permissions = teams.permissions_by_team(person)
    (row,) = rows_of([asked], permissions)
    key = asked.credential
    own = gatekeepers.teams(request, Permission.SEE)
    context = {
        "row": row,
        "item": asked,
        "campaign": CampaignPage(asked.campaign, permissions[asked.campaign.team_id], person),
        "verdict": findings.verdicts_on_live_keys([key])[key.pk] if key else None,
        "form": form,
        "may_decide": campaigns.open_items_of(person, own).filter(pk=asked.pk).exists(),
        "may_confirm": campaigns.may_confirm(row.item, row.decision, person),
    }
    return render(request, "campaigns/item.html", context)
