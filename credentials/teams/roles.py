"""Who may do what: the roles as data, and the questions asked of them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping

from django.db.models import QuerySet

from credentials import audit
from credentials.core import Permission, Role
from credentials.models import Membership, Person, Team

_SEEING = frozenset({Permission.SEE})
_REQUESTING = _SEEING | {Permission.REQUEST_KEYS}
_AUDITING = _SEEING | {Permission.SYNC, Permission.READ_LOG, Permission.REVIEW_KEYS}
_OPERATING = _REQUESTING | {
    Permission.REVEAL,
    Permission.STORE_SECRETS,
    Permission.SYNC,
    Permission.REVOKE,
    Permission.MANAGE_ACCOUNTS,
    Permission.SAVE_PROFILES,
    Permission.CALL_API,
}

#: What each role allows, the strongest role first.
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.OPERATOR: _OPERATING,
    Role.REQUESTER: _REQUESTING,
    Role.AUDITOR: _AUDITING,
}


def role_in(person: Person, team_id: uuid.UUID | None) -> Role | None:
    """The person's role; None outside their teams, and while the team is closed to them."""
    return roles_of(person).get(team_id) if team_id else None


def roles_of(person: Person) -> Mapping[uuid.UUID, Role]:
    """The roles that count: those of teams that are closed to the person do not."""
    roles = person.roles
    if roles is None:
        roles = roles_by_team(
            genuine_memberships(
                Membership.objects.filter(person=person).select_related("person").order_by()
            )
        )
    return {team_id: role for team_id, role in roles.items() if team_id not in person.closed_teams}


def roles_by_team(memberships: Iterable[Membership]) -> dict[uuid.UUID, Role]:
    """The role of each of these memberships, which count, by the id of its team."""
    return {
        membership.team_id: Role(membership.role)
        for membership in memberships
        if membership.role in ROLE_PERMISSIONS
    }


def genuine_memberships(memberships: Iterable[Membership]) -> list[Membership]:
    """The memberships that Keydesk wrote as they stand and the log has not ended since."""
    return audit.holding_or_logged(memberships)


def counting(memberships: Iterable[Membership]) -> list[Membership]:
    """Those that are genuine and whose person, read with them, is as Keydesk wrote them too."""
    rows = list(memberships)
    holding = set(audit.holding_or_logged([*rows, *(row.person for row in rows)]))
    return [row for row in rows if {row, row.person} <= holding]


def members_of(teams: Iterable[Team]) -> list[Membership]:
    """The memberships of these teams that count, each with its person, by address."""
    return counting(rows_of_members(teams))


def people_of(teams: Iterable[Team]) -> QuerySet[Person]:
    """The people of these teams, by their addresses: those who may own an entry."""
    ids = [membership.person_id for membership in members_of(teams)]
    return Person.objects.filter(pk__in=ids).order_by("email")


def rows_of_members(teams: Iterable[Team]) -> QuerySet[Membership]:
    """The rows of these teams' members as they stand, each with its person, by address."""
    return Membership.objects.filter(team__in=teams).select_related("person")


def membership_of(person: Person, team: Team) -> Membership | None:
    """The person's membership of the team, if it counts."""
    memberships = genuine_memberships(
        Membership.objects.filter(team=team, person=person).select_related("person")
    )
    return memberships[0] if memberships else None


def strongest_role(roles: Collection[Role]) -> Role:
    """Of several roles, at least one, the one that counts."""
    return next(role for role in ROLE_PERMISSIONS if role in roles)


def allows(role: Role, permission: Permission) -> bool:
    """Whether the role has the permission, in any team."""
    return permission in ROLE_PERMISSIONS[role]


def may(person: Person, permission: Permission, team_id: uuid.UUID) -> bool:
    """Whether the person has the permission in the team; never for somebody who is no member."""
    role = role_in(person, team_id)
    return role is not None and allows(role, permission)


def locked_permission(person_id: int | None, permission: Permission, team_id: uuid.UUID) -> bool:
    """Whether the person may, right now; the role cannot change before the transaction ends.

    A role that was taken away and is back in its row does not count: the log says it ended.
    """
    return team_id in locked_teams(person_id, permission, [team_id])


def locked_teams(
    person_id: int | None, permission: Permission, team_ids: Iterable[uuid.UUID]
) -> frozenset[uuid.UUID]:
    """Those of the teams in which the person may, right now, as ``locked_permission`` says.

    Raises ``RowChangedOutside`` for a team, with its policy, that is not as Keydesk wrote it.
    """
    if person_id is None:
        return frozenset()
    held = Membership.objects.select_for_update(of=("self",))
    memberships = held.select_related("person", "team")
    active = memberships.filter(
        team_id__in=list(team_ids), person_id=person_id, person__is_active=True
    )
    return frozenset(
        membership.team_id
        for membership in active.order_by("pk")
        if membership.role in ROLE_PERMISSIONS
        and allows(Role(membership.role), permission)
        and _counts(membership)
    )


def _counts(membership: Membership) -> bool:
    """Whether the membership still holds, in a team whose row does."""
    if audit.holds_or_logged(membership, membership.person, membership.team):
        return True
    audit.guard_holds(membership.team)
    return False


def permissions_in(person: Person, team_id: uuid.UUID) -> frozenset[Permission]:
    """Every permission the person has in the team; none for somebody outside it."""
    role = role_in(person, team_id)
    return ROLE_PERMISSIONS[role] if role else frozenset()


def permissions_by_team(person: Person) -> dict[uuid.UUID, frozenset[Permission]]:
    """The person's permissions in each of their teams, by its id."""
    return {team_id: ROLE_PERMISSIONS[role] for team_id, role in roles_of(person).items()}


def teams_where(person: Person, permission: Permission) -> QuerySet[Team]:
    """The teams in which the person's role has the permission."""
    roles = roles_of(person).items()
    return Team.objects.filter(pk__in=[pk for pk, role in roles if allows(role, permission)])


def permissions_anywhere(person: Person) -> frozenset[Permission]:
    """Every permission the person has in at least one team; seeing is everyone's."""
    return _SEEING.union(*permissions_by_team(person).values())
