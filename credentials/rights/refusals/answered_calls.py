"""Calls whose own line tells that they were answered, and the refusal below, which is another's.

It is that of the call that is named below it, or of one that the text does not name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from credentials.core import Method
from credentials.rights.refusals.error_text import ErrorText
from credentials.rights.refusals.logged_calls import LoggedCall
from credentials.rights.refusals.refused_texts import is_refusal, is_refused

#: What stands in the line of a call that an error names: a field, a word, a line of a stack.
_NAMING: Final = re.compile(
    r"^[ \t]+\S|\b(?:request(?:ed)?|call(?:ed|ing)?|while|when|during|at|url|uri|path|target|method"
    r"|endpoint|operation|route|requête|appel|pendant|lors|anfrage|aufruf|bei|beim|richiesta"
    r"|chiamata|durante|petición|solicitud|llamada|żądanie|wywołanie|podczas)\b",
    re.IGNORECASE,
)


def with_own_refusals(calls: Sequence[LoggedCall]) -> list[LoggedCall]:
    """The calls, none that was answered having a refusal: that is the next call's, where the text
    names it as the refused one, else a call's without a path."""
    result: list[LoggedCall] = []
    below = ""
    for number, call in enumerate(calls):
        above = below
        if above and not _is_named(call, is_last=number + 1 == len(calls)):
            result.append(LoggedCall("", (), refusal_text=above))
            above = ""
        own, below = _parted(call)
        text = f"{above.rstrip()}\n{own}" if above else own
        result.append(call if text == call.refusal_text else replace(call, refusal_text=text))
    return [*result, LoggedCall("", (), refusal_text=below)] if below else result


def with_methods_above(calls: Sequence[LoggedCall]) -> list[LoggedCall]:
    """The calls, one whose method is not told having that of the last one above at its path; where
    that was answered, none of that method."""
    result: list[LoggedCall] = []
    above: dict[str, LoggedCall] = {}
    for call in calls:
        methods = _methods(call, above.get(call.path))
        result.append(replace(call, methods=methods))
        if len(methods) == 1:
            above[call.path] = result[-1]
    return result


def _methods(call: LoggedCall, before: LoggedCall | None) -> tuple[Method, ...]:
    if before is None or len(call.methods) < 2 or before.methods[0] not in call.methods:
        return call.methods
    if not ErrorText(own_line(before)).is_fine:
        return before.methods
    return tuple(method for method in call.methods if method not in before.methods)


def own_line(call: LoggedCall) -> str:
    """The line of the text that has the call's path; the first one, where none has it as it is."""
    lines = call.refusal_text.split("\n")
    return next((line for line in lines if call.path in line), lines[0])


def _parted(call: LoggedCall) -> tuple[str, str]:
    """What is said of a call up to the line that answers it, and the refusal below; "": none."""
    line = own_line(call)
    if not line:
        return call.refusal_text, ""
    before, _, below = call.refusal_text.partition(line)
    if not is_refused(below) or not _is_answered(ErrorText(line)) or is_refused(before):
        return call.refusal_text, ""
    return f"{before}{line}", below.lstrip("\n")


def _is_answered(error: ErrorText) -> bool:
    return error.is_fine and not is_refusal(error)


def _is_named(call: LoggedCall, *, is_last: bool) -> bool:
    """Whether a call below a refusal is the refused one: no answer is told of it."""
    error = call.error
    if error.is_fine or error.status or is_refusal(error):
        return False
    return is_last or _NAMING.search(own_line(call).partition(call.path)[0]) is not None
