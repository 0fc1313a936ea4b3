"""Handover links as the team has them: made on an entry's page, shown once, burned."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from credentials import onboarding
from credentials.core import EntryKind, KeydeskError, Permission
from credentials.models import Entry
from credentials.public_address import public_address
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required, no_store
from dashboard.forms.vault import HandoverForm


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
@fresh_confirmation_required
def hand_over(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Make a link that hands one file to one recipient; it is shown once, its passphrase too."""
    entry = gatekeepers.entry(request, entry_id, Permission.REVEAL)
    team = entry.account.team
    initial = {"name": onboarding.likely_format(entry).name, "sender": team.name}
    form = HandoverForm(
        request.POST or None, kind=EntryKind(entry.kind), team=team, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _made(request, entry, form)
        except KeydeskError as error:
            http.complain(form, error)
    context = {"entry": entry, "form": form, "has_passphrase": team.requires_passphrase}
    return render(request, "vault/hand_over.html", context)


@require_POST
@fresh_confirmation_required
def withdraw(request: HttpRequest, handover_id: uuid.UUID) -> HttpResponse:
    """Burn a link that nobody has opened."""
    handover = gatekeepers.handover(request, handover_id, Permission.REVEAL)
    onboarding.withdraw_handover(handover, actor=http.actor(request))
    messages.success(request, gettext("The link works no more."))
    return redirect("vault:detail", handover.entry_id)


def _made(request: HttpRequest, entry: Entry, form: HandoverForm) -> HttpResponse:
    handed = onboarding.make_handover(
        entry, form.handing, person=http.person(request), actor=http.actor(request)
    )
    url = public_address(reverse("handover_link", args=[handed.token]))
    context = {"entry": entry, "handed": handed, "url": url}
    return render(request, "vault/handover_made.html", context)
