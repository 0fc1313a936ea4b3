"""Whose access an admin may end: that of members, and for good only of members of no other team."""

from __future__ import annotations

import uuid

from django.db.models import Q

from credentials import audit, teams
from credentials.audit import Actor
from credentials.core import NotAllowedError, Permission, gettext_noop, say
from credentials.models import Membership, Person, Team


def may_end_access(admin: Person, person: Person) -> bool:
    """Whether every team of the person is one that the admin administers; nobody ends their own.

    Who is in a team of others as well can be removed from one's own: more is not one's to decide.
    """
    if admin == person:
        return False
    administered = teams.teams_where(admin, Permission.MANAGE_PEOPLE)
    return not Team.objects.filter(memberships__person=person).exclude(pk__in=administered).exists()


def guard_access(person: Person, *, actor: Actor) -> None:
    """Refuse an actor who does not administer every team of the person, and hold on to their roles.

    Keydesk itself may. Raises ``NotAllowedError``; to be called in a transaction.
    """
    if actor == audit.SYSTEM:
        return
    if actor.person_id == person.pk:
        raise NotAllowedError(
            say(gettext_noop("Nobody ends their own access.")),
            next_step=say(gettext_noop("Another admin can.")),
        )
    of_person, administered = _held_teams(person, actor)
    if not administered:
        raise teams.role_lost()
    if of_person - administered:
        raise NotAllowedError(
            say(gettext_noop("%(person)s is in a team of others as well."), person=person),
            next_step=say(gettext_noop("Remove them from your team instead.")),
        )


def guard_sessions(person: Person, *, actor: Actor) -> None:
    """Refuse who is neither the person nor administers a team of theirs, as ``guard_access``."""
    if actor == audit.SYSTEM or actor.person_id == person.pk:
        return
    _, administered = _held_teams(person, actor)
    if not administered:
        raise teams.role_lost()


def _held_teams(person: Person, actor: Actor) -> tuple[frozenset[uuid.UUID], frozenset[uuid.UUID]]:
    """The person's teams, and those of them that the actor administers.

    Both people's memberships there are held, in the order of their ids: of two admins who
    deactivate each other one comes first.
    """
    of_person = frozenset(person.memberships.order_by().values_list("team_id", flat=True))
    both = Q(person=person) | Q(person_id=actor.person_id)
    list(
        Membership.objects.filter(both, team_id__in=of_person)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    return of_person, teams.locked_teams(actor.person_id, Permission.MANAGE_PEOPLE, of_person)
