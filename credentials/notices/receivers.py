"""Who is told of what: the owner, else the admins, as each chose; and the team's webhooks."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.conf import settings

from credentials import audit, teams
from credentials.core import NoticeKind, Role
from credentials.models import Membership, NoticeChoice, Team, Webhook
from credentials.notices.happenings import Happening


@dataclass(frozen=True, slots=True, order=True)
class Receiver:
    """A person by mail, or a webhook: one of the two, by its id as text."""

    kind: str
    id: str

    @property
    def columns(self) -> dict[str, str]:
        """What names the receiver in a row of the queue."""
        return {f"{self.kind}_id": self.id}

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Receiver:
        """The receiver of its text; raises ``ValueError`` for what is none."""
        kind, _, number = text.partition(":")
        if kind not in ("person", "webhook"):
            raise ValueError("no receiver")
        return cls(kind, str(int(number) if kind == "person" else uuid.UUID(number)))


class TeamReceivers:
    """The receivers of a team, looked up once for any number of happenings."""

    def __init__(self, team_id: uuid.UUID) -> None:
        team = Team(pk=team_id)
        self._members = [row for row in _members(team) if row.person.is_active]
        self._off = _off(team_id)
        self._webhooks = audit.holding_or_logged(Webhook.objects.filter(team=team_id))

    def of(self, happening: Happening) -> Iterator[Receiver]:
        """Who is told of it."""
        for person_id in self._people(happening):
            if happening.kind not in self._off.get(person_id, ()):
                yield Receiver("person", str(person_id))
        if not happening.for_owner_alone:
            yield from (Receiver("webhook", str(row.pk)) for row in self._webhooks)

    def _people(self, happening: Happening) -> list[int]:
        if not settings.MAIL_IS_SENT:
            return []
        owner = [row.person_id for row in self._members if row.person_id == happening.owner_id]
        if owner or happening.for_owner_alone:
            return owner
        return [row.person_id for row in self._members if row.role == Role.ADMIN]


def is_off(membership: Membership, kind: NoticeKind) -> bool:
    """Whether the member chose not to be told of that kind."""
    off = _off(membership.team_id, person_id=membership.person_id)
    return kind in off.get(membership.person_id, ())


def _members(team: Team) -> list[Membership]:
    return teams.members_of([team])


def _off(team_id: uuid.UUID, **which: int) -> dict[int, Collection[str]]:
    rows = NoticeChoice.objects.filter(team=team_id, **which)
    return {row.person_id: row.off for row in audit.holding_or_logged(rows)}
