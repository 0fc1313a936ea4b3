"""Of two refusals told of one call, the later: "This call has not been granted", then "Invalid
signature" after something was changed.
"""

from __future__ import annotations

import re
from typing import Final

from credentials.core import Refusal, entry_of_text

#: Refusals that one error may be told by on several lines.
_SAME: Final = (
    frozenset((Refusal.RULES, Refusal.IAM, Refusal.FORBIDDEN, Refusal.NOT_ALLOWED)),
    frozenset((Refusal.NO_ROUTE, Refusal.NO_SERVICE, Refusal.NOT_FOUND)),
    frozenset((Refusal.SERVER_ERROR, Refusal.BAD_GATEWAY, Refusal.UNAVAILABLE)),
)
#: A line that speaks of what might be, or of what was before, or that a tool goes on after.
_BESIDE: Final = re.compile(
    r"\?|\b(?:if|check|make sure|verify|perhaps|maybe|may|might|could be|possib\w+|probabl\w+|hint"
    r"|e\.g\.|for example|such as|see also|means?|before (?:that|this)|earlier|previously|at first"
    r"|used to|yesterday|avant|vorher|zuerst|d'abord|prima|antes|no longer|not any ?more|instead of"
    r"|not|never|without|clean(?:ing)?[ -]?up|warn(?:ing)?|ignor(?:ed|ing))\b(?! been granted"
    r"| granted| valid| exist| allowed)"
)
#: A limit of calls that is told of, and one that was reached.
_LIMIT: Final = re.compile(r"429|too many|exceed|reached|hit\b")
#: How many lines at the end may tell of it.
_MOST_LINES: Final = 2_000


def last_refusal(text: str) -> tuple[str, Refusal | None]:
    """The part of a text from the line on that tells of the last refusal, and an earlier one with
    another cause; the whole text and None where there is none."""
    lines = text.split("\n")
    start, last, earlier = len(lines), None, None
    for place in range(len(lines) - 1, max(-1, len(lines) - _MOST_LINES), -1):
        refusal = _told(lines[place])
        if refusal and last and not _is_same(refusal, last):
            earlier = refusal
            break
        if refusal:
            start, last = place, last or refusal
    return ("\n".join(lines[start:]), earlier) if earlier else (text, None)


def _told(line: str) -> Refusal | None:
    lowered = line.lower()
    entry = entry_of_text(lowered)
    if entry is None or _BESIDE.search(lowered):
        return None
    is_told = entry.refusal is not Refusal.TOO_MANY or _LIMIT.search(lowered)
    return entry.refusal if is_told else None


def _is_same(refusal: Refusal, other: Refusal) -> bool:
    return refusal is other or any({refusal, other} <= same for same in _SAME)
