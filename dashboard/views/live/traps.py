"""A live key as a trap: laid in a trap, and taken up again."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from credentials import traps
from credentials.core import KeydeskError, Permission
from dashboard import http
from dashboard.decorators import fresh_confirmation_required
from dashboard.forms.traps import TrapForm
from dashboard.views.live.key_page import key_page


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def lay_trap(request: HttpRequest, account_id: uuid.UUID, credential_id: int) -> HttpResponse:
    """Where it lies, and then its uses are an alarm."""
    page = key_page(request, account_id, credential_id, Permission.SET_POLICY)
    if page.trap_obstacle:
        http.warn(request, page.trap_obstacle)
        return redirect("live:credential", account_id, credential_id)
    form = TrapForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            traps.lay(page.key, form.cleaned_data["place"], actor=http.actor(request))
        except KeydeskError as error:
            http.complain(form, error)
        else:
            done = gettext("Key #%(id)s is a trap: any use of it raises a critical finding.")
            messages.success(request, done % {"id": credential_id})
            return redirect("live:credential", account_id, credential_id)
    return render(request, "live/lay_trap.html", {"page": page, "key": page.key, "form": form})


@require_POST
@fresh_confirmation_required
def take_up_trap(request: HttpRequest, account_id: uuid.UUID, credential_id: int) -> HttpResponse:
    """Its uses are those of any other key again."""
    page = key_page(request, account_id, credential_id, Permission.SET_POLICY)
    traps.take_up(page.key, actor=http.actor(request))
    messages.success(request, gettext("Key #%(id)s is no trap any more.") % {"id": credential_id})
    return redirect("live:credential", account_id, credential_id)
