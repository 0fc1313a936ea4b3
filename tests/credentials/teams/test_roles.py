"""Roles and members: who may do what, and a team that never loses its last admin."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from credentials import audit, teams
from credentials.audit import SYSTEM
from credentials.core import NotAllowedError, Permission, Role
from credentials.models import Membership, Person, Team
from tests.people import rewrite
from tests.two_at_once import second_of

MAY: dict[Role, str] = {
    Role.ADMIN: "see request-keys reveal keep sync revoke manage-accounts manage-people read-log "
    "set-policy keep-profiles call-api refresh-catalogue review-keys",
    Role.OPERATOR: "see request-keys reveal keep sync revoke manage-accounts keep-profiles "
    "call-api",
    Role.REQUESTER: "see request-keys",
    Role.AUDITOR: "see sync read-log review-keys",
}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_this_and_nothing_else(
    role: Role, teammate: Callable[[Role], Person], team: Team
) -> None:
    bob = teammate(role)
    permissions = {permission for permission in Permission if teams.may(bob, permission, team.pk)}
    assert permissions == {Permission(name) for name in MAY[role].split()}


def test_every_role_has_its_place_and_none_allows_more_than_those_before_it() -> None:
    assert list(teams.ROLE_PERMISSIONS) == [*MAY]
    assert teams.ROLE_PERMISSIONS.keys() == set(Role)
    allowed = list(teams.ROLE_PERMISSIONS.values())
    for place, permissions in enumerate(allowed):
        assert not any(permissions < weaker for weaker in allowed[place + 1 :])


@pytest.mark.parametrize("role", Role)
def test_of_several_roles_the_strongest_counts(role: Role) -> None:
    assert teams.strongest_role({role}) is role
    assert teams.strongest_role({role, Role.ADMIN}) is Role.ADMIN


def test_a_stranger_may_do_nothing(charlie: Person, team: Team) -> None:
    assert teams.role_in(charlie, team.pk) is None
    assert not any(teams.may(charlie, permission, team.pk) for permission in Permission)


def test_the_last_admin_cannot_be_removed(alice: Person, team: Team) -> None:
    membership = Membership.objects.get(team=team, person=alice)
    with pytest.raises(NotAllowedError, match="only admin"):
        teams.change_role(membership, Role.AUDITOR, actor=SYSTEM)
    with pytest.raises(NotAllowedError, match="only admin"):
        teams.remove_member(membership, actor=SYSTEM)


def test_an_admin_can_be_removed_while_another_remains(
    alice: Person, team: Team, teammate: Callable[[Role], Person]
) -> None:
    teammate(Role.ADMIN)
    teams.remove_member(Membership.objects.get(team=team, person=alice), actor=SYSTEM)
    assert teams.role_in(alice, team.pk) is None


def test_nobody_is_added_twice(alice: Person, team: Team) -> None:
    with pytest.raises(NotAllowedError, match="already"):
        teams.add_member(team, alice, Role.AUDITOR, actor=SYSTEM)


@pytest.mark.django_db(transaction=True)
def test_of_two_admins_who_remove_each_other_at_once_one_stays(
    alice: Person, team: Team, teammate: Callable[[Role], Person]
) -> None:
    bob = teammate(Role.ADMIN)
    of_alice, of_bob = (Membership.objects.get(team=team, person=each) for each in (alice, bob))
    with pytest.raises(NotAllowedError, match="Your role does not include this any more"):
        second_of(
            holds=lambda: teams.remove_member(of_bob, actor=audit.actor_of(alice)),
            then=lambda: None,
            other=lambda: teams.remove_member(of_alice, actor=audit.actor_of(bob)),
        )
    assert [member.person for member in team.memberships.all()] == [alice]


@pytest.mark.django_db(transaction=True)
def test_a_person_whom_two_add_at_once_is_added_once(
    alice: Person, team: Team, charlie: Person
) -> None:
    def add() -> Membership:
        return teams.add_member(team, charlie, Role.AUDITOR, actor=audit.actor_of(alice))

    with pytest.raises(NotAllowedError, match="is a member of Harbour already"):
        second_of(holds=add, then=lambda: None, other=add)


def test_the_last_admin_is_counted_as_the_team_is_now(
    alice: Person, team: Team, teammate: Callable[[Role], Person]
) -> None:
    """Bob was made admin after this page was opened, and Alice left: he is the only one."""
    bob = teammate(Role.OPERATOR)
    seen = Membership.objects.get(team=team, person=bob)
    rewrite(Membership.objects.filter(pk=seen.pk), role=Role.ADMIN)
    teams.remove_member(Membership.objects.get(team=team, person=alice), actor=SYSTEM)
    with pytest.raises(NotAllowedError, match="is the team's only admin"):
        teams.remove_member(seen, actor=SYSTEM)
