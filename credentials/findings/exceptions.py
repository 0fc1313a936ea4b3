"""Exceptions from findings: with a reason, somebody who answers for it, and an end."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from credentials import audit, teams
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    NotAllowedError,
    Permission,
    gettext_noop,
    say,
)
from credentials.findings.shown import show
from credentials.models import Finding, FindingException, Person

LONGEST: Final = timedelta(days=366)
_WRONG_END: Final = gettext_noop("An exception ends within a year, and not before today.")
_STRANGER: Final = gettext_noop("%(person)s is no member of the team.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionTerms:
    """Why there is an exception, who answers for it, and the last day on which it counts."""

    reason: str
    owner: Person
    until: date


def make_exception(finding: Finding, terms: ExceptionTerms, *, actor: Actor) -> FindingException:
    """Mute the finding until that day; an exception there is already is replaced.

    Raises ``NotAllowedError`` for an end that has passed or is more than a year away, an owner
    outside the team, and an actor whose role does not include it.
    """
    details: dict[str, audit.Detail] = {
        "code": finding.code,
        "reason": terms.reason,
        "owner": terms.owner.email,
        "until": terms.until.isoformat(),
    }
    with teams.attempt(
        AuditAction.FINDING_EXCEPTED,
        Permission.SET_POLICY,
        actor=actor,
        subject=audit.subject_of(finding),
        details=details,
    ) as attempt:
        _guard(finding, terms)
        attempt.log()
        _rows_of(finding).delete()
        exception = FindingException.objects.create(
            team=finding.team,
            subject=finding.subject,
            code=finding.code,
            reason=terms.reason,
            owner=terms.owner,
            ends_at=_end_of(terms.until),
        )
        _mark(finding, is_muted=True)
    return exception


def end_exception(finding: Finding, *, actor: Actor) -> None:
    """Let the finding count again; where there is no exception nothing is done."""
    with teams.attempt(
        AuditAction.FINDING_EXCEPTION_ENDED,
        Permission.SET_POLICY,
        actor=actor,
        subject=audit.subject_of(finding),
        details={"code": finding.code},
    ) as attempt:
        exception = _rows_of(finding).first()
        if exception is None:
            return attempt.withdraw()
        attempt.details["exception"] = str(exception.pk)
        attempt.log()
        exception.delete()
        _mark(finding, is_muted=False)
    return None


def exception_of(finding: Finding) -> FindingException | None:
    """The exception that mutes the finding now; None where there is none that counts."""
    rows = _rows_of(finding).filter(ends_at__gt=timezone.now()).select_related("owner")
    return next(iter(audit.holding_or_logged(rows)), None)


def muted_codes(team_id: uuid.UUID, subjects: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The codes that are muted now, by subject. One query where nothing is."""
    rows = FindingException.objects.filter(
        team=team_id, subject__in=list(subjects), ends_at__gt=timezone.now()
    )
    muted: dict[str, set[str]] = {}
    for row in audit.holding_or_logged(rows):
        muted.setdefault(row.subject, set()).add(row.code)
    return {subject: frozenset(codes) for subject, codes in muted.items()}


def _guard(finding: Finding, terms: ExceptionTerms) -> None:
    today = timezone.now().date()
    if not today <= terms.until <= today + LONGEST:
        raise NotAllowedError(say(_WRONG_END))
    if teams.membership_of(terms.owner, finding.team) is None:
        raise NotAllowedError(say(_STRANGER, person=terms.owner))


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)


def _rows_of(finding: Finding) -> QuerySet[FindingException]:
    return FindingException.objects.filter(
        team=finding.team, subject=finding.subject, code=finding.code
    )


def _mark(finding: Finding, *, is_muted: bool) -> None:
    """The row that shows it at once; the next evaluation works it out anew."""
    finding.is_muted = is_muted
    finding.save(update_fields=["is_muted"])
    show([finding.credential_id])
