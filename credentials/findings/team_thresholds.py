"""The thresholds of a team: reading and setting them."""

from __future__ import annotations

from dataclasses import asdict

from credentials import audit, teams
from credentials.audit import Actor
from credentials.core import AuditAction, Permission, PolicyChanged, announce
from credentials.findings.facts import Thresholds
from credentials.models import FindingThresholds, Team


def thresholds_of(team: Team) -> Thresholds:
    """What the findings of the team go by; the usual ones where its own do not hold."""
    row = FindingThresholds.objects.filter(team=team).first()
    if row is None or not audit.holds_or_logged(row):
        return Thresholds()
    return Thresholds(**{name: getattr(row, name) for name in asdict(Thresholds())})


def set_thresholds(team: Team, thresholds: Thresholds, *, actor: Actor) -> None:
    """Go by these from now on; everything of the team is judged anew.

    Raises ``NotAllowedError`` for an actor whose role does not include it.
    """
    columns = asdict(thresholds)
    with teams.attempt(
        AuditAction.THRESHOLDS_CHANGED,
        Permission.SET_POLICY,
        actor=actor,
        subject=audit.subject_of(team),
        details=columns,
    ) as attempt:
        if thresholds == thresholds_of(team):
            return attempt.withdraw()
        attempt.log()
        FindingThresholds.objects.filter(team=team).delete()
        FindingThresholds.objects.create(team=team, **columns)
        announce(PolicyChanged(team.pk))
    return None
