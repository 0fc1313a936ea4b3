"""What a log says of all its calls, below or above them: ``1 of 3 failed: example.org``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from credentials.rights.refusals.answer_words import FAILURES
from credentials.rights.refusals.logged_calls import LoggedCall

_MOST_LINES: Final = 12
_LONGEST_LINE: Final = 500
_FAILED: Final = re.compile(
    rf"(?<!\s0 )(?<!^0 )(?<!no )\b(?:{FAILURES}|errors?|errored|could not|unable|unsuccessful"
    r"|not (?:renewed|updated|created|deleted|done))\b(?!\s?[=:]\s?0\b)"
)
_FINE: Final = re.compile(r"\b(?:ok|succe\w+|passed|fine|skipped|unchanged|done|updated|renewed)\b")
_CLAUSE_ENDS: Final = re.compile(r"[;|]|\.(?:\s|$)")
_NAME: Final = re.compile(r"\w[.-]\w")
#: A line with a name alone, below one that ends with a colon.
_LISTED: Final = re.compile(r"^\W{0,8}[\w./-]{1,200}(?:[ \t][(:\[].{0,200})?$")


@dataclass(frozen=True, slots=True)
class Summary:
    """``failed``: the calls that it names, some of all; ``text``: the lines that name them."""

    failed: tuple[LoggedCall, ...] = ()
    text: str = ""


def summary_of(calls: Sequence[LoggedCall]) -> Summary:
    """What the lines around the calls say; without names in them, nothing."""
    lines = list(_failures([*_above(calls), *_below(calls)]))
    if not lines:
        return Summary()
    names = " ".join(named for named, _ in lines)
    common = set.intersection(*(set(_names(call)) for call in calls))
    named = [call for call in calls if any(_is_in(names, name) for name in _names(call) - common)]
    is_part = len({call.path for call in named}) < len({call.path for call in calls})
    return Summary(tuple(named), "\n".join(line for _, line in lines)) if is_part else Summary()


def _above(calls: Sequence[LoggedCall]) -> list[str]:
    first = calls[0] if calls else LoggedCall("", ())
    lines = first.refusal_text.splitlines()
    above = list(takewhile(lambda line: first.path not in line, lines))
    return above[-_MOST_LINES:] if len(above) < len(lines) else []


def _below(calls: Sequence[LoggedCall]) -> list[str]:
    below = calls[-1].refusal_text.partition("\n")[2] if calls else ""
    return below.splitlines()[-_MOST_LINES:]


def _failures(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What is named in the lines that tell of failures, and those lines."""
    is_list = False
    for line in lines:
        lowered = line[:_LONGEST_LINE].lower()
        if is_list and _LISTED.match(lowered):
            yield lowered, line
            continue
        parts = [part for clause in _CLAUSE_ENDS.split(lowered) for part in _about_failure(clause)]
        if parts:
            yield " ".join(parts), line
        is_list = bool(parts) and lowered.rstrip().endswith(":")


def _about_failure(clause: str) -> Iterator[str]:
    """What is named after a word of failure; before it, where nothing is named after it. Of parts
    that each say how it went, those that failed."""
    pieces = clause.split(",")
    if sum(1 for piece in pieces if _FAILED.search(piece) or _FINE.search(piece)) > 1:
        yield from (piece for piece in pieces if _FAILED.search(piece))
        return
    if match := _FAILED.search(clause):
        fine = _FINE.search(clause, match.end())
        after = clause[match.end() : fine.start() if fine else None]
        yield after if _NAME.search(after) else clause[: match.start()].rpartition(",")[2]


def _names(call: LoggedCall) -> set[str]:
    return {name.lower() for name in call.path.split("/") if len(name) > 1}


def _is_in(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-]|\.\w)", text) is not None
