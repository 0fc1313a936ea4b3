"""What the end of a log says of all its calls: ``1 of 3 failed: example.org``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from credentials.rights.refusals.logged_calls import LoggedCall

_MOST_LINES: Final = 12
_LONGEST_LINE: Final = 500
_FAILED: Final = re.compile(
    r"\b(?:fail(?:ed|ures?|ing|s)?|errors?|errored|refused|denied|rejected|could not|unable"
    r"|not (?:renewed|updated|created|deleted|done)|unsuccessful"
    r"|échecs?|échou\w+|fehlgeschlagen\w*|fehler|fallit[aio]|fallid[ao]s?|niepowodze\w+)\b"
)
_FINE: Final = re.compile(r"\b(?:ok|succe\w+|passed|fine|skipped|unchanged|done|updated|renewed)\b")
_CLAUSE_ENDS: Final = re.compile(r"[;|]|\.(?:\s|$)")
#: A line with a name alone, below one that ends with a colon.
_LISTED: Final = re.compile(r"^\W{0,8}[\w./-]{1,200}(?:[ \t][(:\[].{0,200})?$")


def failed_by_summary(calls: Sequence[LoggedCall]) -> list[LoggedCall]:
    """The calls that the lines below the last one name as failed; none where they name all."""
    below = calls[-1].refusal_text.partition("\n")[2] if calls else ""
    said = " ".join(_failures(below.splitlines()[-_MOST_LINES:]))
    if not said:
        return []
    common = set.intersection(*(set(_names(call)) for call in calls))
    named = [call for call in calls if any(_is_in(said, name) for name in _names(call) - common)]
    return named if len({call.path for call in named}) < len({call.path for call in calls}) else []


def _failures(lines: Sequence[str]) -> list[str]:
    """The parts of the lines that tell of failures."""
    parts: list[str] = []
    is_list = False
    for line in lines:
        lowered = line[:_LONGEST_LINE].lower()
        if is_list and _LISTED.match(lowered):
            parts.append(lowered)
            continue
        failed = [clause for clause in _CLAUSE_ENDS.split(lowered) if _FAILED.search(clause)]
        parts.extend(map(_about_failure, failed))
        is_list = bool(failed) and lowered.rstrip().endswith(":")
    return parts


def _about_failure(clause: str) -> str:
    """What is named after the word of failure; before it, where nothing is named after it."""
    match = _FAILED.search(clause)
    if match is None:
        return ""
    fine = _FINE.search(clause, match.end())
    after = clause[match.end() : fine.start() if fine else None]
    return after if re.search(r"\w[.-]\w", after) else clause[: match.start()].rpartition(",")[2]


def _names(call: LoggedCall) -> set[str]:
    return {name.lower() for name in call.path.split("/") if len(name) > 1}


def _is_in(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-]|\.\w)", text) is not None
