"""People whom the identity provider vouches for: its groups say which teams they are in.

Teams that the mapping names are the provider's to fill, for the people who come from there: at
each sign-in a membership is added, changed or ended as their groups say.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from django.conf import settings

from credentials import audit, teams
from credentials.audit import SYSTEM
from credentials.core import (
    AuditAction,
    NotAllowedError,
    Outcome,
    Role,
    gettext_noop,
    say,
)
from credentials.models import Person, Team


def admit_by_groups(
    email: str, groups: Iterable[str], *, known: Person | None, address: str
) -> Person:
    """The person with that address, made a member where their groups say so.

    ``known`` is the person whose account at the provider it is, if it was seen before; else the
    one with the address, else a new one without a password. ``address`` is where the request comes
    from. Raises ``NotAllowedError`` for who is in no group of the mapping.
    """
    actor, details = audit.visitor(known, address), {"factor": "socialaccount"}
    with audit.attempt(AuditAction.SIGN_IN_FAILED, actor=actor, details={**details}) as attempt:
        attempt.withdraw()  # each change of a team has its entry, and so has the sign-in
        return _admitted(Person.objects.normalize_email(email), groups, known=known)


def _admitted(email: str, groups: Iterable[str], *, known: Person | None) -> Person:
    roles = _roles_by_team(frozenset(groups))
    if not roles:
        raise NotAllowedError(
            say(gettext_noop("You are in no group that opens a team here.")),
            next_step=say(gettext_noop("Whoever runs your groups can add you to one.")),
        )
    person = known or Person.objects.filter(email=email).first()
    person = person or Person.objects.create_user(email)
    audit.guard_person(person)
    audit.guard_holds(*_own_teams(person))
    for team in _mapped_teams():
        _set_role(team, person, roles.get(team.name))
    return person


def _own_teams(person: Person) -> list[Team]:
    """A team whose name was changed is not found by it, and so its roles would stay."""
    return list(Team.objects.filter(memberships__person=person))


def refuse_sign_in(person: Person | None, *, address: str, cause: str) -> None:
    """Log that somebody came back from the provider and was not let in; ``cause`` is one word."""
    audit.record(
        AuditAction.SIGN_IN_FAILED,
        actor=audit.visitor(person, address),
        outcome=Outcome.DENIED,
        details={"factor": "socialaccount", "cause": cause},
    )


def _roles_by_team(groups: frozenset[str]) -> dict[str, Role]:
    """The strongest role that the groups give in each team that there is."""
    given: dict[str, set[Role]] = {}
    for group, team, role in settings.OIDC_GROUPS:
        if group in groups:
            given.setdefault(team, set()).add(Role(role))
    names = {team.name for team in _mapped_teams()}
    return {team: teams.strongest_role(roles) for team, roles in given.items() if team in names}


def _mapped_teams() -> list[Team]:
    """Raises ``RowChangedOutside`` where somebody else gave one of them its name."""
    mapped = list(Team.objects.filter(name__in={team for _, team, _ in settings.OIDC_GROUPS}))
    if mapped:
        audit.guard_holds(*mapped)
    return mapped


def _set_role(team: Team, person: Person, role: Role | None) -> None:
    """Keydesk itself does what the groups say. A team keeps its last admin all the same: that
    refusal is in the log, and changes nothing."""
    membership = teams.membership_of(person, team)
    with suppress(NotAllowedError):
        if membership is None and role is None:
            teams.note_absence(team, person)
        elif membership is None and role is not None:
            teams.add_member(team, person, role, actor=SYSTEM)
        elif membership is not None and role is None:
            teams.remove_member(membership, actor=SYSTEM)
        elif membership is not None and role is not None and membership.role != role:
            teams.change_role(membership, role, actor=SYSTEM)
