"""What a member of a team is told of by mail: all, but for what they chose not to be."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from credentials import audit
from credentials.audit import Actor
from credentials.core import AuditAction, NoticeKind
from credentials.models import NoticeChoice, Person, Team

#: What there is to choose from.
CHOICES: Final = tuple(kind for kind in NoticeKind if kind is not NoticeKind.TEST)


def chosen_kinds(team: Team, person: Person) -> list[NoticeKind]:
    """What the person is told of in the team."""
    rows = NoticeChoice.objects.filter(team=team, person=person)
    off = {kind for row in audit.holding_or_logged(rows) for kind in row.off}
    return [kind for kind in CHOICES if kind not in off]


def choose(team: Team, person: Person, kinds: Collection[str], *, actor: Actor) -> None:
    """Tell the person of these kinds from now on, and of no other."""
    off = sorted(kind.value for kind in CHOICES if kind not in kinds)
    with audit.attempt(
        AuditAction.NOTICES_CHOSEN,
        actor=actor,
        subject=audit.subject_of(team),
        details={"off": ", ".join(off)},
    ) as attempt:
        rows = NoticeChoice.objects.filter(team=team, person=person)
        if set(chosen_kinds(team, person)) == set(CHOICES) - set(map(NoticeKind, off)):
            return attempt.withdraw()
        attempt.details["choice"] = "".join(str(row.pk) for row in rows)
        attempt.log()
        rows.delete()
        if off:
            NoticeChoice.objects.create(team=team, person=person, off=off)
    return None
