"""Notices: what a person is told of by mail, and what was sent last."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from credentials import notices, teams
from credentials.core import Permission
from dashboard import gatekeepers, http
from dashboard.forms.notices import ChoiceForm
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
