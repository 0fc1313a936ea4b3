"""Teams, their members and their policy: found, add, change, remove. Each is audited."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from credentials import audit
from credentials.audit import Actor, Attempt
from credentials.core import (
    AuditAction,
    MemberRemoved,
    NotAllowedError,
    Outcome,
    Permission,
    PolicyChanged,
    Role,
    announce,
    gettext_noop,
    say,
)
from credentials.models import AuditEntry, Membership, Person, Team
from credentials.rights import TeamPolicy
from credentials.teams.access import AccessTerms, access_terms_of
from credentials.teams.attempt import attempt as attempt_by_role
from credentials.teams.attempt import guard_permission
from credentials.teams.policy import policy_of
from credentials.teams.roles import counting, membership_of


def create_team(name: str, *, admin: Person, actor: Actor) -> Team:
    """A new team with its first admin. Raises ``NotAllowedError`` for a name in use, and
    ``RowChangedOutside`` for an admin whose row Keydesk did not write."""
    subject = audit.Subject("team", label=name)
    with audit.attempt(
        AuditAction.TEAM_CREATED, actor=actor, subject=subject, person=admin
    ) as attempt:
        if Team.objects.filter(name=name).exists():
            raise NotAllowedError(
                say(gettext_noop("There is a team called “%(name)s” already."), name=name),
                next_step=say(gettext_noop("Choose another name.")),
            )
        team = Team.objects.create(name=name)
        attempt.subject = audit.subject_of(team)
        attempt.log()
        with audit.attempt(
            AuditAction.MEMBER_ADDED,
            actor=actor,
            subject=attempt.subject,
            details={**audit.details_of(admin), "role": Role.ADMIN},
        ) as added:
            added.log()
            Membership.objects.create(team=team, person=admin, role=Role.ADMIN)
    return team


def add_member(
    team: Team, person: Person, role: Role, *, actor: Actor, authority: Actor | None = None
) -> Membership:
    """Make a person a member. Raises ``NotAllowedError`` for one who is already, and
    ``RowChangedOutside`` for one whose row Keydesk did not write.

    ``authority`` is whose role has to allow it, where that is not the actor: who invited them.
    """
    details: dict[str, audit.Detail] = {"person": person.email, "role": role}
    with _attempt(
        AuditAction.MEMBER_ADDED, team, details, person=person, actor=actor, authority=authority
    ) as attempt:
        if membership_of(person, team) is not None:
            raise NotAllowedError(
                say(
                    gettext_noop("%(person)s is a member of %(team)s already."),
                    person=person,
                    team=team,
                )
            )
        attempt.log()  # it ends whatever membership the person had before
        team.memberships.filter(person=person).delete()  # not written by Keydesk
        return Membership.objects.create(team=team, person=person, role=role)


def change_role(membership: Membership, role: Role, *, actor: Actor) -> None:
    """Give a member another role.

    Raises ``NotAllowedError`` for the team's only admin, for somebody who is no member any more,
    and for an actor whose role does not include it; ``RowChangedOutside`` for somebody whose row
    Keydesk did not write.
    """
    team, person = membership.team, membership.person
    details = _naming(membership) | {"role": role}
    with _attempt(
        AuditAction.MEMBER_ROLE_CHANGED, team, details, person=person, actor=actor
    ) as attempt:
        members = counting(_locked_members(team))
        _guard_last_admin(membership, members, still_admin=role is Role.ADMIN)
        if membership not in members:
            raise _no_member(person)
        attempt.log()
        membership.role = role
        membership.save(update_fields=["role"])


def remove_member(membership: Membership, *, actor: Actor) -> None:
    """End a membership, whatever was changed outside in its row or in the person's.

    Raises ``NotAllowedError`` as ``change_role``.
    """
    team, person, details = membership.team, membership.person, _naming(membership)
    with _attempt(AuditAction.MEMBER_REMOVED, team, details, actor=actor) as attempt:
        rows = _locked_members(team)
        if membership not in rows:
            raise _no_member(person)
        _guard_last_admin(membership, counting(rows), still_admin=False)
        attempt.log()
        membership.delete()
        announce(MemberRemoved(team.pk, person.pk))


def note_absence(team: Team, person: Person) -> None:
    """Log that somebody without a membership is no member, where the log still says they are one.

    A row that somebody else took away and puts back later has ended then.
    """
    changes = AuditEntry.objects.filter(
        audit.names(person), action__in=_OF_MEMBERS, subject_id=str(team.pk), outcome=Outcome.DONE
    )
    newest = changes.first()
    if newest is not None and newest.action != AuditAction.MEMBER_REMOVED:
        audit.record(
            AuditAction.MEMBER_REMOVED,
            actor=audit.SYSTEM,
            subject=audit.subject_of(team),
            details={
                **audit.details_of(person),
                "person_id": person.pk,
                "role": str(newest.details.get("role", "")),
            },
        )


_OF_MEMBERS: Final = (
    AuditAction.MEMBER_ADDED,
    AuditAction.MEMBER_ROLE_CHANGED,
    AuditAction.MEMBER_REMOVED,
)


def change_policy(
    team: Team, policy: TeamPolicy, *, access: AccessTerms | None = None, actor: Actor
) -> None:
    """Ask this of the team's keys, and of its members where ``access`` is given, from now on.

    Keys there are stay, and are told of. Only what changes is written, and is in the log.
    """
    subject = audit.subject_of(team)
    with attempt_by_role(
        AuditAction.POLICY_CHANGED, Permission.SET_POLICY, actor=actor, subject=subject
    ) as attempt:
        attempt.withdraw()
        team.refresh_from_db()
        if policy.columns() != policy_of(team).columns():
            _ask(team, policy.columns(), attempt)
            announce(PolicyChanged(team.pk))
        if access is not None and access != access_terms_of(team):
            attempt.action = AuditAction.ACCESS_TERMS_CHANGED
            _ask(team, access.columns(), attempt)


@contextmanager
def _attempt(
    action: AuditAction,
    team: Team,
    details: dict[str, audit.Detail],
    *,
    actor: Actor,
    person: Person | None = None,
    authority: Actor | None = None,
) -> Iterator[Attempt]:
    """An attempt at somebody's membership, by whoever may manage people."""
    subject = audit.subject_of(team)
    with audit.attempt(
        action, actor=actor, subject=subject, details=details, person=person
    ) as attempt:
        _locked_members(team)
        role_holder = authority or actor
        guard_permission(Permission.MANAGE_PEOPLE, actor=role_holder, subject=subject)
        yield attempt


