"""Names for blanks that a text does not name: %s, {}, an ellipsis.

Such a blank is ``{}`` in a path until it has a name: that of the parameter which OVHcloud's route
has at its place, else ``name``. No two of a text get the same, unless they stand at the same place.
"""

from __future__ import annotations

import re
from typing import Final

from credentials.rights.catalogue.catalogue import bundled_catalogue

#: A blank without a name.
NAMELESS: Final = "{}"
_LOST_NAME: Final = "name"
_NAMED: Final = re.compile(r"\{(\w+)\}")


class BlankNames:
    """Gives the blanks of one text their names, in the order of its paths."""

    def __init__(self) -> None:
        #: Where each name was given; names of the text itself stand anywhere.
        self._places: dict[str, str] = {}
        self._count = 0

    def named(self, path: str) -> str:
        """The path with a name for every blank."""
        if "{" not in path:
            return path
        whole, *rest = path.split(NAMELESS)
        for part in rest:
            self._take_in(whole)
            whole = f"{whole}{{{self._name_at(whole)}}}{part}"
        self._take_in(whole)
        return whole

    def _take_in(self, path: str) -> None:
        for name in _NAMED.findall(path):
            self._places.setdefault(name, "")

    def _name_at(self, before: str) -> str:
        place = _NAMED.sub(NAMELESS, before)
        name = _parameter_at(place)
        if not name:
            self._count += 1
            place = f"{self._count} {place}"
        candidate, number = name or _LOST_NAME, 1
        while self._places.get(candidate, place) != place:
            number += 1
            candidate = f"{name or _LOST_NAME}{number}"
        self._places[candidate] = place
        return candidate


def _parameter_at(place: str) -> str:
    """What OVHcloud calls the parameter that begins where ``place`` ends, or ``""``."""
    if not place.endswith("/"):
        return ""
    segments = place.split("/")[1:-1]
    tree = bundled_catalogue().tree
    node = tree.at(segments)
    if node is None or node.parameter is None:
        return ""
    name = tree.operations[node.parameter.start].path.split("/")[len(segments) + 1]
    return name.strip("{}")
