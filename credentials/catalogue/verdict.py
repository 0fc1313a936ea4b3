"""Would this call be granted? The rule that decides, or the smallest one that is missing."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import urlsplit

from credentials.catalogue.catalogue import Catalogue
from credentials.catalogue.operation import Operation
from credentials.enums import Method
from credentials.errors import RuleError
from credentials.rights import AccessRule, grants, spellings, strip_version
from credentials.rights.visible import shown
from credentials.sentences import Sentence, gettext_noop, say

_WORDS: Final = re.compile(r"(?:(?P<method>\w+)\s+)?(?P<target>\S.*)", re.DOTALL)
_NOTHING: Final = Sentence("")

_K = TypeVar("_K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer about one call, its ``path`` as rules spell it.

    ``rule`` grants it, or ``missing`` is the smallest rule that would; neither where no rule is
    needed. ``operation`` is what the call is, where the catalogue knows. ``doubt`` is a sentence
    where OVHcloud may see it otherwise.
    """

    method: Method
    path: str
    is_granted: bool
    sentence: Sentence
    rule: AccessRule | None = None
    missing: AccessRule | None = None
    operation: Operation | None = None
    doubt: Sentence = _NOTHING


def judge(catalogue: Catalogue, rules: Iterable[AccessRule], call: str) -> list[Verdict]:
    """What the rules say to ``METHOD /path``: a real call, as a path or as a whole address.

    Without a method, one answer for each that the route takes. Raises ``RuleError`` for no call.
    """
    path, methods = asked(catalogue, call)
    return verdicts(catalogue, rules, methods, path=path)


def verdicts(
    catalogue: Catalogue, rules: Iterable[AccessRule], methods: Iterable[Method], *, path: str
) -> list[Verdict]:
    """The same for a path as rules spell it and each of the methods."""
    chosen = tuple(rules)
    return [_verdict(catalogue, chosen, method, path=path) for method in methods]


def who_may(
    catalogue: Catalogue, call: str, keys: Mapping[_K, Sequence[AccessRule]]
) -> dict[_K, list[Verdict]]:
    """Of several keys, given by their rules, those that may make the call, each with why.

    Raises ``RuleError`` for no call.
    """
    path, methods = asked(catalogue, call)
    answers = {key: verdicts(catalogue, own, methods, path=path) for key, own in keys.items()}
    granted = {key: [one for one in own if one.is_granted] for key, own in answers.items()}
    return {key: own for key, own in granted.items() if own}


def asked(catalogue: Catalogue, call: str) -> tuple[str, tuple[Method, ...]]:
    """The path and the methods meant by a text. Raises ``RuleError`` with what is wrong."""
    words = _WORDS.fullmatch(call.strip())
    if words is None:
        raise RuleError(say(gettext_noop("A call reads like this: GET /domain/zone")))
    path = strip_version(_path(words["target"]))
    if words["method"]:
        rule = AccessRule.parse(words["method"], path)
        return rule.path, (rule.method,)
    path = AccessRule.parse(Method.GET, path).path
    known = {one.method for one in catalogue.at(path)}
    return path, tuple(method for method in Method if method in known) or (Method.GET,)


def _verdict(
    catalogue: Catalogue, rules: Sequence[AccessRule], method: Method, *, path: str
) -> Verdict:
    operation = catalogue.found(method, path)
    call = {"method": method.value, "path": shown(path)}
    if path.startswith("/auth/"):
        template = gettext_noop("%(method)s %(path)s needs no rule: every key may call it.")
        return Verdict(method, path, True, say(template, **call), operation=operation)
    if rule := grants(rules, method, path):
        sentence = say(gettext_noop("%(rule)s allows it."), rule=shown(str(rule)))
        doubt = _doubt(rule, operation)
        return Verdict(method, path, True, sentence, rule, operation=operation, doubt=doubt)
    missing = AccessRule(method, spellings(path)[-1])
    sentence = _why_not(rules, method, path)
    doubt = _misgiving(operation, call)
    return Verdict(method, path, False, sentence, None, missing, operation, doubt)


def _why_not(rules: Sequence[AccessRule], method: Method, path: str) -> Sentence:
    """The nearest miss among the rules, in a sentence."""
    turned = path.removesuffix("/") if path.endswith("/") else f"{path}/"
    for candidate, template in ((f"{path.removesuffix('/')}/x", _BELOW), (turned, _SLASH)):
        if rule := grants(rules, method, candidate):
            return say(template, rule=shown(str(rule)), path=shown(path))
    if others := [other for other in Method if other != method and grants(rules, other, path)]:
        values = {"others": ", ".join(others), "method": method.value}
        return say(_OTHER_METHOD, path=shown(path), **values)
    lowered = [AccessRule(rule.method, rule.path.lower()) for rule in rules]
    if grants(lowered, method, path.lower()):
        return say(_CASE, path=shown(path))
    return say(_NO_RULE, method=method.value, path=shown(path))


_SLASH: Final = gettext_noop("No rule allows it. %(rule)s would, but for the slash at the end.")
_BELOW: Final = gettext_noop(
    "No rule allows it. %(rule)s allows what is below %(path)s, not %(path)s itself."
)
_OTHER_METHOD: Final = gettext_noop(
    "No rule allows it. On %(path)s the rules allow %(others)s, not %(method)s."
)
_CASE: Final = gettext_noop("No rule allows it. One would, but for upper and lower case: %(path)s.")
_NO_RULE: Final = gettext_noop("No rule is about %(method)s %(path)s.")


def _doubt(rule: AccessRule, operation: Operation | None) -> Sentence:
    if rule.path.startswith("/v2") and operation and operation.version == "v2":
        template = gettext_noop(
            "OVHcloud's Terraform guide says that rules are compared without /v2. Then %(rule)s "
            "allows nothing."
        )
        return say(template, rule=shown(str(rule)))
    return _NOTHING


def _misgiving(operation: Operation | None, call: dict[str, str]) -> Sentence:
    if operation is None:
        return say(gettext_noop("No route is known for %(method)s %(path)s."), **call)
    if operation.is_open:
        return say(gettext_noop("It can be called without any key; signed, it needs the rule."))
    return _NOTHING


def _path(target: str) -> str:
    """The path of a URL, or of a path with its query."""
    try:
        return urlsplit(target).path if "://" in target else target.partition("?")[0]
    except ValueError:
        return target
