"""What changed and was not judged yet: noted with the change, so that no judgement is lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import astuple
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from credentials.core import Event
from credentials.models import Account, Entry, JudgementDue, Team

#: How long the text is by which changes are told apart, at most.
_LONGEST: Final = 160


def note(event: Any) -> None:
    """Note in the transaction of the change that what it is about is to be judged."""
    place = _place_of(event)
    if place is not None:
        team_id, account_id = place
        now = timezone.now()
        JudgementDue.objects.create(
            event=_text_of(event), team_id=team_id, account_id=account_id, since=now
        )


def noted_until_done(handler: Callable[[Any], None]) -> Callable[[Any], None]:
    """The handler, after which nothing is outstanding any more; one that fails leaves it so."""

    def handled(event: Event) -> None:
        started = timezone.now()
        handler(event)
        _settle(event, started)

    return handled


def _settle(event: Event, started: datetime) -> None:
    JudgementDue.objects.filter(event=_text_of(event), since__lte=started).delete()


def _text_of(event: Event) -> str:
    values = " ".join(str(value) for value in astuple(event))
    return f"{type(event).__name__} {values}"[:_LONGEST]


def _place_of(event: Any) -> tuple[uuid.UUID, uuid.UUID | None] | None:
    """The team, and the account where it is about one; None for what is not there any more."""
    if hasattr(event, "team_id"):
        is_there = Team.objects.filter(pk=event.team_id).exists()
        return (event.team_id, None) if is_there else None
    if hasattr(event, "entry_id"):
        entry = Entry.objects.filter(pk=event.entry_id).values_list("account__team", "account")
        return entry.first()
    account = Account.objects.filter(pk=event.account_id).values_list("team", "pk")
    return account.first()
