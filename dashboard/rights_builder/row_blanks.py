"""Blanks in the rows, as pasted texts leave them: ``{ZONE}`` until somebody says which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from credentials.rights import path_segment
from dashboard.rights_builder import rows
from dashboard.rights_builder.rows import Row

_BLANK = re.compile(r"\{(\w{1,60})\}")
_MOST = 12


@dataclass(frozen=True, slots=True)
class RowBlank:
    """A blank of the rows; ``before`` is the path that leads to where it first stands."""

    name: str
    before: str


def blanks_in(every_row: Iterable[Row]) -> list[RowBlank]:
    """Every blank of the rows, once each; of very many the first."""
    seen: dict[str, str] = {}
    for row in every_row:
        for match in _BLANK.finditer(row.path):
            seen.setdefault(match[1], row.path[: match.start()].removesuffix("/"))
    return [RowBlank(name, before) for name, before in seen.items()][:_MOST]


def filled(every_row: Sequence[Row], names: Mapping[str, str]) -> tuple[Row, ...]:
    """The rows with names in place of blanks; an empty name leaves its blank. Raises
    ``RuleError`` for a name that is no part of a path."""
    segments = {blank: path_segment(name) for blank, name in names.items() if name.strip()}
    return rows.numbered(_with(every_row, segments))


def _with(every_row: Iterable[Row], segments: Mapping[str, str]) -> Iterator[Row]:
    for row in every_row:
        path = _BLANK.sub(lambda match: segments.get(match[1], match[0]), row.path)
        yield rows.row(row.methods, path)
