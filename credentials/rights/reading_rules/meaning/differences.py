"""Lines that a change takes away, in every form that differences are printed in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from credentials.core import gettext_noop, say
from credentials.rights.reading_rules.method_names import METHOD_WORD

#: What stands before every line of a difference that a mail quotes or a list indents.
_LEAD: Final = r"(?P<lead>[ \t>|]{0,8})"
_RULE: Final = rf"(?:{METHOD_WORD}|\"?path\"?[ \t]*[:=]|[ \t\"']/)"
_UNIFIED: Final = re.compile(
    rf"^{_LEAD}(?:@@ -\d|\+\+\+ \S|--- [ab]/|diff --git |\+[^+\n]{{0,80}}?{_RULE})", re.MULTILINE
)
#: Without a header: a line that is taken away, and one that stays right above or below it.
_IN_CONTEXT: Final = re.compile(
    rf"^{_LEAD}(?:-{METHOD_WORD}[^\n]*\n(?P=lead) (?={METHOD_WORD})"
    rf"| {METHOD_WORD}[^\n]*\n(?P=lead)-(?={METHOD_WORD}))",
    re.MULTILINE,
)
#: The older form: 2c2, then lines with < and with >.
_OLD: Final = re.compile(
    r"^---\r?\n>[ \t]|^\d{1,6}(?:,\d{1,6})?[acd]\d{1,6}(?:,\d{1,6})?\r?$", re.MULTILINE
)
_OLD_TAKEN_AWAY: Final = re.compile(r"^<[ \t][^\n]*", re.MULTILINE)
#: A context difference, and the plan of a tool for infrastructure.
_PLAN: Final = re.compile(r"^\*{3} \S[^\n]*\n--- \S|^[ \t]*~ [\w.]+[ \t]*=[ \t]*\[", re.MULTILINE)
_PLAN_TAKEN_AWAY: Final = re.compile(r"^[ \t]*-[ \t][^\n]*", re.MULTILINE)
#: A value that a plan changes: ~ method = "DELETE" -> "GET"
_VALUE_TAKEN_AWAY: Final = re.compile(
    r"^[ \t]*~[ \t]+(?:[\w.\"-]{1,60}[ \t]*[=:][ \t]*)?"
    r"(?P<old>\"[^\"\n]{1,200}\")(?=[ \t]*->[ \t]*\")",
    re.MULTILINE,
)
#: A hyphen that is glued to a rule, as no list has it.
_GLUED: Final = re.compile(rf"^[ \t>]{{0,8}}-(?={METHOD_WORD})", re.MULTILINE)


MAY_BE_REMOVED: Final = say(
    gettext_noop(
        "A hyphen stands right before it. In a difference such a line is taken away: is it meant?"
    )
)


def removed_in(text: str) -> Iterator[tuple[int, int]]:
    """Where every such line begins, behind its sign, and ends."""
    if unified := _UNIFIED.search(text) or _IN_CONTEXT.search(text):
        taken_away = re.compile(rf"^{re.escape(unified['lead'])}-(?!-)[^\n]*", re.MULTILINE)
        for line in taken_away.finditer(text):
            yield line.start() + len(unified["lead"]) + 1, line.end()
    for is_change, lines in ((_OLD, _OLD_TAKEN_AWAY), (_PLAN, _PLAN_TAKEN_AWAY)):
        if is_change.search(text):
            for line in lines.finditer(text):
                yield line.start() + 1, line.end()
    for change in _VALUE_TAKEN_AWAY.finditer(text) if "->" in text else ():
        yield change.span("old")


def may_be_removed(text: str, start: int) -> bool:
    """Whether a hyphen is glued to the rule at ``start``, which begins its line."""
    line = text.rfind("\n", 0, start) + 1
    match = _GLUED.match(text, line)
    return match is not None and match.end() == start
