"""Notices: what a person is told of by mail, the webhooks of a team, and what was sent last."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import notices, teams
from credentials.core import KeydeskError, Permission
from credentials.models import Webhook
from credentials.public_address import public_address
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required, no_store
from dashboard.forms.notices import ChoiceForm, WebhookForm
from dashboard.pages.notices import deliveries, team_notices


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """What the reader is told of in each team, and what was sent last."""
    person, own = http.person(request), gatekeepers.teams(request, Permission.SEE)
    may = teams.permissions_by_team(person)
    parts = [team_notices(person, team, may.get(team.pk, ())) for team in own]
    context = {
        "parts": parts,
        "deliveries": deliveries(person, [part.team for part in parts if part.may_set]),
        "has_calendar_link": notices.has_calendar_link(person),
        "is_mail_on": settings.MAIL_IS_SENT,
    }
    return render(request, "notices/list.html", context)


@require_POST
def choose(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    """Be told of the ticked kinds, and of no other."""
    team = gatekeepers.team(request, team_id, Permission.SEE)
    form = ChoiceForm(request.POST)
    if form.is_valid():
        person, kinds = http.person(request), form.cleaned_data["kinds"]
        notices.choose(team, person, kinds, actor=http.actor(request))
        messages.success(request, gettext("You are told of what is ticked from now on."))
    else:
        messages.error(request, gettext("The form named a kind of notice that there is not."))
    return redirect("notices:list")


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
@fresh_confirmation_required
def add_webhook(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    """Tell the team's notices to another program; the secret that signs is shown once."""
    team = gatekeepers.team(request, team_id, Permission.SET_POLICY)
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            webhook, secret = notices.add_webhook(team, form.terms, actor=http.actor(request))
            context = {"webhook": webhook, "secret": secret.expose()}
            return render(request, "notices/webhook_added.html", context)
        except KeydeskError as error:
            http.complain(form, error)
    return render(request, "notices/add_webhook.html", {"team": team, "form": form})


@require_POST
@fresh_confirmation_required
def remove_webhook(request: HttpRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Tell it nothing any more."""
    webhook = gatekeepers.receiver(request, Webhook, webhook_id, to_end=True)
    notices.remove_webhook(webhook, actor=http.actor(request))
    messages.success(request, gettext("The webhook is told nothing any more."))
    return redirect("notices:list")


@require_POST
def test_webhook(request: HttpRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Send it a notice that says that it is a test."""
    webhook = gatekeepers.receiver(request, Webhook, webhook_id)
    try:
        notices.send_test(webhook, actor=http.actor(request))
        messages.success(request, gettext("A test is on its way: what becomes of it is below."))
    except KeydeskError as error:
        http.warn(request, error)
    return redirect("notices:list")


@require_POST
@no_store
@fresh_confirmation_required
def make_calendar_link(request: HttpRequest) -> HttpResponse:
    """An address by which the reader's calendar knows when keys end; it is shown once."""
    token = notices.make_calendar_link(http.person(request), actor=http.actor(request))
    url = public_address(reverse("calendar_link", args=[token]))
    return render(request, "notices/calendar_made.html", {"url": url})


@require_POST
@fresh_confirmation_required
def end_calendar_link(request: HttpRequest) -> HttpResponse:
    """Let the reader's calendar link work no more."""
    notices.end_calendar_link(http.person(request), actor=http.actor(request))
    messages.success(request, gettext("The calendar link works no more."))
    return redirect("notices:list")
