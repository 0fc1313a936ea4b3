"""A request on its way: before OVHcloud's page, while it is open, and what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from credentials import onboarding, rights, teams, vault
from credentials.core import KeydeskError, KeyState, Permission
from credentials.models import ConsumerKey, KeyRequest
from credentials.onboarding import Format
from credentials.public_address import public_address
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required
from dashboard.pages import binding

# A little more than OVHcloud's default of one day, which few people mean to choose.
_SHORT = timedelta(hours=25)


@require_safe
def waiting(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Where the request stands, from our store; the page asks OVHcloud by itself, ever slower."""
    key_request = gatekeepers.key_request(request, request_id, Permission.SEE)
    return render(request, "onboarding/waiting.html", _context(request, key_request))


@require_POST
def check(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Ask OVHcloud now. Of a page that watches, ``times`` counts how often it has asked."""
    key_request = gatekeepers.key_request(request, request_id, Permission.REQUEST_KEYS)
    before, trouble = key_request.consumer_key.state, None
    try:
        key_request = onboarding.check_request(key_request, actor=http.actor(request))
    except KeydeskError as error:
        trouble = error
    if not http.is_htmx(request):
        if trouble:
            http.warn(request, trouble)
        return redirect("onboarding:waiting", key_request.pk)
    if key_request.consumer_key.state != before or onboarding.is_abandoned(key_request):
        return HttpResponseClientRefresh()
    context = {
        "key_request": key_request,
        "trouble": http.error_text(trouble) if trouble else "",
        "asked": True,
    }
    return render(request, "onboarding/watch.html", context | _pace(request))


@require_POST
@fresh_confirmation_required
def again(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """The same request once more, unless the key turns out to have been accepted meanwhile."""
    key_request = gatekeepers.key_request(request, request_id, Permission.REQUEST_KEYS)
    try:
        key_request = onboarding.request_again(
            key_request,
            person=http.person(request),
            actor=http.actor(request),
            callback_url=callback_url(request),
        )
    except KeydeskError as error:
        http.warn(request, error)
    return redirect("onboarding:waiting", key_request.pk)


@require_POST
@fresh_confirmation_required
def manage(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Make the key that came of it the account's management key."""
    key_request = gatekeepers.key_request(request, request_id, Permission.MANAGE_ACCOUNTS)
    key = key_request.consumer_key
    try:
        vault.choose_management_key(key.account, key, actor=http.actor(request))
    except KeydeskError as error:
        http.warn(request, error)
    else:
        text = gettext("Keydesk works with this key of %(account)s now.")
        messages.success(request, text % {"account": key.account})
    return redirect("onboarding:waiting", key_request.pk)


@require_POST
@fresh_confirmation_required
def end(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """End a key that nobody waits for, or note that it is to be ended."""
    key_request = gatekeepers.key_request(request, request_id, Permission.REQUEST_KEYS)
    try:
        key_request = onboarding.end_request(key_request, actor=http.actor(request))
    except KeydeskError as error:
        http.warn(request, error)
    else:
        if not key_request.dropped_at:
            messages.success(request, gettext("The key has ended at OVHcloud."))
    return redirect("onboarding:waiting", key_request.pk)


def callback_url(request: HttpRequest) -> Callable[[str], str]:
    """The address OVHcloud sends the person back to, by token."""

    def absolute(token: str) -> str:
        return public_address(reverse("onboarding:callback", args=[token]))

    return absolute


def _context(request: HttpRequest, key_request: KeyRequest) -> dict[str, object]:
    key, person = key_request.consumer_key, http.person(request)
    role = teams.role_in(person, key.account.team_id)
    may = teams.ROLE_PERMISSIONS[role] if role else frozenset()
    return {
        "key_request": key_request,
        "key": key,
        "account": key.account,
        "state": KeyState.ABANDONED
        if onboarding.is_abandoned(key_request)
        else KeyState(key.state),
        "may_still_change": onboarding.may_still_change(key_request),
        "can_be_ended": onboarding.can_be_ended(key_request),
        "page": onboarding.consent_page(key_request),
        "is_requester": key_request.requested_by_id == person.pk,
        "may_request": Permission.REQUEST_KEYS in may,
        "may_reveal": Permission.REVEAL in may,
        "file": _file(key) if Permission.REVEAL in may else None,
        "takes_purpose": key.account.team.requires_purpose,
        "may_manage": Permission.MANAGE_ACCOUNTS in may,
        "rules": rights.rules_from_api(key.rules),
        "difference": onboarding.granted_against_requested(key_request),
        "is_short": _is_short(key),
        "policy": teams.policy_of(key.account.team),
        "breaches": teams.breaches_of_key(key),
        "binding": binding.binding_of(key, may),
        **_pace(request),
    }


def _file(key: ConsumerKey) -> Format | None:
    """The file of the tool that the key is for; none of a key that opens nothing."""
    is_over = key.expires_at is not None and key.expires_at <= timezone.now()
    if key.state != KeyState.VALIDATED or is_over:
        return None
    return onboarding.likely_format(key)


def _is_short(key: ConsumerKey) -> bool:
    """Whether the key ends about a day after it was validated."""
    if key.expires_at is None or key.validated_at is None:
        return False
    return key.expires_at - key.validated_at < _SHORT


def _pace(request: HttpRequest) -> dict[str, int]:
    """How many seconds until the page asks again: 3 at first, a minute in the end."""
    given = request.POST.get("times", "")
    times = min(int(given[:2]), 99) if given.isascii() and given.isdigit() else 0
    return {"times": times + 1, "delay": min(round(3 * 1.5 ** min(times, 9)), 60)}
