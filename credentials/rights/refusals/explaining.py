"""Why OVHcloud refused a call, from what was pasted: the call, the cause, the smallest cure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from credentials.core import (
    API_ERRORS,
    Refusal,
    entry_of_class,
    entry_of_status,
    entry_of_text,
)
from credentials.rights.api_versions import strip_version
from credentials.rights.catalogue.call_check import check_methods
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.httpie_commands import with_methods
from credentials.rights.refusals.cases import RefusalCase
from credentials.rights.refusals.cures import filled
from credentials.rights.refusals.cut_paths import shown
from credentials.rights.refusals.endings import Ending, ending_of
from credentials.rights.refusals.error_text import ErrorText, plain_text
from credentials.rights.refusals.explanation import RefusalExplanation
from credentials.rights.refusals.last_refusal import last_refusal
from credentials.rights.refusals.listed_rules import listed_rules
from credentials.rights.refusals.log_order import in_order
from credentials.rights.refusals.log_tables import as_lines
from credentials.rights.refusals.logged_calls import LoggedCall
from credentials.rights.refusals.sdk_errors import refusal_of_exception
from credentials.rights.refusals.spoken_calls import spoken_call
from credentials.rights.refusals.stated_rules import stated_rules
from credentials.rights.refusals.tool_error import ToolError
from credentials.rights.refusals.tool_errors import ADDRESS_REFUSED, tool_error_in
from credentials.rights.refusals.value_errors import MISSING_VALUES, NO_CONSUMER_KEY
from credentials.rights.rule import AccessRule

_DENIALS: Final = frozenset((Refusal.IAM, Refusal.RULES))
#: How the details of a refusal are called that name actions (api 2.5).
_DENIED_ACTIONS: Final = "unauthorizedactionsby"
#: Refusals that a tool knows better than OVHcloud's words: of an address, of values it has not got.
_KNOWN_BETTER: Final = {
    ADDRESS_REFUSED.cause: frozenset((Refusal.FORBIDDEN, Refusal.NOT_ALLOWED)),
    MISSING_VALUES.cause: frozenset((Refusal.APPLICATION_KEY,)),
    NO_CONSUMER_KEY.cause: frozenset((Refusal.UNKNOWN_CREDENTIAL,)),
}


def explain_refusal(
    catalogue: Catalogue,
    pasted: str,
    rules: Iterable[AccessRule] | None = None,
    *,
    region: str = "",
    addresses: Iterable[str] | None = None,
    names: Mapping[str, str] | None = None,
) -> RefusalExplanation:
    """What refused the call in an error text, in a log of many calls, or in a call by itself.

    ``rules``, ``region`` and ``addresses`` are the key's, if known; else its rules are those that
    the text names. ``names`` fill blanks. Raises ``RuleError`` for far too much text or a bad name.
    """
    stated, text = stated_rules(in_order(as_lines(with_methods(plain_text(pasted)))))
    chosen = tuple(rules) if rules is not None else stated or None
    ending = _by_last_refusal(text, _blamed_by(chosen, catalogue, ending_of(catalogue, text)))
    error, part, refusal, tool = _findings(text, ending)
    call = _refused_of(_call(text, ending, tool if refusal is None else None), chosen, catalogue)
    path = "" if call.is_cut else filled(strip_version(call.path), names or {})
    methods = call.methods if path else ()
    case = RefusalCase(
        catalogue=catalogue,
        error=part,
        refusal=refusal,
        tool=tool,
        path=path,
        cut_path=shown(call.path) if call.is_cut else "",
        method_without_rules=call.method_without_rules,
        names=names or {},
        checks=tuple(check_methods(catalogue, chosen or (), methods, path=path)),
        rules=chosen,
        is_by_text=rules is None and bool(stated),
        region=region,
        addresses=None if addresses is None else tuple(addresses),
        query_id=part.query_id or error.query_id,
        ending=ending,
        listed=listed_rules(text),
    )
    return case.explained()


def _by_last_refusal(text: str, ending: Ending) -> Ending:
    """With what is told last of the call, and what OVHcloud said before, with another cause."""
    last, earlier = last_refusal(ending.call.refusal_text or text)
    if earlier is None:
        return ending
    call = replace(ending.call, refusal_text=last)
    return replace(ending, call=call, earlier=API_ERRORS[earlier].message)


def _blamed_by(rules: Sequence[AccessRule] | None, catalogue: Catalogue, ending: Ending) -> Ending:
    """Where the text does not tell whose answer it is: with the call that the rules do not allow,
    where they allow the last one."""

    if rules is None or not ending.candidates or not _is_allowed(ending.call, rules, catalogue):
        return ending
    others = (call for call in ending.candidates if not _is_allowed(call, rules, catalogue))
    blamed = next(others, None)
    return ending.blaming(blamed) if blamed else ending


def _refused_of(
    call: LoggedCall, rules: Sequence[AccessRule] | None, catalogue: Catalogue
) -> LoggedCall:
    """The call, or the one that follows it where the rules allow the first."""
    if rules is None or not call.following or not _is_allowed(call, rules, catalogue):
        return call
    return replace(call, path=call.following)


def _is_allowed(call: LoggedCall, rules: Sequence[AccessRule], catalogue: Catalogue) -> bool:
    path = strip_version(call.path)
    checks = check_methods(catalogue, rules, call.methods, path=path)
    return all(check.is_granted for check in checks)


def _call(text: str, ending: Ending, tool: ToolError | None) -> LoggedCall:
    """The call that ended the run: the one that a tool means, that is written, or told in words."""
    if tool and tool.call:
        return LoggedCall(tool.call[1], (tool.call[0],))
    if ending.call.path or ending.is_elsewhere:
        return ending.call
    return spoken_call(ending.call.refusal_text or text) or ending.call


def _findings(
    text: str, ending: Ending
) -> tuple[ErrorText, ErrorText, Refusal | None, ToolError | None]:
    """What the whole text says, the part of it that tells why, and what OVHcloud and tools say
    there: the part about the call, or the whole where that tells nothing."""
    error = ErrorText(text)
    part = ending.call.error if ending.call.refusal_text else error
    if ending.is_answered:
        return error, part, None, None
    refusal, tool = _causes(part)
    is_told = part.status or part.is_refused or part.is_fine
    is_silent = refusal is None and tool is None and not is_told
    if is_silent and part is not error:
        part = error
        refusal, tool = _causes(part)
    return error, part, refusal, tool


def _causes(error: ErrorText) -> tuple[Refusal | None, ToolError | None]:
    """What OVHcloud says, by its words; where no tool says it better, by status or class. And what
    a tool says."""
    entry, tool = entry_of_text(error.text), tool_error_in(error.text)
    if entry and tool and entry.refusal in _KNOWN_BETTER.get(tool.cause, ()):
        return None, tool
    if entry is None and tool is None and (named := refusal_of_exception(error.text)):
        entry = API_ERRORS[named]
    if entry is None and tool is None and not error.is_foreign:
        entry = entry_of_status(error.status) or entry_of_class(error.text)
    is_unsure = entry.refusal is Refusal.FORBIDDEN if entry else tool is None
    if is_unsure and error.actions and _DENIED_ACTIONS in error.text:
        return _who_denies(error, Refusal.IAM), None
    if entry and (entry.refusal in _DENIALS or _is_by_policy(error, entry.refusal)):
        return _who_denies(error, entry.refusal), tool
    return entry.refusal if entry else None, tool


def _is_by_policy(error: ErrorText, refusal: Refusal) -> bool:
    """Forbidden without a reason, with a token: it has no rules, so that a policy decides."""
    return refusal is Refusal.FORBIDDEN and error.has_token and not error.message


def _who_denies(error: ErrorText, refusal: Refusal) -> Refusal:
    """The key's rules, or the policies: the details know better than the message (api 2.5)."""
    if error.by_credential:
        return Refusal.RULES
    return Refusal.IAM if error.actions or error.has_token else refusal
