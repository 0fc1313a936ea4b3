"""Where an entry is in use: places are added to its page, and taken from it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from credentials import vault
from credentials.core import KeydeskError, Permission
from dashboard import gatekeepers, http
from dashboard.forms.vault import UsageForm


@require_POST
def add(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    entry = gatekeepers.entry(request, entry_id, Permission.STORE_SECRETS)
    form = UsageForm(request.POST)
    if form.is_valid():
        try:
            vault.add_usage(entry, form.line, actor=http.actor(request))
        except KeydeskError as error:
            http.warn(request, error)
    else:
        messages.error(request, gettext("Name a place. Each line has 200 characters at most."))
    return redirect("vault:detail", entry.pk)


@require_POST
def remove(request: HttpRequest, usage_id: int) -> HttpResponse:
    usage = gatekeepers.usage(request, usage_id, Permission.STORE_SECRETS)
    entry_id = usage.entry_id
    vault.remove_usage(usage, actor=http.actor(request))
    return redirect("vault:detail", entry_id)
