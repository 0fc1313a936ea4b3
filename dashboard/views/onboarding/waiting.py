"""A request on its way: before OVHcloud's page, while it is open, and what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from credentials import access, onboarding, policing, rights, validation
from credentials.audit import Actor
from credentials.enums import KeyState, Permission
from credentials.errors import KeydeskError
from credentials.models import ConsumerKey, KeyRequest
from dashboard import gatekeepers, http

# A little more than OVHcloud's default of one day, which few people mean to choose.
_SHORT = timedelta(hours=25)


@require_safe
def waiting(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Where the request stands, from our store; the page asks OVHcloud by itself, ever slower."""
    found = gatekeepers.key_request(request, request_id, Permission.SEE)
    return render(request, "onboarding/waiting.html", _context(request, found))


@require_POST
def check(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Ask OVHcloud now. Of a page that watches, ``times`` counts how often it has asked."""
    found = gatekeepers.key_request(request, request_id, Permission.REQUEST_KEYS)
    before, trouble = found.consumer_key.state, None
    try:
        found = validation.check(found, actor=http.actor(request))
    except KeydeskError as error:
        trouble = error
    if not request.headers.get("HX-Request"):
        if trouble:
            http.warn(request, trouble)
        return redirect("onboarding:waiting", found.pk)
    if found.consumer_key.state != before or validation.is_given_up(found):
        return HttpResponseClientRefresh()
    context = {"found": found, "trouble": http.full(trouble) if trouble else "", "asked": True}
    return render(request, "onboarding/watch.html", context | _pace(request))


@require_POST
def again(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """The same wish once more, unless the key turns out to have been accepted meanwhile."""
    found = gatekeepers.key_request(request, request_id, Permission.REQUEST_KEYS)
    actor = http.actor(request)
    try:
        if _came_good(found, actor):
            return redirect("onboarding:waiting", found.pk)
        fresh = validation.request(
            found.consumer_key.application,
            validation.again(found),
            person=http.person(request),
            actor=actor,
            callback_url=callback_url(request),
        )
    except KeydeskError as error:
        http.warn(request, error)
        return redirect("onboarding:waiting", found.pk)
    return redirect("onboarding:waiting", fresh.pk)


@require_POST
def manage(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Make the key that came of it the account's management key."""
    found = gatekeepers.key_request(request, request_id, Permission.MANAGE_ACCOUNTS)
    key = found.consumer_key
    try:
        onboarding.manage_with(key.account, key, actor=http.actor(request))
    except KeydeskError as error:
        http.warn(request, error)
    else:
        text = gettext("Keydesk works with this key of %(account)s now.")
        messages.success(request, text % {"account": key.account})
    return redirect("onboarding:waiting", found.pk)


def callback_url(request: HttpRequest) -> Callable[[str], str]:
    """The address OVHcloud sends the person back to, by token."""

    def absolute(token: str) -> str:
        return request.build_absolute_uri(reverse("onboarding:callback", args=[token]))

    return absolute


def _context(request: HttpRequest, found: KeyRequest) -> dict[str, object]:
    key, person = found.consumer_key, http.person(request)
    role = access.role_in(person, key.account.team_id)
    may = access.ROLE_PERMISSIONS[role] if role else frozenset()
    return {
        "found": found,
        "key": key,
        "account": key.account,
        "state": KeyState.ABANDONED if validation.is_given_up(found) else KeyState(key.state),
        "may_still_change": validation.may_still_change(found),
        "page": validation.consent_page(found),
        "is_requester": found.requested_by_id == person.pk,
        "may_request": Permission.REQUEST_KEYS in may,
        "may_reveal": Permission.REVEAL in may,
        "may_manage": Permission.MANAGE_ACCOUNTS in may,
        "rules": rights.from_api(key.rules),
        "difference": validation.granted_against_requested(found),
        "is_short": _is_short(key),
        "policy": key.account.team.policy,
        "breaches": policing.breaches_of(key),
        **_pace(request),
    }


def _came_good(found: KeyRequest, actor: Actor) -> bool:
    """Whether a key that was not valid so far turns out to be."""
    if not validation.may_still_change(found):
        return False
    return validation.check(found, actor=actor).consumer_key.state == KeyState.VALIDATED


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
