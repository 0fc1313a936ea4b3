"""Roles and members: who may do what, and a team that never loses its last admin."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from credentials import access, people
from credentials.audit import SYSTEM
from credentials.enums import Permission, Role
from credentials.errors import NotAllowedError
from credentials.models import Membership, Person, Team

MAY: dict[Role, str] = {
    Role.ADMIN: "see request-keys reveal keep sync revoke manage-accounts manage-people read-log "
    "set-policy keep-profiles",
    Role.OPERATOR: "see request-keys reveal keep sync revoke manage-accounts keep-profiles",
    Role.REQUESTER: "see request-keys",
    Role.AUDITOR: "see sync read-log",
}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_this_and_nothing_else(
    role: Role, teammate: Callable[[Role], Person], team: Team
) -> None:
    bob = teammate(role)
    held = {permission for permission in Permission if access.may(bob, permission, team.pk)}
    assert held == {Permission(name) for name in MAY[role].split()}


def test_a_stranger_may_do_nothing(charlie: Person, team: Team) -> None:
    assert access.role_in(charlie, team.pk) is None
    assert not any(access.may(charlie, permission, team.pk) for permission in Permission)


def test_the_last_admin_stays(alice: Person, team: Team) -> None:
    membership = Membership.objects.get(team=team, person=alice)
    with pytest.raises(NotAllowedError, match="only admin"):
        people.change_role(membership, Role.AUDITOR, actor=SYSTEM)
    with pytest.raises(NotAllowedError, match="only admin"):
        people.remove_member(membership, actor=SYSTEM)


def test_an_admin_beside_another_may_go(
    alice: Person, team: Team, teammate: Callable[[Role], Person]
) -> None:
    teammate(Role.ADMIN)
    people.remove_member(Membership.objects.get(team=team, person=alice), actor=SYSTEM)
    assert access.role_in(alice, team.pk) is None


def test_nobody_is_added_twice(alice: Person, team: Team) -> None:
    with pytest.raises(NotAllowedError, match="already"):
        people.add_member(team, alice, Role.AUDITOR, actor=SYSTEM)
