"""A stored key that is gone at OVHcloud: its values are destroyed, and its entry is archived."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from credentials import vault
from credentials.core import KeydeskError, Permission
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required
from dashboard.forms.fields import TypedForm

WORD = "destroy"


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def destroy_ended(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Destroy all that is kept of the key, once the word is typed."""
    entry = gatekeepers.entry(request, entry_id, Permission.STORE_SECRETS)
    form = TypedForm(request.POST or None, expected=WORD)
    if request.method == "POST" and form.is_valid():
        try:
            count = vault.destroy_ended(entry, actor=http.actor(request))
            done = ngettext(
                "%(count)d value was destroyed, and the entry is archived.",
                "%(count)d values were destroyed, and the entry is archived.",
                count,
            )
            messages.success(request, done % {"count": count})
        except KeydeskError as error:
            http.warn(request, error)
        return redirect("vault:detail", entry.pk)
    stops = [
        gettext("Nobody can reveal its values again, whatever their role."),
        gettext("Its entry leaves the lists; its history stays."),
    ]
    context = {"entry": entry, "form": form, "stops": stops, "word": WORD}
    return render(request, "vault/destroy_ended.html", context)
