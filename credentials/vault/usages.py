"""Where an entry is in use: the list on its page, by which people know what to restart.

``Entry.used_by`` is the places of the list in one line, for tables and the search; the verbs here
write it with the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from credentials.audit import Actor, Detail
from credentials.core import AuditAction, NotAllowedError, gettext_noop, say
from credentials.models import Entry, Usage
from credentials.vault.accounts import locked_account
from credentials.vault.entry_attempt import attempt_change

LONGEST_PLACE: Final = 200
_LONGEST_LINE: Final = 200
_MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageLine:
    """``place`` is a host, a pipeline or a service, ``owner`` who runs it, ``restart_note`` how it
    takes up a new secret. ``None`` says nothing of it: what is known of the place stays."""

    place: str
    owner: str | None = None
    restart_note: str | None = None


def add_usage(entry: Entry, line: UsageLine, *, actor: Actor) -> Usage:
    """Add a place, or write anew what is known of one that is in the list.

    Raises ``NotAllowedError`` for a list that is too long.
    """
    with _change(entry, {"used by": line.place}, actor=actor):
        if Usage.objects.filter(entry_id=entry.pk).exclude(place=line.place).count() >= _MOST:
            raise NotAllowedError(
                say(gettext_noop("The list holds %(most)s places, which is the most."), most=_MOST)
            )
        return write_usage(entry, line)


def remove_usage(usage: Usage, *, actor: Actor) -> None:
    """Take a place out of the list."""
    entry = usage.entry
    with _change(entry, {"no longer used by": usage.place}, actor=actor):
        usage.delete()


def write_usage(entry: Entry, line: UsageLine) -> Usage:
    """The place as a row, in the transaction of a verb."""
    details = {"owner": line.owner, "restart_note": line.restart_note}
    known = {name: text for name, text in details.items() if text is not None}
    usage, _ = Usage.objects.update_or_create(
        entry_id=entry.pk, place=line.place[:LONGEST_PLACE], defaults=known
    )
    return usage


@contextmanager
def _change(entry: Entry, details: dict[str, Detail], *, actor: Actor) -> Iterator[None]:
    """An attempt at the list, which is held for it; the entry's line is written anew after it."""
    with attempt_change(AuditAction.ENTRY_CHANGED, entry, actor=actor, details=details):
        locked_account(entry.account)
        yield
        _sum_up(entry)


def _sum_up(entry: Entry) -> None:
    places = Usage.objects.filter(entry_id=entry.pk).values_list("place", flat=True)
    stored = Entry.objects.get(pk=entry.pk)
    stored.used_by = ", ".join(places)[:_LONGEST_LINE]
    stored.save(update_fields=["used_by"])
