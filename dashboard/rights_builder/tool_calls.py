"""A pasted log of a tool's calls: the smallest rules for them, and the recipes that have them."""

from __future__ import annotations

from dataclasses import dataclass

from credentials import rights
from credentials.core import RuleError, Sentence, gettext_noop, say
from credentials.rights import AccessRule, Catalogue, Recipe

_MOST_RECIPES = 6
_NOTHING = Sentence("")
_NO_CALL = say(
    gettext_noop(
        "There is no call in this text. A line with one reads like this: GET "
        "/domain/zone/example.com/record"
    )
)


@dataclass(frozen=True, slots=True)
class LearnedRules:
    """``rules`` that allow the calls of a log, and the ``recipes`` that allow them all."""

    rules: tuple[AccessRule, ...]
    recipes: tuple[Recipe, ...]


def learned_rules(catalogue: Catalogue, text: str) -> LearnedRules:
    """What the calls in a text need. Raises ``RuleError`` where there is no call, or too much."""
    calls = [(rule.method.value, rule.path) for rule in rights.read_rules(text, is_log=True).rules]
    rules = rights.rules_for_calls(catalogue, calls)
    if not rules:
        raise RuleError(_NO_CALL)
    needed = [(rule.method.value, rule.path) for rule in rules]
    return LearnedRules(rules, rights.recipes_for_calls(needed)[:_MOST_RECIPES])


@dataclass(frozen=True, slots=True)
class LearnedAnswer:
    """What was learned, or the ``problem`` with the text; neither where nothing was pasted."""

    learned: LearnedRules | None = None
    problem: Sentence = _NOTHING


def answer_calls(catalogue: Catalogue, text: str) -> LearnedAnswer:
    """What the page shows of a pasted log."""
    if not text.strip():
        return LearnedAnswer()
    try:
        return LearnedAnswer(learned_rules(catalogue, text))
    except RuleError as error:
        return LearnedAnswer(problem=error.sentence)
