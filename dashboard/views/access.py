"""A member's access to the instance, as an admin of their team sees and ends it."""

from __future__ import annotations

from typing import Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from credentials import people
from credentials.audit import Actor
from credentials.core import NotAllowedError, Permission
from credentials.models import Person
from dashboard import gatekeepers, http
from dashboard.decorators import fresh_confirmation_required

_PEOPLE = Permission.MANAGE_PEOPLE


@require_safe
def access(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Whether the member is signed in, by what, and what an admin can end."""
    membership = gatekeepers.membership(request, membership_id, _PEOPLE)
    person = membership.person
    context = {
        "membership": membership,
        "sessions": people.sessions_of(person),
        "has_second_factor": people.has_second_factor(person),
        "may_end_access": people.may_end_access(http.person(request), person),
    }
    return render(request, "team/access.html", context)


@require_POST
@fresh_confirmation_required
def sign_out(request: HttpRequest, membership_id: int) -> HttpResponse:
    """End every session of the member, who can sign in again."""
    membership = gatekeepers.membership(request, membership_id, _PEOPLE)
    people.end_sessions(membership.person, actor=http.actor(request))
    text = gettext("%(person)s is signed out everywhere.")
    messages.success(request, text % {"person": membership.person})
    return redirect("team:access", membership.pk)


@require_POST
@fresh_confirmation_required
def deactivate(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Let the member sign in no more."""
    return _change(request, membership_id, people.deactivate)


@require_POST
@fresh_confirmation_required
def reactivate(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Let the member sign in again."""
    return _change(request, membership_id, people.reactivate)


class _Change(Protocol):
    def __call__(self, person: Person, *, actor: Actor) -> object: ...


def _change(request: HttpRequest, membership_id: int, change: _Change) -> HttpResponse:
    """Change the member's access to the instance, and say why not where that is refused."""
    membership = gatekeepers.membership(request, membership_id, _PEOPLE)
    try:
        change(membership.person, actor=http.actor(request))
    except NotAllowedError as refusal:
        http.warn(request, refusal)
    return redirect("team:access", membership.pk)
