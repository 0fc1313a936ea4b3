"""The queue of notices: written in the transaction of what they tell, a row for each receiver.

What comes within a moment is gathered: a reading that finds hundreds of things makes one notice.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from credentials.core import NoticeKind, NoticeState, pack
from credentials.models import Notice
from credentials.notices.happenings import Happening
from credentials.notices.receivers import Receiver, TeamReceivers

#: For so long things are gathered before they are sent.
GATHERING: Final = timedelta(seconds=30)
#: So many things are named; the rest are counted.
MOST_NAMED: Final = 10
#: Where several things of a kind are shown.
_LISTS: Final = {
    NoticeKind.CRITICAL: ("findings:list", "?severity=critical"),
    NoticeKind.NOT_IN_VAULT: ("findings:list", "?code=not-in-vault"),
    NoticeKind.DIGEST: ("findings:list", "?state=new"),
    NoticeKind.READING_FAILED: ("accounts:list", ""),
    NoticeKind.REVIEW: ("campaigns:mine", ""),
}


@transaction.atomic
def tell(happenings: Iterable[Happening]) -> None:
    """Queue what is told to each of its receivers."""
    by_team: defaultdict[uuid.UUID, list[Happening]] = defaultdict(list)
    for happening in happenings:
        by_team[happening.team_id].append(happening)
    for team_id, own in by_team.items():
        _tell_team(team_id, own)


def queue(
    receiver: Receiver, happenings: Sequence[Happening], *, count: int, due_at: datetime
) -> None:
    """Queue one notice of things of one kind, of which there are ``count``."""
    first = happenings[0]
    Notice.objects.create(
        team_id=first.team_id,
        kind=first.kind,
        lines=[pack(happening.line) for happening in happenings[:MOST_NAMED]],
        count=count,
        path=first.path if count == 1 else list_path(first.kind),
        made_at=timezone.now(),
        due_at=due_at,
        **receiver.columns,
    )


def list_path(kind: NoticeKind) -> str:
    """Where several things of the kind are shown."""
    name, query = _LISTS.get(kind, ("live:list", ""))
    return reverse(name) + query


def _tell_team(team_id: uuid.UUID, happenings: Sequence[Happening]) -> None:
    receivers = TeamReceivers(team_id)
    piles: defaultdict[tuple[Receiver, NoticeKind], list[Happening]] = defaultdict(list)
    for happening in happenings:
        for receiver in receivers.of(happening):
            piles[receiver, happening.kind].append(happening)
    for (receiver, _kind), own in sorted(piles.items(), key=lambda pile: pile[0]):
        if not _is_gathered(receiver, own):
            queue(receiver, own, count=len(own), due_at=timezone.now() + GATHERING)


def _is_gathered(receiver: Receiver, happenings: Sequence[Happening]) -> bool:
    """Whether a notice that nobody has begun to send took them in."""
    first = happenings[0]
    waiting = Notice.objects.select_for_update().filter(
        state=NoticeState.WAITING,
        tries=0,
        due_at__gt=timezone.now(),
        team=first.team_id,
        kind=first.kind,
        **receiver.columns,
    )
    row = waiting.first()
    if row is None:
        return False
    room = max(MOST_NAMED - len(row.lines), 0)
    row.lines = [*row.lines, *(pack(happening.line) for happening in happenings[:room])]
    row.count += len(happenings)
    row.path = list_path(first.kind)
    row.save(update_fields=["lines", "count", "path"])
    return True
