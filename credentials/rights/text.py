"""Rules from pasted text, whatever it was copied from, and back into lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Final
from urllib.parse import unquote

from credentials.enums import Method
from credentials.errors import RuleError
from credentials.rights.glob import STAR
from credentials.rights.rule import AccessRule
from credentials.sentences import gettext_noop, say

MOST_RULES: Final = 1_000
MOST_STARS: Final = 10_000
LONGEST_LINE: Final = 65_536
LONGEST_TEXT: Final = 1_000_000

_METHODS = frozenset(Method)


def parse_rules(text: str) -> tuple[AccessRule, ...]:
    """The rules in ``text``, in its order; empty text has none.

    Understood are ``METHOD[,METHOD] /path`` lines (``#`` begins a comment line), ``accessRules``
    JSON, and createToken links or their query alone (api 1.3). Raises ``RuleError`` with the
    line's number.
    """
    if len(text) > LONGEST_TEXT:
        raise RuleError(say(gettext_noop("This is too much text for rules: more than 1 MB.")))
    if text.lstrip()[:1] in {"[", "{"}:
        return within_limits(_from_json(text))
    return within_limits(_from_lines([line.strip() for line in text.splitlines()]))


def render_lines(rules: Iterable[AccessRule]) -> str:
    """One ``METHOD[,METHOD] /path`` line for each run of rules with one path."""
    runs = groupby(rules, key=lambda rule: rule.path)
    return "".join(f"{','.join(rule.method for rule in run)} {path}\n" for path, run in runs)


def within_limits(rules: Sequence[AccessRule]) -> tuple[AccessRule, ...]:
    """The rules, when they are few enough to work with; else ``RuleError``."""
    if len(rules) > MOST_RULES:
        raise RuleError(say(gettext_noop("These are too many rules: more than 1 000.")))
    if sum(rule.path.count(STAR) for rule in rules) > MOST_STARS:
        raise RuleError(say(gettext_noop("These rules hold too many stars: more than 10 000.")))
    return tuple(rules)


def _from_lines(lines: Sequence[str]) -> list[AccessRule]:
    found: list[AccessRule] = []
    for number, line in enumerate(lines, start=1):
        if line and not line.startswith("#") and len(found) <= MOST_RULES:
            found.extend(_numbered(number, line, of=len(lines)))
    return found


def _numbered(number: int, line: str, *, of: int) -> list[AccessRule]:
    try:
        return list(islice(_from_line(line), MOST_RULES + 1))
    except RuleError as error:
        if of == 1:
            raise
        sentence = gettext_noop("Line %(number)s: %(problem)s")
        raise RuleError(say(sentence, number=number, problem=error.sentence)) from error


def _from_line(line: str) -> Iterator[AccessRule]:
    if len(line) > LONGEST_LINE:
        raise RuleError(say(gettext_noop("The line is longer than 64 KB. No rule is.")))
    head, slash, rest = line.partition("/")
    if "=" in head or "." in head or head.endswith(":"):
        return _from_link(line)
    if slash:
        *names, last = head.replace(",", " ").split() or [""]
        if names and head.endswith(last) and last.upper() not in _METHODS:
            return _from_words(" ".join(names), last + slash + rest)  # no slash before the path
        return _from_words(head, slash + rest)
    *names, last = line.split()
    return _from_words(" ".join(names), last) if names else _from_words(last, "")


def _from_words(methods: str, path: str) -> Iterator[AccessRule]:
    names = methods.replace(",", " ").split()
    if not names:
        raise RuleError(say(gettext_noop("A method is missing. A rule reads like this: GET /me")))
    return (AccessRule.parse(name, path) for name in names)


def _from_link(link: str) -> Iterator[AccessRule]:
    """A createToken link, or its query alone; values raw or percent-encoded."""
    query = link.partition("?")[2] if "?" in link else link
    pairs = [pair.partition("=") for pair in query.partition("#")[0].split("&")]
    rules = [(key.upper(), unquote(path)) for key, _, path in pairs if _is_rule(key, path)]
    if not rules:
        sentence = gettext_noop(
            "This link holds no rules. A createToken link has them after a question mark: "
            "?GET=/me&POST=/domain/zone/*"
        )
        raise RuleError(say(sentence))
    return (AccessRule.parse(method, path) for method, path in rules)


def _is_rule(key: str, value: str) -> bool:
    """Whether a link means a rule: by its method, or by a path under a word that is no method."""
    return key.upper() in _METHODS or unquote(value)[:1] in {"/", STAR}


def _from_json(text: str) -> list[AccessRule]:
    items = _decoded(text)
    if isinstance(items, dict):
        items = items.get("accessRules", items.get("rules"))
    if not isinstance(items, list):
        raise RuleError(say(gettext_noop("This JSON has no list of rules under “accessRules”.")))
    return [_from_item(item) for item in items]


def _decoded(text: str) -> object:
    try:
        decoded: object = json.loads(text)
    except (ValueError, RecursionError):
        sentence = gettext_noop("This begins like JSON but cannot be read as such.")
        raise RuleError(say(sentence)) from None
    return decoded


def _from_item(item: object) -> AccessRule:
    match item:
        case {"method": str(method), "path": str(path)}:
            return AccessRule.parse(method, path)
    sentence = gettext_noop("An element of the list is no rule: it needs a method and a path.")
    raise RuleError(say(sentence))
