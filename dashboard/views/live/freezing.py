"""A key's freeze, its thaw, and the addresses that it works from."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from credentials import live, vault
from credentials.core import KeydeskError, Permission, Sentence
from dashboard import http
from dashboard.decorators import fresh_confirmation_required
from dashboard.forms.onboarding import AddressPreview
from dashboard.pages.key import KeyPage, what_stops
from dashboard.views.live.key_page import key_page

_asking = require_http_methods(["GET", "HEAD", "POST"])


@_asking
@fresh_confirmation_required
def freeze(request: HttpRequest, account_id: uuid.UUID, credential_id: int) -> HttpResponse:
    """What stops working, and then the freeze."""
    page = key_page(request, account_id, credential_id, Permission.REVOKE)
    if page.freeze_obstacle:
        return _sent_back(request, page, page.freeze_obstacle)
    if request.method != "POST":
        return render(request, "live/freeze.html", _context(page) | {"stops": what_stops(page)})
    try:
        live.freeze(page.key, actor=http.actor(request))
    except KeydeskError as error:
        return _sent_back(request, page, error)
    messages.success(request, gettext("Key #%(id)s is frozen.") % {"id": credential_id})
    return redirect("live:credential", account_id, credential_id)


@_asking
@fresh_confirmation_required
def thaw(request: HttpRequest, account_id: uuid.UUID, credential_id: int) -> HttpResponse:
    """Back to what the key worked from; where OVHcloud lists something else, that is asked."""
    page = key_page(request, account_id, credential_id, Permission.REVOKE)
    if page.thaw_obstacle:
        return _sent_back(request, page, page.thaw_obstacle)
    if request.method != "POST":
        return _ask_to_thaw(request, page, page.key.allowed_ips)
    try:
        live.thaw(page.key, actor=http.actor(request), seen=_seen(request, page))
    except live.AddressesDiffer as difference:
        return _ask_to_thaw(request, page, difference.addresses, difference)
    except KeydeskError as error:
        return _sent_back(request, page, error)
    messages.success(request, gettext("Key #%(id)s is thawed.") % {"id": credential_id})
    return redirect("live:credential", account_id, credential_id)


@_asking
@fresh_confirmation_required
def addresses(request: HttpRequest, account_id: uuid.UUID, credential_id: int) -> HttpResponse:
    """The list to change; then what OVHcloud will store and what that replaces; then the change."""
    page = key_page(request, account_id, credential_id, Permission.REVOKE)
    if page.addresses_obstacle:
        return _sent_back(request, page, page.addresses_obstacle)
    if request.method != "POST":
        return _edit(request, page, AddressPreview("\n".join(page.key.allowed_ips)))
    preview = AddressPreview(request.POST.get("addresses", ""))
    if preview.problem or request.POST.get("do") == "edit":
        return _edit(request, page, preview)
    if request.POST.get("do") != "change":
        return _review(request, page, preview, page.key.allowed_ips)
    return _change(request, page, preview)


def _change(request: HttpRequest, page: KeyPage, preview: AddressPreview) -> HttpResponse:
    key = page.key
    try:
        live.change_addresses(
            key, preview.blocks, seen=_seen(request, page), actor=http.actor(request)
        )
    except live.AddressesDiffer as difference:
        return _review(request, page, preview, difference.addresses, difference)
    except KeydeskError as error:
        http.warn(request, error)
        return _review(request, page, preview, key.allowed_ips)
    done = gettext("OVHcloud lists %(addresses)s for key #%(id)s now.")
    listed = ", ".join(key.allowed_ips) or gettext("any address")
    messages.success(request, done % {"addresses": listed, "id": key.credential_id})
    return redirect("live:credential", key.account_id, key.credential_id)


def _edit(request: HttpRequest, page: KeyPage, preview: AddressPreview) -> HttpResponse:
    context = _context(page) | {"preview": preview, "lockout": _lockout(page, preview)}
    return render(request, "live/addresses_edit.html", context)


def _review(
    request: HttpRequest,
    page: KeyPage,
    preview: AddressPreview,
    seen: Sequence[str],
    difference: live.AddressesDiffer | None = None,
) -> HttpResponse:
    obstacle = live.obstacle_to_limiting_own_key(seen, preview.blocks) if page.is_own else None
    context = _context(page) | {
        "preview": preview,
        "lockout": _lockout(page, preview),
        "seen": seen,
        "difference": difference,
        "own_obstacle": obstacle,
    }
    return render(request, "live/addresses_review.html", context)


def _ask_to_thaw(
    request: HttpRequest,
    page: KeyPage,
    seen: Sequence[str],
    difference: live.AddressesDiffer | None = None,
) -> HttpResponse:
    context = _context(page) | {"seen": seen, "difference": difference}
    return render(request, "live/thaw.html", context)


def _seen(request: HttpRequest, page: KeyPage) -> Sequence[str]:
    """The list that the page showed as the present one; without a word of it, the one we know."""
    shown = request.POST.get("seen")
    return list(page.key.allowed_ips) if shown is None else shown.split()


def _lockout(page: KeyPage, preview: AddressPreview) -> Sentence:
    key = page.key
    return vault.lockout_warning(key.account, rules=page.rules, allowed_ips=preview.blocks)


def _context(page: KeyPage) -> dict[str, object]:
    return {"page": page, "key": page.key}


def _sent_back(request: HttpRequest, page: KeyPage, error: KeydeskError) -> HttpResponse:
    http.warn(request, error)
    return redirect("live:credential", page.key.account_id, page.key.credential_id)
