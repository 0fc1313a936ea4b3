"""Zones that tools get wrong: a suffix taken for one, and a name below one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from credentials.core import Method
from credentials.rights.rule import AccessRule, granting_rule

_PREFIX: Final = "/domain/zone/"
_LENGTH_OF_COUNTRY: Final = 2
#: The first labels of suffixes of two labels, below the names of countries.
_SECOND_LEVELS: Final = re.compile(
    "ac|asso|co|com|edu|gouv|gov|ltd|me|ne|net|nom|or|org|plc|presse|sch|tm"
)
#: Domains of registries, who sell names below them.
_OF_REGISTRIES: Final = frozenset(
    (
        *("br.com", "cn.com", "co.com", "de.com", "eu.com", "gb.com", "gr.com", "hu.com"),
        *("jpn.com", "kr.com", "ru.com", "sa.com", "se.com", "uk.com", "us.com", "za.com"),
        *("gb.net", "hu.net", "in.net", "jp.net", "se.net", "uk.net"),
        *("com.de", "com.se", "co.nl", "co.no", "ae.org", "eu.org", "us.org"),
        *("fr.eu.org", "de.eu.org", "it.eu.org", "uk.eu.org"),
    )
)


def zone_of(path: str) -> str:
    """The zone that a path names; "" for another path, and for a blank."""
    zone = path.removeprefix(_PREFIX).partition("/")[0] if path.startswith(_PREFIX) else ""
    return "" if "{" in zone or "*" in zone.removeprefix("*.") else zone


def probed_zone(path: str) -> str:
    """The zone that a path names and nothing below it; "" for another path."""
    zone = zone_of(path)
    return zone if path == f"{_PREFIX}{zone}" else ""


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


def is_cut_short(zone: str, text: str, rules: Sequence[AccessRule]) -> bool:
    """Whether names are sold below ``zone``, and the text or the rules name one of them."""
    below = re.compile(rf"[\w-]\.{re.escape(zone)}\b", re.IGNORECASE)
    named = (text, *(rule.path for rule in rules))
    return zone.lower() in _OF_REGISTRIES and any(map(below.search, named))


def parent_with_rules(path: str, methods: Sequence[Method], rules: Sequence[AccessRule]) -> str:
    """The zone above the one in ``path`` that the rules allow the call for; "": none."""
    zone = zone_of(path)
    parent = parent_of(zone)
    while parent:
        higher = path.replace(zone, parent, 1)
        if any(granting_rule(rules, method, higher) for method in methods):
            return parent
        parent = parent_of(parent)
    return ""
