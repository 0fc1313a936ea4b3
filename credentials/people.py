"""Teams, their members and their policy: found, add, change, remove. Each is audited."""

from __future__ import annotations

from django.db import transaction

from credentials import audit
from credentials.audit import Actor
from credentials.enums import AuditAction, Role
from credentials.errors import NotAllowedError
from credentials.house_policy import HousePolicy
from credentials.models import Membership, Person, Team
from credentials.sentences import gettext_noop, say


@transaction.atomic
def found_team(name: str, *, admin: Person, actor: Actor) -> Team:
    """A new team with its first admin."""
    team = Team.objects.create(name=name)
    audit.record(AuditAction.TEAM_CREATED, actor=actor, subject=audit.subject_of(team))
    add_member(team, admin, Role.ADMIN, actor=actor)
    return team


@transaction.atomic
def add_member(team: Team, person: Person, role: Role, *, actor: Actor) -> Membership:
    """Make a person a member. Raises ``NotAllowedError`` for one who is already."""
    membership, is_new = Membership.objects.get_or_create(
        team=team, person=person, defaults={"role": role}
    )
    if not is_new:
        raise NotAllowedError(
            say(
                gettext_noop("%(person)s is a member of %(team)s already."),
                person=person,
                team=team,
            )
        )
    _log(AuditAction.MEMBER_ADDED, membership, actor=actor)
    return membership


@transaction.atomic
def change_role(membership: Membership, role: Role, *, actor: Actor) -> None:
    """Give a member another role. A team keeps at least one admin."""
    _guard_last_admin(membership, still_admin=role is Role.ADMIN)
    membership.role = role
    membership.save(update_fields=["role"])
    _log(AuditAction.MEMBER_ROLE_CHANGED, membership, actor=actor)


@transaction.atomic
def remove_member(membership: Membership, *, actor: Actor) -> None:
    """End a membership. A team keeps at least one admin."""
    _guard_last_admin(membership, still_admin=False)
    _log(AuditAction.MEMBER_REMOVED, membership, actor=actor)
    membership.delete()


@transaction.atomic
def change_policy(team: Team, policy: HousePolicy, *, actor: Actor) -> None:
    """Ask this of the team's keys from now on; those there are stay, and are told of."""
    terms = policy.columns()
    for name, value in terms.items():
        setattr(team, name, value)
    team.save(update_fields=terms)
    audit.record(
        AuditAction.POLICY_CHANGED, actor=actor, subject=audit.subject_of(team), details={**terms}
    )


def _guard_last_admin(membership: Membership, *, still_admin: bool) -> None:
    admins = membership.team.memberships.select_for_update().filter(role=Role.ADMIN)
    others = [other for other in admins if other.pk != membership.pk]
    if not still_admin and membership.role == Role.ADMIN and not others:
        raise NotAllowedError(
            say(gettext_noop("%(person)s is the team's only admin."), person=membership.person),
            next_step=say(gettext_noop("Make another member admin first.")),
        )


def _log(action: AuditAction, membership: Membership, *, actor: Actor) -> None:
    audit.record(
        action,
        actor=actor,
        subject=audit.subject_of(membership.team),
        details={"person": membership.person.email, "role": str(membership.role)},
    )
