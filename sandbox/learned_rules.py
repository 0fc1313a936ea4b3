"""The smallest rules for the calls that a tool made, from the record of a sandbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from credentials.core import Method
from credentials.rights import (
    AccessRule,
    Recipe,
    bundled_catalogue,
    recipes_for_calls,
    rules_for_calls,
)
from sandbox.state.call_record import RecordedCall

_ABSENT = 404


@dataclass(frozen=True, slots=True)
class LearnedRules:
    """``rules`` for ``count`` calls; ``recipes`` that allow them all; calls ``left_out``, since
    they were about what is not there: a tool that tries names until one is a zone."""

    count: int
    rules: tuple[AccessRule, ...]
    recipes: tuple[Recipe, ...]
    left_out: tuple[str, ...]

    def as_text(self) -> str:
        """The rules, one a line, with what else is known as comments: Keydesk reads it again."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"# {self.count} calls, {len(self.rules)} rules"
        yield from map(str, self.rules)
        if self.recipes:
            yield "# Recipes that allow all of this: " + "; ".join(
                str(recipe.title) for recipe in self.recipes
            )
        if self.left_out:
            yield "# Answered 404, so no rule was made for:"
            yield from (f"# {call}" for call in self.left_out)


def learned_rules(calls: Iterable[RecordedCall]) -> LearnedRules:
    """What a record teaches: of calls that were signed, or made with a token.

    Raises ``RuleError`` for calls that need far too many rules.
    """
    own = [call for call in calls if call.key and call.method in set(Method)]
    answered = [(call.method, call.path) for call in own if call.status != _ABSENT]
    absent = {f"{call.method} {call.path}": None for call in own if call.status == _ABSENT}
    rules = rules_for_calls(bundled_catalogue(), answered)
    recipes = recipes_for_calls((rule.method.value, rule.path) for rule in rules)
    return LearnedRules(len(answered), rules, recipes, tuple(absent))
