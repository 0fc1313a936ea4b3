"""What is this key? Which values of a text are kept here, and nothing of the text is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.views.decorators.debug import sensitive_variables

from credentials import audit, vault
from credentials.audit import Actor
from credentials.core import AuditAction
from credentials.models import LiveApplication, LiveClient, Team
from credentials.onboarding.reading_keys import values
from credentials.vault import ValueMatch

_VALUE: Final = re.compile(r"[A-Za-z0-9._-]{8,128}(?![A-Za-z0-9._-])", re.ASCII)
_ENCODED: Final = re.compile(r"[A-Za-z0-9+/]{12,400}={0,2}", re.ASCII)
_MARKS: Final = "._-"


@dataclass(frozen=True, slots=True)
class KnownValue:
    """Something at ``line`` and ``column`` (from 1) of a text that an entry holds.

    ``known_to`` are the people who saw, copied, exported or were sent that version.
    """

    line: int
    column: int
    holding: ValueMatch
    known_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedValue:
    """An application key or a client id that no entry holds, and OVHcloud listed when the account
    was last read."""

    line: int
    column: int
    live: LiveApplication | LiveClient


@dataclass(frozen=True, slots=True)
class Identification:
    """``count`` is how many values of the text read as keys, words aside; ``unknown_count`` how
    many of them are neither kept nor listed."""

    count: int
    known: tuple[KnownValue, ...]
    listed: tuple[ListedValue, ...]
    unknown_count: int


@sensitive_variables("places", "lines")
def identify_values(lines: Iterable[str], *, teams: Iterable[Team], actor: Actor) -> Identification:
    """Which values of the lines these teams keep: applications, keys, service accounts.

    Nothing is opened, and nothing of the text is kept. The log of each team says that it was
    looked up, and how many values.
    """
    places: dict[str, tuple[int, int]] = {}
    for value, place in _values(lines):
        places.setdefault(value, place)
    known: list[KnownValue] = []
    listed: list[ListedValue] = []
    unknown = {value for value in places if values.has_digit(value)}
    count = len(unknown)
    for team in teams:
        with audit.attempt(
            AuditAction.VALUES_LOOKED_UP,
            actor=actor,
            subject=audit.subject_of(team),
            details={"values": len(places)},
        ):
            kept = vault.holdings_of(places, team=team)
            live = vault.listed_ids(places.keys() - kept.keys(), team=team)
        for value, holdings in kept.items():
            known += [_known(holding, *places[value]) for holding in holdings]
        for value, objects in live.items():
            listed += [ListedValue(*places[value], each) for each in objects]
        unknown -= kept.keys() | live.keys()
    return Identification(
        count,
        tuple(sorted(known, key=_place)),
        tuple(sorted(listed, key=_place)),
        len(unknown),
    )


def _values(lines: Iterable[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Whatever could be a key, with its place; in base64 as well, as Kubernetes has it."""
    for number, line in enumerate(lines, 1):
        for match in _VALUE.finditer(line):
            place = number, match.start() + 1
            yield match[0], place
            bare = match[0].strip(_MARKS)
            if len(bare) >= 8 and bare != match[0]:
                yield bare, place
        for match in _ENCODED.finditer(line):
            text = values.decoded(match[0]).strip()
            if _VALUE.fullmatch(text):
                yield text, (number, match.start() + 1)


def _known(holding: ValueMatch, line: int, column: int) -> KnownValue:
    version = holding.version
    exposures = vault.exposures_of(holding.entry) if version else []
    people = (each.person for each in exposures if version and each.version == version.number)
    return KnownValue(line, column, holding, tuple(dict.fromkeys(people)))


def _place(value: KnownValue | ListedValue) -> tuple[int, int]:
    return value.line, value.column
