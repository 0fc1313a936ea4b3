"""Why OVHcloud refused a call, from what was pasted: the call, the cause, the smallest cure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from credentials.core import (
    Refusal,
    RuleError,
    entry_of_class,
    entry_of_status,
    entry_of_text,
    gettext_noop,
    say,
)
from credentials.rights.catalogue.call_check import check_methods
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.refusals import error_text
from credentials.rights.refusals.cases import RefusalCase
from credentials.rights.refusals.error_text import ErrorText
from credentials.rights.refusals.explanation import RefusalExplanation
from credentials.rights.refusals.logged_calls import LoggedCall, ending_call
from credentials.rights.refusals.tool_errors import ADDRESS_REFUSED, ToolError, tool_error_in
from credentials.rights.rule import AccessRule, strip_version

_NO_CALL: Final = LoggedCall("", ())
_DENIALS: Final = frozenset((Refusal.IAM, Refusal.RULES))
#: Refusals whose words say nothing of an address, and may be about one.
_VAGUE: Final = frozenset((Refusal.FORBIDDEN, Refusal.NOT_ALLOWED))


def explain_refusal(
    catalogue: Catalogue,
    pasted: str,
    rules: Iterable[AccessRule] | None = None,
    *,
    region: str = "",
    names: Mapping[str, str] | None = None,
) -> RefusalExplanation:
    """What refused the call in an error text, in a log of many calls, or in a call by itself.

    ``rules`` and ``region`` are the key's, where they are known; ``names`` fill blanks that an
    earlier explanation named. Raises ``RuleError`` for far too much text, and for a name that is
    no part of a path.
    """
    text = error_text.plain_text(pasted)
    call = ending_call(catalogue, text) or _NO_CALL
    error = error_text.read(text)
    part = error_text.read(call.refusal_text) if call.refusal_text else error
    refusal, tool = _causes(part)
    if refusal is None and tool is None and part is not error:
        part = error
        refusal, tool = _causes(part)
    if tool and tool.call and refusal is None:
        call = LoggedCall(tool.call[1], (tool.call[0],))
    path = _filled(strip_version(call.path), names or {})
    chosen = None if rules is None else tuple(rules)
    checks = tuple(check_methods(catalogue, chosen or (), call.methods, path=path)) if path else ()
    case = RefusalCase(
        catalogue=catalogue,
        error=part,
        refusal=refusal,
        tool=tool,
        path=path,
        blanks=tuple(name for name in call.blanks if f"{{{name}}}" in path),
        checks=checks,
        rules=chosen,
        region=region,
        query_id=part.query_id or error.query_id,
    )
    return case.explained()


def _causes(error: ErrorText) -> tuple[Refusal | None, ToolError | None]:
    """What OVHcloud says, by its words; where no tool says it better, by status or class. And what
    a tool says."""
    entry, tool = entry_of_text(error.text), tool_error_in(error.text)
    if entry and entry.refusal in _VAGUE and tool is ADDRESS_REFUSED:
        return None, tool
    if entry is None and tool is None:
        entry = entry_of_status(error.status) or entry_of_class(error.text)
    if entry and entry.refusal in _DENIALS:
        return _who_denies(error, entry.refusal), tool
    return entry.refusal if entry else None, tool


def _who_denies(error: ErrorText, refusal: Refusal) -> Refusal:
    """The key's rules, or the policies: the details know better than the message (api 2.5)."""
    if error.by_credential:
        return Refusal.RULES
    return Refusal.IAM if error.actions else refusal


def _filled(path: str, names: Mapping[str, str]) -> str:
    for blank, name in names.items():
        if f"{{{blank}}}" in path and name.strip():
            value = name.strip()
            if "/" in value or "*" in value or not value.isprintable() or " " in value:
                raise RuleError(say(_NO_NAME))
            path = path.replace(f"{{{blank}}}", value)
    return path


_NO_NAME: Final = gettext_noop("A name in a path has no slash, space or star: example.com")
