"""Who may do what: the roles of product section 2, as data, and the questions asked of them."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from credentials.enums import Permission, Role
from credentials.models import Membership, Person, Team

_SEEING = frozenset({Permission.SEE})
_REQUESTING = _SEEING | {Permission.REQUEST_KEYS}
_AUDITING = _SEEING | {Permission.SYNC, Permission.READ_LOG}
_OPERATING = _REQUESTING | {
    Permission.REVEAL,
    Permission.KEEP,
    Permission.SYNC,
    Permission.REVOKE,
    Permission.MANAGE_ACCOUNTS,
    Permission.KEEP_PROFILES,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.OPERATOR: _OPERATING,
    Role.REQUESTER: _REQUESTING,
    Role.AUDITOR: _AUDITING,
}


def role_in(person: Person, team_id: uuid.UUID | None) -> Role | None:
    """The person's role in the team, or None for a stranger."""
    if team_id is None:
        return None
    roles = Membership.objects.filter(person=person, team_id=team_id)
    found = roles.values_list("role", flat=True).first()
    return Role(found) if found else None


def allows(role: Role, permission: Permission) -> bool:
    return permission in ROLE_PERMISSIONS[role]


def may(person: Person, permission: Permission, team_id: uuid.UUID) -> bool:
    role = role_in(person, team_id)
    return role is not None and allows(role, permission)


def hold(person_id: int | None, permission: Permission, team_id: uuid.UUID) -> bool:
    """Whether the person may, right now; the role cannot change before the transaction ends."""
    if person_id is None:
        return False
    memberships = Membership.objects.select_for_update(of=("self",)).filter(team_id=team_id)
    found = memberships.filter(person_id=person_id, person__is_active=True).first()
    return found is not None and allows(Role(found.role), permission)


def held(person: Person, team_id: uuid.UUID) -> frozenset[Permission]:
    """Every permission the person has in the team; a stranger has none."""
    role = role_in(person, team_id)
    return ROLE_PERMISSIONS[role] if role else frozenset()


def held_by_team(person: Person) -> dict[uuid.UUID, frozenset[Permission]]:
    """The person's permissions in each of their teams, by its id."""
    roles = Membership.objects.filter(person=person).values_list("team_id", "role")
    return {team_id: ROLE_PERMISSIONS[Role(role)] for team_id, role in roles}


def teams_where(person: Person, permission: Permission) -> QuerySet[Team]:
    """The teams in which the person's role has the permission."""
    roles = [role.value for role in Role if allows(role, permission)]
    return Team.objects.filter(memberships__person=person, memberships__role__in=roles)


def permissions_anywhere(person: Person) -> frozenset[Permission]:
    """Every permission the person has in at least one team; seeing is everyone's."""
    roles = Membership.objects.filter(person=person).values_list("role", flat=True)
    held = (ROLE_PERMISSIONS[Role(role)] for role in roles)
    return _SEEING.union(*held)
