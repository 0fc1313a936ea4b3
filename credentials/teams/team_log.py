"""What of the audit log belongs to teams: reading and exporting it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from credentials import audit
from credentials.audit import Actor, Attempt
from credentials.core import AuditAction, Outcome, Permission
from credentials.models import AuditEntry, Membership, Team
from credentials.teams.attempt import role_lost
from credentials.teams.roles import locked_teams

#: How long typing in the filters counts as the same reading of the log.
LOOK: Final = timedelta(minutes=1)


def entries_of(teams: QuerySet[Team]) -> QuerySet[AuditEntry]:
    """What belongs to the teams, what their members did elsewhere since they
    joined, and sign-ins that failed and were nobody's."""
    elsewhere = _elsewhere(Membership.objects.filter(team__in=teams))
    return AuditEntry.objects.filter(Q(team_id__in=teams.values("pk")) | elsewhere)


def entries_after(team: str, number: str) -> QuerySet[AuditEntry]:
    """The same of one team, by number, for a query of rows: ``team`` is their column with its id,
    ``number`` the one with the number of the entry before."""
    elsewhere = _elsewhere(Membership.objects.filter(team=OuterRef(OuterRef(team))))
    own = AuditEntry.objects.filter(Q(team_id=OuterRef(team)) | elsewhere)
    return own.filter(seq__gt=OuterRef(number)).order_by("seq")


def _elsewhere(members: QuerySet[Membership]) -> Q:
    """What these did in no team since they joined, and sign-ins that failed and were nobody's."""
    were_members = Exists(
        members.filter(person_id=OuterRef("actor_id"), created_at__lte=OuterRef("time"))
    )
    by_nobody = Q(action=AuditAction.SIGN_IN_FAILED, actor_id=None)
    return Q(team_id=None) & (were_members | by_nobody)


def read_log(
    teams: QuerySet[Team], *, continues: bool = False, actor: Actor
) -> QuerySet[AuditEntry]:
    """The teams' entries. Reading them is an entry of each team.

    Where the reading ``continues``, as by typing in a filter, none is added for a team whose log
    the actor read from the same address within ``LOOK``. Raises ``NotAllowedError`` where the actor
    may not read the log of one of them any more.
    """
    with audit.attempt(AuditAction.LOG_READ, actor=actor) as attempt:
        readable = _guarded_readers(teams, attempt)
        noted = _just_read(actor) if continues else set()
        _log_each([team for team in readable if team.pk not in noted], attempt)
    return entries_of(teams)


def export_log(
    teams: QuerySet[Team],
    *,
    narrow: Callable[[QuerySet[AuditEntry]], QuerySet[AuditEntry]],
    actor: Actor,
) -> Iterator[str]:
    """What ``narrow`` leaves of the teams' entries, one JSON object a line.

    The export is an entry of each team. Raises ``NotAllowedError`` where the actor may not
    read the log of one of them any more.
    """
    with audit.attempt(AuditAction.LOG_EXPORTED, actor=actor) as attempt:
        _log_each(_guarded_readers(teams, attempt), attempt)
    return audit.json_lines(narrow(entries_of(teams)))


def note_export(teams: QuerySet[Team], *, report: str, actor: Actor) -> None:
    """Note that somebody takes a report of the teams away, an entry of each team.

    Raises ``NotAllowedError`` where the actor may not read the log of one of them any more.
    """
    with audit.attempt(
        AuditAction.REPORT_EXPORTED, actor=actor, details={"report": report}
    ) as attempt:
        _log_each(_guarded_readers(teams, attempt), attempt)


def _guarded_readers(teams: QuerySet[Team], attempt: Attempt) -> list[Team]:
    """The teams, all of whose logs the actor may read; the attempt is about the one that is not.
    Keydesk itself may read each."""
    chosen = list(teams)
    if attempt.actor == audit.SYSTEM:
        return chosen
    may_read = locked_teams(
        attempt.actor.person_id, Permission.READ_LOG, [team.pk for team in chosen]
    )
    for team in chosen:
        attempt.subject = audit.subject_of(team)
        if team.pk not in may_read:
            raise role_lost()
    return chosen


def _log_each(teams: list[Team], attempt: Attempt) -> None:
    attempt.withdraw()
    for team in teams:
        attempt.subject = audit.subject_of(team)
        attempt.log()


def _just_read(actor: Actor) -> set[uuid.UUID | None]:
    """Teams whose log the actor read a moment ago, from the same address."""
    entries = AuditEntry.objects.filter(
        action=AuditAction.LOG_READ,
        outcome=Outcome.DONE,
        actor_id=actor.person_id,
        address=actor.address,
        time__gt=timezone.now() - LOOK,
    )
    return set(entries.values_list("team_id", flat=True))
