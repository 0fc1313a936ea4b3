"""Teams, their members and their policy."""

from __future__ import annotations

import uuid

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from credentials import access, people
from credentials.enums import Permission, Role
from credentials.errors import NotAllowedError
from credentials.models import Membership, Person, Team
from dashboard import gatekeepers, http, labels
from dashboard.decorators import fresh_confirmation_required
from dashboard.forms.team import MemberForm, PolicyForm, RoleForm


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """The person's teams; with a single one, that team itself."""
    memberships = Membership.objects.filter(person=http.person(request)).select_related("team")
    rows = [
        {"team": membership.team, "role": labels.ROLES[Role(membership.role)]}
        for membership in memberships.order_by("team__name")
    ]
    if len(rows) == 1:
        return redirect("team:detail", memberships[0].team_id)
    return render(request, "team/list.html", {"rows": rows})


@require_safe
def detail(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    team = gatekeepers.team(request, team_id, Permission.SEE)
    return render(request, "team/detail.html", _page(request, team))


@require_http_methods(["GET", "POST"])
@fresh_confirmation_required
def add(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    team = gatekeepers.team(request, team_id, Permission.MANAGE_PEOPLE)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _add(request, team, form.cleaned_data["email"], form.chosen)
            return redirect("team:detail", team.pk)
        except NotAllowedError as refusal:
            http.complain(form, refusal, field="email")
    return render(request, "team/add.html", {"team": team, "form": form, "roles": _roles()})


@require_http_methods(["GET", "POST"])
@fresh_confirmation_required
def change(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Another role for a member."""
    membership = gatekeepers.membership(request, membership_id, Permission.MANAGE_PEOPLE)
    form = RoleForm(request.POST or None, initial={"role": membership.role})
    if request.method == "POST" and form.is_valid():
        try:
            people.change_role(membership, form.chosen, actor=http.actor(request))
            return redirect("team:detail", membership.team_id)
        except NotAllowedError as refusal:
            http.complain(form, refusal)
    context = {"membership": membership, "form": form, "roles": _roles()}
    return render(request, "team/change.html", context)


@require_http_methods(["GET", "POST"])
@fresh_confirmation_required
def remove(request: HttpRequest, membership_id: int) -> HttpResponse:
    """End a membership; what the person saw stays in the log."""
    membership = gatekeepers.membership(request, membership_id, Permission.MANAGE_PEOPLE)
    if request.method == "POST":
        try:
            people.remove_member(membership, actor=http.actor(request))
            messages.success(
                request, gettext("%(person)s left the team.") % {"person": membership.person}
            )
        except NotAllowedError as refusal:
            http.warn(request, refusal)
        return redirect("team:detail", membership.team_id)
    return render(request, "team/remove.html", {"membership": membership})


@require_http_methods(["GET", "POST"])
@fresh_confirmation_required
def policy(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    """What the team asks of its keys; keys that are against it are refused, or told of."""
    team = gatekeepers.team(request, team_id, Permission.SET_POLICY)
    form = PolicyForm(request.POST or None, initial=team.policy.columns())
    if request.method == "POST" and form.is_valid():
        people.change_policy(team, form.policy, actor=http.actor(request))
        messages.success(request, gettext("The policy holds from now on."))
        return redirect("team:detail", team.pk)
    return render(request, "team/policy.html", {"team": team, "form": form})


def _page(request: HttpRequest, team: Team) -> dict[str, object]:
    members = [
        {
            "membership": membership,
            "role": labels.ROLES[Role(membership.role)],
            "may": labels.ROLE_DESCRIPTIONS[Role(membership.role)],
        }
        for membership in team.memberships.select_related("person")
    ]
    held = access.held(http.person(request), team.pk)
    return {
        "team": team,
        "members": members,
        "manages": Permission.MANAGE_PEOPLE in held,
        "sets_policy": Permission.SET_POLICY in held,
        "terms": team.policy.terms,
    }


def _add(request: HttpRequest, team: Team, email: str, role: Role) -> None:
    """Add a member; a person who is new here is sent a link to set a password."""
    with transaction.atomic():
        known = Person.objects.filter(email__iexact=email).first()
        person = known or Person.objects.create_user(email)
        people.add_member(team, person, role, actor=http.actor(request))
    if known is None:
        invitation = ResetPasswordForm({"email": person.email})
        if invitation.is_valid():
            invitation.save(request)
    messages.success(request, gettext("%(person)s is a member now.") % {"person": person})


def _roles() -> dict[labels.Label, labels.Label]:
    return {labels.ROLES[role]: labels.ROLE_DESCRIPTIONS[role] for role in Role}
