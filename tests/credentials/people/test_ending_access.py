"""Who ends somebody's access may still do so in the transaction that ends it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from credentials import audit, people, teams
from credentials.audit import SYSTEM, Actor
from credentials.core import AuditAction, NotAllowedError, Outcome, Role
from credentials.models import AuditEntry, Membership, Person, Team
from tests.people import join, make_person, make_team, rewrite
from tests.two_at_once import second_of

_LOST = "Your role does not include this any more."
End = Callable[..., object]


def actor_of(person: Person) -> Actor:
    return audit.actor_of(person)


@pytest.fixture
def admin(team: Team, bob: Person) -> Person:
    return join(team, bob, Role.ADMIN)


@pytest.fixture
def member(team: Team) -> Person:
    return join(team, make_person("charlie"), Role.OPERATOR)


ENDINGS = pytest.mark.parametrize(
    "end", [people.deactivate, people.reactivate, people.end_sessions]
)


@ENDINGS
@pytest.mark.django_db
def test_an_admin_who_was_deactivated_ends_nobodys(end: End, admin: Person, member: Person) -> None:
    rewrite(Person.objects.filter(pk=admin.pk), is_active=False)
    with pytest.raises(NotAllowedError, match=_LOST):
        end(member, actor=actor_of(admin))


@pytest.mark.django_db
def test_whoever_is_in_no_team_any_more_is_nobodys_to_deactivate(
    team: Team, admin: Person, member: Person
) -> None:
    teams.remove_member(Membership.objects.get(person=member), actor=SYSTEM)
    with pytest.raises(NotAllowedError, match=_LOST):
        people.deactivate(member, actor=actor_of(admin))


@pytest.mark.django_db
def test_nobody_ends_their_own_access_but_their_own_sessions(admin: Person, team: Team) -> None:
    with pytest.raises(NotAllowedError, match="Nobody ends their own access"):
        people.deactivate(admin, actor=actor_of(admin))
    people.end_sessions(admin, actor=actor_of(admin))


@ENDINGS
@pytest.mark.django_db(transaction=True)
def test_an_admin_who_is_being_demoted_ends_nobodys(
    end: End, admin: Person, member: Person
) -> None:
    membership = Membership.objects.get(person=admin)
    with pytest.raises(NotAllowedError, match=_LOST):
        second_of(
            holds=lambda: teams.change_role(membership, Role.AUDITOR, actor=SYSTEM),
            then=lambda: None,
            other=lambda: end(member, actor=actor_of(admin)),
        )
    assert Person.objects.get(pk=member.pk).is_active


@pytest.mark.django_db(transaction=True)
def test_of_two_admins_who_deactivate_each_other_one_stays(alice: Person, admin: Person) -> None:
    with pytest.raises(NotAllowedError, match=_LOST):
        second_of(
            holds=lambda: people.deactivate(admin, actor=actor_of(alice)),
            then=lambda: None,
            other=lambda: people.deactivate(alice, actor=actor_of(admin)),
        )
    assert Person.objects.get(pk=alice.pk).is_active
    refused = AuditEntry.objects.get(action=AuditAction.PERSON_DEACTIVATED, outcome=Outcome.DENIED)
    assert refused.actor == admin.email


@pytest.mark.django_db
def test_a_team_of_others_is_not_ones_own_to_decide(admin: Person, member: Person) -> None:
    make_team("Pier", member)
    with pytest.raises(NotAllowedError, match="in a team of others as well"):
        people.deactivate(member, actor=actor_of(admin))
