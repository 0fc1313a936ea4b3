"""Teams, their members and their policy."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import audit, people, teams
from credentials.core import NotAllowedError, Permission, Role
from credentials.models import Invitation, Membership, Person, Team
from dashboard import gatekeepers, http, labels
from dashboard.decorators import fresh_confirmation_required
from dashboard.forms.team import MemberForm, PolicyForm, RoleForm

_PEOPLE = Permission.MANAGE_PEOPLE


@require_safe
def list(request: HttpRequest) -> HttpResponse:
    """The person's teams; with a single one, that team itself."""
    roles = teams.roles_of(http.person(request))
    if len(roles) == 1:
        return redirect("team:detail", *roles)
    rows = [
        {"team": team, "role": labels.ROLES[roles[team.pk]]}
        for team in Team.objects.filter(pk__in=roles)
    ]
    return render(request, "team/list.html", {"rows": rows})


@require_safe
def detail(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    team = gatekeepers.team(request, team_id, Permission.SEE)
    return render(request, "team/detail.html", _page(request, team))


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def add(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    team = gatekeepers.team(request, team_id, _PEOPLE)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _add(request, team, form.cleaned_data["email"], form.chosen)
            return redirect("team:detail", team.pk)
        except NotAllowedError as refusal:
            http.complain(form, refusal, field="email")
    return render(request, "team/add.html", {"team": team, "form": form, "roles": _roles()})


@require_POST
@fresh_confirmation_required
def invite_again(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Send a new link, for as long again; the old one ends."""
    old = gatekeepers.invitation(request, invitation_id, _PEOPLE)
    try:
        _add(request, old.team, old.email, Role(old.role))
    except NotAllowedError as refusal:
        http.warn(request, refusal)
    return redirect("team:detail", old.team_id)


@require_POST
@fresh_confirmation_required
def withdraw(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """End an invitation that nobody has accepted yet."""
    invitation = gatekeepers.invitation(request, invitation_id, _PEOPLE, to_end=True)
    people.withdraw_invitation(invitation, actor=http.actor(request))
    text = gettext("The invitation of %(email)s no longer works.")
    messages.success(request, text % {"email": invitation.email})
    return redirect("team:detail", invitation.team_id)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def change(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Another role for a member."""
    membership = gatekeepers.membership(request, membership_id, _PEOPLE)
    form = RoleForm(request.POST or None, initial={"role": membership.role})
    if request.method == "POST" and form.is_valid():
        try:
            teams.change_role(membership, form.chosen, actor=http.actor(request))
            return redirect("team:detail", membership.team_id)
        except NotAllowedError as refusal:
            http.complain(form, refusal)
    context = {"membership": membership, "form": form, "roles": _roles()}
    return render(request, "team/change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def remove(request: HttpRequest, membership_id: int) -> HttpResponse:
    """End a membership; what the person saw stays in the log."""
    membership = gatekeepers.membership(request, membership_id, _PEOPLE, to_end=True)
    if request.method == "POST":
        try:
            teams.remove_member(membership, actor=http.actor(request))
            messages.success(
                request, gettext("%(person)s left the team.") % {"person": membership.person}
            )
        except NotAllowedError as refusal:
            http.warn(request, refusal)
        return redirect("team:detail", membership.team_id)
    return render(request, "team/remove.html", {"membership": membership})


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_confirmation_required
def policy(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    """What the team asks of its keys; keys that are against it are refused, or told of."""
    team = gatekeepers.team(request, team_id, Permission.SET_POLICY)
    columns = teams.policy_of(team).columns() | teams.access_terms_of(team).columns()
    columns["allowed_networks"] = "\n".join(team.allowed_networks)
    form = PolicyForm(request.POST or None, initial=columns, address=http.address(request))
    if request.method == "POST" and form.is_valid():
        teams.change_policy(team, form.policy, access=form.access, actor=http.actor(request))
        messages.success(request, gettext("The policy holds from now on."))
        return redirect("team:detail", team.pk)
    return render(request, "team/policy.html", {"team": team, "form": form})


def _page(request: HttpRequest, team: Team) -> dict[str, object]:
    members = _members(team)
    permissions = teams.permissions_in(http.person(request), team.pk)
    return {
        "team": team,
        "members": members,
        "count": sum(1 for row in members if row["counts"]),
        "invitations": _invitations(team),
        "manages": _PEOPLE in permissions,
        "sets_policy": Permission.SET_POLICY in permissions,
        "terms": teams.policy_of(team).terms,
        "access_terms": teams.access_terms_of(team).terms,
    }


def _members(team: Team) -> Sequence[dict[str, object]]:
    """Every row, those among them that count for nothing: an admin can remove them."""
    rows = teams.rows_of_members([team])
    counting = teams.counting(rows)
    return [_row("membership", row, counts=row in counting) for row in rows]


def _invitations(team: Team) -> Sequence[dict[str, object]]:
    rows = people.open_invitations(team)
    counting = audit.holding_or_logged(rows)
    return [_row("invitation", row, counts=row in counting) for row in rows]


def _row(name: str, row: Membership | Invitation, *, counts: bool) -> dict[str, object]:
    """What was changed outside says nothing that is shown."""
    if not counts:
        return {name: row, "counts": False}
    role, may = labels.ROLES[row.role], labels.ROLE_DESCRIPTIONS[row.role]
    return {name: row, "counts": True, "role": role, "may": may}


def _add(request: HttpRequest, team: Team, email: str, role: Role) -> None:
    """Add somebody who has an account here; invite everybody else."""
    actor = http.actor(request)
    if known := Person.objects.with_email(email):
        teams.add_member(team, known, role, actor=actor)
        messages.success(request, gettext("%(person)s is a member now.") % {"person": known})
        return
    people.invite(team, email, role=role, person=http.person(request), actor=actor)
    text = gettext("An invitation is on its way to %(email)s. It works for 48 hours.")
    messages.success(request, text % {"email": email})


def _roles() -> dict[labels.Label, labels.Label]:
    return {labels.ROLES[role]: labels.ROLE_DESCRIPTIONS[role] for role in Role}
