"""Several names in the last segment of a path, as OVHcloud takes them at once: /record/1,2,3."""

from __future__ import annotations

import re
from typing import Final

_IDS: Final = re.compile(r"(?<=/)(\d+)((?:,\d+)+)(?![\w/.])")
_NAMES: Final = re.compile(
    r"(?<=/)([\w.@:~-]+)((?:(?<=\d),\d+|,(?!\d+\b)[\w.@:~-]*[\w~-])+)(?![\w/])"
)


def with_more_ids(path: str, text: str, start: int, end: int) -> str:
    """The path, which is read in ``text[start:end]``, with the ids that stand behind its last
    one, where that is a number."""
    match = _IDS.match(text, text.rfind("/", start, end) + 1)
    return f"{path}{match[2]}" if match and path.endswith(f"/{match[1]}") else path


def with_more_names(path: str, text: str) -> str:
    """The path with the ids or names that stand behind its last one anywhere in a text; none in a
    row of cells: GET,/me,fine."""
    above = f",{path[: path.rfind('/') + 1]}"
    for match in _NAMES.finditer(text):
        is_cell = text.endswith(above, 0, match.start())
        if path.endswith(f"/{match[1]}") and not is_cell:
            return f"{path}{match[2]}"
    return path


def with_star_for_names(path: str) -> str:
    """The path with a star for several names at its end."""
    above, _, last = path.rpartition("/")
    return f"{above}/*" if "," in last else path
