"""Zones that tools get wrong: a suffix taken for one, and a name below one."""

from __future__ import annotations

import re
from typing import Final

_PREFIX: Final = "/domain/zone/"
_LENGTH_OF_COUNTRY: Final = 2
#: The first labels of suffixes of two labels, below the names of countries.
_SECOND_LEVELS: Final = re.compile(
    "ac|asso|co|com|edu|gouv|gov|ltd|me|ne|net|nom|or|org|plc|presse|sch|tm"
)


def zone_of(path: str) -> str:
    """The zone that a path names; "" for another path, and for a blank."""
    zone = path.removeprefix(_PREFIX).partition("/")[0] if path.startswith(_PREFIX) else ""
    return "" if "{" in zone or "*" in zone.removeprefix("*.") else zone


def is_no_zone(zone: str) -> bool:
    """Whether nobody can have a zone of this name: a suffix (com, co.uk), the name of a record
    (_acme-challenge.example.com, *.example.com), or one with a dot at its end."""
    if zone.startswith(("_", "*.", ".")) or zone.endswith("."):
        return True
    first, _, rest = zone.partition(".")
    if not rest:
        return bool(first)
    is_country = "." not in rest and len(rest) == _LENGTH_OF_COUNTRY
    return is_country and _SECOND_LEVELS.fullmatch(first) is not None


def parent_of(zone: str) -> str:
    """The name above, where that may be a zone; "" otherwise."""
    parent = zone.partition(".")[2]
    return "" if not parent or is_no_zone(parent) else parent
