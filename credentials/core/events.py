"""Events: a lower package says what happened, packages above it listen.

An event holds ids only. It is sent once the transaction it was announced in is committed, and
never when that is rolled back. Packages subscribe in ``apps.py``; a handler that fails is logged
and stops nobody else.
"""

from __future__ import annotations

import logging
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

logger = logging.getLogger("keydesk.events")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened."""


@dataclass(frozen=True, slots=True)
class AccountSynced(Event):
    """A whole reading of the account ended."""

    account_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class SyncFailed(Event):
    """A reading of the account ended without having read it."""

    account_id: uuid.UUID
    sync_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class KeysWoke(Event):
    """Live keys were used again after long; ``change_ids`` are the rows of ``KeyChange``."""

    change_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FindingsOpened(Event):
    """Something was found that was not found before."""

    team_id: uuid.UUID
    finding_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KeyValidated(Event):
    """A stored consumer key became valid, or a valid one was stored."""

    entry_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class SecretStored(Event):
    """A version of an entry's secret was stored, the first or a later one."""

    entry_id: uuid.UUID
    version: int


@dataclass(frozen=True, slots=True)
class SecretDestroyed(Event):
    """The value of a version was destroyed."""

    entry_id: uuid.UUID
    version: int


@dataclass(frozen=True, slots=True)
class EntryChanged(Event):
    """What is written on an entry changed, its owner included, or it was archived or brought
    back."""

    entry_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class KeyRevoked(Event):
    """A live key was ended at OVHcloud; ``credential_id`` is OVHcloud's number."""

    account_id: uuid.UUID
    credential_id: int


@dataclass(frozen=True, slots=True)
class TrapChanged(Event):
    """A live key became a trap, or is none any more."""

    account_id: uuid.UUID
    credential_id: int


@dataclass(frozen=True, slots=True)
class MemberRemoved(Event):
    """A person is no longer a member of the team."""

    team_id: uuid.UUID
    person_id: int


@dataclass(frozen=True, slots=True)
class PolicyChanged(Event):
    """The team asks something else of its keys."""

    team_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ReviewDue(Event):
    """People have keys to review: a campaign was started, or its end comes nearer."""

    campaign_id: uuid.UUID
    person_ids: tuple[int, ...]


_E = TypeVar("_E", bound=Event)
_handlers: defaultdict[type[Event], list[Callable[[Any], object]]] = defaultdict(list)
_recorders: defaultdict[type[Event], list[Callable[[Any], object]]] = defaultdict(list)


def subscribe(event_type: type[_E], handler: Callable[[_E], object]) -> Callable[[], None]:
    """Have the handler called for each event of the type; what is returned ends that."""
    _handlers[event_type].append(handler)
    return lambda: _handlers[event_type].remove(handler)


def remember(event_type: type[_E], recorder: Callable[[_E], object]) -> None:
    """Have the recorder called at once, in the transaction that announces: what it writes is there
    whatever becomes of the process before the event is sent."""
    _recorders[event_type].append(recorder)


def announce(event: Event) -> None:
    """Send the event to its handlers, when what it tells of is sure."""
    for recorder in _recorders[type(event)]:
        recorder(event)
    _send_later(lambda: _send(event))


def send_events_by(on_commit: Callable[[Callable[[], None]], object]) -> None:
    """Say what calls a function after the commit: Django's, which is not known here."""
    global _send_later  # noqa: PLW0603 -- set once, when the application starts
    _send_later = on_commit


def _send_at_once(send: Callable[[], None]) -> None:
    send()


_send_later: Callable[[Callable[[], None]], object] = _send_at_once


def _send(event: Event) -> None:
    for handler in tuple(_handlers[type(event)]):
        try:
            handler(event)
        except Exception:
            logger.exception("A handler of %s failed.", type(event).__name__)
