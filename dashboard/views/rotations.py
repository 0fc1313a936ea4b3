"""Rotations: from a key to its successor. They go on by themselves; people begin and end them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import rotations, teams
from credentials.core import KeydeskError, Permission
from credentials.models import ConsumerKey, Rotation
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required
from dashboard.forms.rotations import RotationFilters, RotationForm
from dashboard.pages.rotation import RotationPage
from dashboard.views.onboarding.waiting import callback_url


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """The rotations of the person's teams, those under way first asked for."""
    accounts = gatekeepers.accounts(request)
    filters = RotationFilters(request.GET, accounts=accounts)
    rows = Rotation.objects.filter(account__in=accounts)
    page = filters.page(rows.select_related("account", "old", "successor", "started_by"))
    may = teams.permissions_by_team(http.person(request))
    pages = [RotationPage(row, may.get(row.account.team_id, frozenset())) for row in page]
    return render(request, "rotations/list.html", {"form": filters, "page": page, "rows": pages})


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def start(request: HttpRequest, key_id: uuid.UUID) -> HttpResponse:
    """What the successor is to be; then its request at OVHcloud."""
    old = gatekeepers.consumer_key(request, key_id, Permission.REVOKE)
    if obstacle := rotations.obstacle_to_rotating(old):
        http.warn(request, obstacle)
        return redirect("vault:detail", old.pk)
    form = RotationForm(request.POST or None, key=old, initial=_first(request, old))
    if request.method == "POST" and form.is_valid():
        try:
            rotation = rotations.start(
                old,
                form.plan(),
                person=http.person(request),
                actor=http.actor(request),
                callback_url=callback_url(request),
            )
            return redirect("rotations:detail", rotation.pk)
        except KeydeskError as error:
            http.complain(form, error)
    return render(request, "rotations/start.html", {"old": old, "form": form})


@require_safe
def detail(request: HttpRequest, rotation_id: uuid.UUID) -> HttpResponse:
    rotation = gatekeepers.rotation(request, rotation_id, Permission.SEE)
    may = teams.permissions_in(http.person(request), rotation.account.team_id)
    return render(request, "rotations/detail.html", {"page": RotationPage(rotation, may)})


@require_POST
@fresh_confirmation_required
def deployed(request: HttpRequest, rotation_id: uuid.UUID) -> HttpResponse:
    """Say that the successor is where the old key was."""
    rotation = gatekeepers.rotation(request, rotation_id, Permission.REVOKE)
    try:
        rotations.mark_handed_over(rotation, actor=http.actor(request))
    except KeydeskError as error:
        http.warn(request, error)
    return redirect("rotations:detail", rotation.pk)


@require_POST
@fresh_confirmation_required
def cancel(request: HttpRequest, rotation_id: uuid.UUID) -> HttpResponse:
    """Go no further, and leave both keys as they are."""
    rotation = gatekeepers.rotation(request, rotation_id, Permission.REVOKE)
    try:
        rotations.cancel(rotation, actor=http.actor(request))
        messages.success(request, gettext("The rotation is cancelled. Both keys are as they were."))
    except KeydeskError as error:
        http.warn(request, error)
    return redirect("rotations:detail", rotation.pk)


@require_POST
@fresh_confirmation_required
def again(request: HttpRequest, rotation_id: uuid.UUID) -> HttpResponse:
    """Have it looked at now: a step that failed is tried again."""
    rotation = gatekeepers.rotation(request, rotation_id, Permission.REVOKE)
    rotations.look_again(rotation)
    messages.info(request, gettext("The rotation is looked at in the background."))
    return redirect("rotations:detail", rotation.pk)


def _first(request: HttpRequest, old: ConsumerKey) -> dict[str, object]:
    """As the key is; of the application that the address names, where it is one of the account,
    and with the rules that it names: they are looked at when the form is sent."""
    first = RotationForm.first(rotations.plan_for(old))
    if chosen := http.uuid_of(request.GET.get("application", "")):
        first["application"] = chosen
    if rules := request.GET.get("rules", "").strip():
        first["rules"] = rules
    return first
