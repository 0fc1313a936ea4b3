"""Would this call be granted? The rule that decides, or the smallest one that is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from credentials.core import Method, RuleError, Sentence, gettext_noop, say
from credentials.rights.api_versions import rule_path, strip_version
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.operation import Operation
from credentials.rights.domain_names import with_punycode
from credentials.rights.held_rules import without_blanks
from credentials.rights.invisible_characters import visible_text
from credentials.rights.near_misses import why_not
from credentials.rights.reading_rules.paths.text_path import whole_path
from credentials.rights.reading_rules.rule_reader import read_rules
from credentials.rights.rule import AccessRule, granting_rule
from credentials.rights.rule_problems import stray_character
from credentials.rights.unclear_paths import why_unclear

_WORDS: Final = re.compile(r"(?:(?P<method>\w+)\s+)?(?P<target>\S.*)", re.DOTALL)
#: A path or an address and perhaps a method: with nothing around the call.
_CALL_ALONE: Final = re.compile(
    rf"(?:(?:{'|'.join(Method)})\s+)?(?:\w+://[^\s/]+)?/[A-Za-z0-9/*_{{}}~%@:+.-]*(?<![.:])(?:\?\S*)?",
    re.IGNORECASE,
)
#: Ends the first line of a request.
_HTTP_VERSION: Final = re.compile(r"\s{1,9}HTTP/\d(?:\.\d)?$", re.IGNORECASE)
#: A request for the head alone: no rule has that method, and what GET may read it may ask about.
_HEAD: Final = re.compile(
    r"(?<![\w/?&=])HEAD(?=[\s\"',)]|$)|(?<=\w\.)head(?=(?:Async)?\()|(?<=\w->)head(?=\()"
)
_CURL_HEAD: Final = re.compile(r"(?<=\s)(?:--head|-[a-zA-Z]{0,8}I[a-zA-Z]{0,8})(?=\s|$)")
#: An address of the API console, which tells a call behind its path; placeholders of other tools.
_NOT_ALONE: Final = re.compile(
    r"^(?:GET\s+)?https?://[\w.-]{1,200}/console(?:-\w{2,12})?/|/(?::[a-z]\w*|%[sdv])(?=[/?]|$)",
    re.IGNORECASE,
)
#: The host that a call goes to, not one in its query.
_HOST: Final = re.compile(
    r"(?<![\w=&?/%])https?://(?:[^\s/@]{1,200}@)?([\w.-]{1,255})", re.IGNORECASE
)
#: Hosts of the API and its sign-in, and places where it is played.
_API_HOST: Final = re.compile(
    r"(?:^|\.)(?:ovh|ovhcloud|soyoustart|kimsufi|runabove)\.(?:com|us|net|ca)$"
    r"|^localhost$|^127\.|^10\.|^192\.168\.|^[^.]*$"
)
_OTHER_HOST: Final = gettext_noop(
    "%(host)s is no host of OVHcloud's API, so no rule of a key is about this call."
)
_LONGEST_CODE: Final = 2_000
_NOTHING: Final = Sentence("")


@dataclass(frozen=True, slots=True)
class CallCheck:
    """The answer about one call, its ``path`` without ``/1.0``; ``/v2`` stays.

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


def check_call(catalogue: Catalogue, rules: Iterable[AccessRule], call: str) -> list[CallCheck]:
    """What the rules say to ``METHOD /path``: a real call, as a path or as a whole address.

    Without a method, one answer for each that the route takes. Raises ``RuleError`` for no call.
    """
    path, methods = parse_call(catalogue, call)
    return check_methods(catalogue, rules, methods, path=path)


def check_methods(
    catalogue: Catalogue, rules: Iterable[AccessRule], methods: Iterable[Method], *, path: str
) -> list[CallCheck]:
    """The same for a path as rules spell it and each of the methods."""
    chosen = tuple(rules)
    return [_check(catalogue, chosen, method, path=path) for method in methods]


def parse_call(catalogue: Catalogue, call: str) -> tuple[str, tuple[Method, ...]]:
    """The path and the methods meant by a text. Raises ``RuleError`` with what is wrong."""
    call = with_punycode(_HTTP_VERSION.sub("", _with_get(call.strip())))
    words = _WORDS.fullmatch(call)
    if words is None:
        raise RuleError(say(gettext_noop("A call reads like this: GET /domain/zone")))
    if (host := _HOST.search(call)) and not _API_HOST.search(host[1].lower()):
        raise RuleError(say(_OTHER_HOST, host=visible_text(host[1])))
    is_alone = _CALL_ALONE.fullmatch(call) and not _NOT_ALONE.search(call)
    if not is_alone and (rule := _in_text(call)):
        return rule.path, (rule.method,)
    path = strip_version(_path(words["target"]))
    if stray := whole_path(path).stray if path.startswith("/") and path.isprintable() else "":
        raise RuleError(stray_character(path.partition(stray)[0], stray))
    if words["method"]:
        rule = AccessRule.parse(words["method"], path)
        return rule.path, (rule.method,)
    path = AccessRule.parse(Method.GET, path).path
    known = {operation.method for operation in catalogue.operations_at(path)}
    return path, tuple(method for method in Method if method in known) or (Method.GET,)


def _check(
    catalogue: Catalogue, rules: Sequence[AccessRule], method: Method, *, path: str
) -> CallCheck:
    operation = catalogue.operation_at(method, path)
    call = {"method": method.value, "path": visible_text(path)}
    if path.startswith("/auth/"):
        template = gettext_noop("%(method)s %(path)s needs no rule: every key may call it.")
        return CallCheck(method, path, True, say(template, **call), operation=operation)
    missing = AccessRule(method, rule_path(path))
    if unclear := why_unclear(path):
        return CallCheck(method, path, False, unclear, None, missing, operation)
    if rule := granting_rule(without_blanks(rules), method, path):
        sentence = say(gettext_noop("%(rule)s allows it."), rule=visible_text(str(rule)))
        doubt = _doubt_about_method(catalogue, method)
        return CallCheck(method, path, True, sentence, rule, operation=operation, doubt=doubt)
    sentence = why_not(rules, method, path)
    doubt = _doubt_about_route(catalogue, operation, call, path=path)
    return CallCheck(method, path, False, sentence, None, missing, operation, doubt)


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


def _with_get(call: str) -> str:
    """A call for the head alone as the one for the whole."""
    call = _HEAD.sub(lambda match: "get" if match[0] == "head" else "GET", call)
    return _CURL_HEAD.sub("", call) if call.startswith("curl") else call


def _in_text(call: str) -> AccessRule | None:
    """The call that a line of a log, of code or of a shell makes. Raises ``RuleError`` for two."""
    reading = read_rules(call, is_log=True) if len(call) <= _LONGEST_CODE else None
    rules = dict.fromkeys(reading.rules) if reading else ()
    if len(rules) > 1:
        raise RuleError(say(_SEVERAL, count=len(rules)))
    return next(iter(rules), None)


_SEVERAL: Final = gettext_noop("These are %(count)s calls. Ask about one at a time: GET /me")


def _path(target: str) -> str:
    """The path of a URL, or of a path with its query."""
    try:
        return urlsplit(target).path if "://" in target else target.partition("?")[0]
    except ValueError:
        return target
