"""Would this call be granted? The rule that decides, or the smallest one that is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from credentials.core import Method, Sentence, gettext_noop, say
from credentials.rights.api_versions import rule_path, strip_version
from credentials.rights.catalogue.call_reading import cli_call_in, parse_call
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.operation import Operation
from credentials.rights.held_rules import without_blanks
from credentials.rights.invisible_characters import visible_text
from credentials.rights.near_misses import name_that_decides, why_not
from credentials.rights.reading_rules.paths.batches import with_star_for_names
from credentials.rights.rule import AccessRule, granting_rule
from credentials.rights.unclear_paths import why_unclear

_NOTHING: Final = Sentence("")


@dataclass(frozen=True, slots=True)
class CallCheck:
    """The answer about one call, its ``path`` without ``/1.0``; ``/v2`` stays.

    ``rule`` grants it, or ``missing`` is the smallest rule that would; neither where no rule is
    needed. ``operation`` is what the call is, where the catalogue knows. ``doubt`` is a sentence
    where OVHcloud may see it otherwise. ``depends_on``: a name in the path that is not told, with
    some values of which a rule allows the call.
    """

    method: Method
    path: str
    is_granted: bool
    sentence: Sentence
    rule: AccessRule | None = None
    missing: AccessRule | None = None
    operation: Operation | None = None
    doubt: Sentence = _NOTHING
    depends_on: str = ""


def check_call(catalogue: Catalogue, rules: Iterable[AccessRule], call: str) -> list[CallCheck]:
    """What the rules say to ``METHOD /path``: a real call, as a path or as a whole address.

    Without a method, one answer for each that the route takes; of a command of the ovhcloud CLI,
    the answer about its first call. Raises ``RuleError`` for no call.
    """
    if command := cli_call_in(call):
        path = strip_version(command.path)
        checks = check_methods(catalogue, rules, (command.method,), path=path)
        return [_with_calls_after(check) for check in checks] if command.is_list else checks
    meant = parse_call(catalogue, call)
    checks = check_methods(catalogue, rules, meant.methods, path=meant.path)
    return [replace(check, doubt=_both(check.doubt, meant.doubt)) for check in checks]


def check_methods(
    catalogue: Catalogue, rules: Iterable[AccessRule], methods: Iterable[Method], *, path: str
) -> list[CallCheck]:
    """The same for a path as rules spell it and each of the methods."""
    chosen = tuple(rules)
    return [_check(catalogue, chosen, method, path=path) for method in methods]


def _with_calls_after(check: CallCheck) -> CallCheck:
    """With a word on the calls that the CLI makes for each object of a list."""
    each = say(_FOR_EACH, path=visible_text(check.path))
    return replace(check, doubt=_both(check.doubt, each))


def _both(first: Sentence, second: Sentence) -> Sentence:
    if not (first and second):
        return first or second
    return say("%(first)s %(second)s", first=first, second=second)


_FOR_EACH: Final = gettext_noop(
    "The command then reads each object of the list: that needs GET %(path)s/* as well."
)


def _check(
    catalogue: Catalogue, rules: Sequence[AccessRule], method: Method, *, path: str
) -> CallCheck:
    operation = catalogue.operation_at(method, path)
    call = {"method": method.value, "path": visible_text(path)}
    if path.startswith("/auth/"):
        template = gettext_noop("%(method)s %(path)s needs no rule: every key may call it.")
        return CallCheck(method, path, True, say(template, **call), operation=operation)
    missing = AccessRule(method, with_star_for_names(rule_path(path)))
    if unclear := why_unclear(path):
        return CallCheck(method, path, False, unclear, None, missing, operation)
    if rule := granting_rule(without_blanks(rules), method, path):
        sentence = say(gettext_noop("%(rule)s allows it."), rule=visible_text(str(rule)))
        doubt = _doubt_about_method(catalogue, method)
        return CallCheck(method, path, True, sentence, rule, operation=operation, doubt=doubt)
    sentence = why_not(rules, method, path)
    doubts = (
        _doubt_about_method(catalogue, method),
        _doubt_about_route(catalogue, operation, call, path=path),
    )
    blank = (name_that_decides(rules, method, path) or ("",))[0]
    return CallCheck(method, path, False, sentence, None, missing, operation, _both(*doubts), blank)


def _doubt_about_method(catalogue: Catalogue, method: Method) -> Sentence:
    if catalogue.with_methods(method):
        return _NOTHING
    return say(gettext_noop("No operation of OVHcloud's API has %(method)s."), method=method.value)


def _doubt_about_route(
    catalogue: Catalogue, operation: Operation | None, call: dict[str, str], *, path: str
) -> Sentence:
    if operation is None:
        others = sorted({other.method.value for other in catalogue.operations_at(path)})
        if others:
            return say(_NO_METHOD, **call, others=", ".join(others))
        return say(gettext_noop("No route is known for %(method)s %(path)s."), **call)
    if operation.is_open:
        return say(gettext_noop("It can be called without any key; signed, it needs the rule."))
    return _NOTHING


_NO_METHOD: Final = gettext_noop(
    "The route %(path)s has no %(method)s. Its methods are: %(others)s."
)
