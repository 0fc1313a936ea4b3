"""Rules as lines of text, and how many of them Keydesk works with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from credentials.core import RuleError, gettext_noop, say
from credentials.rights.glob import STAR
from credentials.rights.rule import AccessRule

MOST_RULES: Final = 1_000
MOST_STARS: Final = 10_000


def render_rules(rules: Iterable[AccessRule]) -> str:
    """One ``METHOD[,METHOD] /path`` line for each run of rules with one path."""
    runs = groupby(rules, key=lambda rule: rule.path)
    return "".join(f"{','.join(rule.method for rule in run)} {path}\n" for path, run in runs)


def check_rule_limits(rules: Sequence[AccessRule]) -> tuple[AccessRule, ...]:
    """The rules, when they are few enough to work with; else ``RuleError``."""
    if len(rules) > MOST_RULES:
        raise RuleError(say(gettext_noop("These are too many rules: more than 1 000.")))
    if sum(rule.path.count(STAR) for rule in rules) > MOST_STARS:
        raise RuleError(say(gettext_noop("These rules hold too many stars: more than 10 000.")))
    return tuple(rules)
