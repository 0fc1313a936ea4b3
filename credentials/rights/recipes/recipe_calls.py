"""Which recipes allow given calls, and which have given rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from credentials.core import RuleError
from credentials.rights.api_versions import rule_path
from credentials.rights.coverage import normalise_rules
from credentials.rights.glob import STAR
from credentials.rights.recipes.recipe import Recipe, RecipeParameter
from credentials.rights.recipes.recipe_lists import RECIPES
from credentials.rights.rule import AccessRule, granting_rule

Call = tuple[str, str]


def recipes_for_calls(calls: Iterable[Call]) -> tuple[Recipe, ...]:
    """The recipes that allow every one of the calls, those with the narrowest rules first, then
    those with the fewest.

    The blanks of a recipe are filled with the names in the calls: one for a single zone is there
    when all calls are about one zone. No call, no recipe.
    """
    asked = [(method, rule_path(path.partition("?")[0])) for method, path in calls]
    paths = [path for _, path in asked]
    filled = {recipe.slug: _rules(recipe, paths) for recipe in RECIPES.values()}
    fixed = {slug: _fixed(rules, asked) for slug, rules in filled.items()}
    fitting = (slug for slug in RECIPES if fixed[slug])
    order = sorted(fitting, key=lambda slug: (-fixed[slug], len(filled[slug])))
    return tuple(RECIPES[slug] for slug in order)


def recipes_of_rules(rules: Iterable[AccessRule]) -> tuple[Recipe, ...]:
    """The recipes of which these are exactly the rules, their blanks filled as the rules are."""
    wanted = set(normalise_rules(rules))
    paths = [rule.path for rule in wanted]
    return tuple(recipe for recipe in RECIPES.values() if set(_rules(recipe, paths)) == wanted)


def names_in_rules(recipe: Recipe, rules: Iterable[AccessRule]) -> dict[str, str]:
    """What stands in the rules where the recipe has a blank, by parameter; its example where
    nothing does."""
    return _names_of(recipe, [rule.path for rule in rules])


def _fixed(rules: Sequence[AccessRule], calls: Sequence[Call]) -> int:
    """How much of a path the widest rule fixes that grants a call; 0: not all are granted."""
    granting = [granting_rule(rules, method, path) for method, path in calls]
    parts = (len(rule.pattern.partition(STAR)[0]) if rule else 0 for rule in granting)
    return min(parts, default=0)


def _rules(recipe: Recipe, paths: Sequence[str]) -> tuple[AccessRule, ...]:
    return recipe.rules(**_names_of(recipe, paths))


def _names_of(recipe: Recipe, paths: Sequence[str]) -> dict[str, str]:
    return {
        parameter.name: next(_names(recipe, parameter, paths), parameter.placeholder)
        for parameter in recipe.parameters
    }


def _names(recipe: Recipe, parameter: RecipeParameter, paths: Sequence[str]) -> Iterator[str]:
    """What stands in the paths where the recipe has the parameter."""
    blank = f"{{{parameter.name}}}"
    routes = {word.partition(blank)[0] for word in recipe.lines.split() if blank in word}
    for path in paths:
        for route in routes:
            if path.startswith(route):
                with suppress(RuleError):
                    yield parameter.clean(path.removeprefix(route).partition("/")[0])