def _locked_members(team: Team) -> list[Membership]:
    """The rows of the team's members, held in the order of their ids, the actor's among them: of
    two admins who remove each other one comes first, and the other has lost the role."""
    rows = team.memberships.select_for_update(of=("self",)).select_related("person")
    return list(rows.order_by("pk"))


def _naming(membership: Membership) -> dict[str, audit.Detail]:
    """Which membership it is, for good; of whom its proof says, not what their row says now."""
    person = membership.person
    identity = str(person.identity) if audit.genuine_or_logged(membership) else ""
    return {
        "person": person.email,
        "identity": identity,
        "person_id": membership.person_id,
        "membership": membership.pk,
        "role": membership.role,
    }


def _ask(team: Team, terms: Mapping[str, Any], attempt: Attempt) -> None:
    attempt.details = {**terms}
    attempt.log()
    for name, value in terms.items():
        setattr(team, name, value)
    team.save(update_fields=terms)


def _guard_last_admin(
    membership: Membership, members: Collection[Membership], *, still_admin: bool
) -> None:
    admins = [member for member in members if member.role == Role.ADMIN]
    others = [admin for admin in admins if admin.person.is_active and admin != membership]
    if membership in admins and not still_admin and not others:
        raise NotAllowedError(
            say(gettext_noop("%(person)s is the team's only admin."), person=membership.person),
            next_step=say(gettext_noop("Make another member admin first.")),
        )


def _no_member(person: Person) -> NotAllowedError:
    return NotAllowedError(say(gettext_noop("%(person)s is no member any more."), person=person))
