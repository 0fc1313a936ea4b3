"""A recipe for one thing allows the calls its tool makes there, and has no rule for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from credentials.core import Method
from credentials.rights import RECIPES, AccessRule, Recipe, bundled_catalogue, granting_rule, reach

# As the tools' own sources make them, a file for each recipe.
CALLS = {file.stem: file.read_text() for file in (Path(__file__).parent / "calls").glob("*.txt")}
#: What a tool asks for by itself, though it never calls it with its key.
NOT_CALLED = {"acme-sh": ["GET /auth/time", "PUT /domain/zone/*/record/*"]}
ONE_ZONE = [
    recipe.slug
    for recipe in RECIPES.values()
    if [parameter.name for parameter in recipe.parameters] == ["zone"]
    and recipe.slug != "terraform-zone"
]
of_every_tool = pytest.mark.parametrize("slug", sorted(CALLS))


def calls(slug: str) -> list[list[str]]:
    return [line.split() for line in CALLS[slug].strip().splitlines()]


def rules(slug: str) -> tuple[AccessRule, ...]:
    recipe = RECIPES[slug]
    return recipe.rules(
        **{parameter.name: parameter.placeholder for parameter in recipe.parameters}
    )


@of_every_tool
def test_every_call_of_the_tool_is_allowed(slug: str) -> None:
    assert [call for call in calls(slug) if not granting_rule(rules(slug), *call)] == []


@of_every_tool
def test_every_rule_of_a_recipe_is_needed_by_a_call(slug: str) -> None:
    used = {granting_rule(rules(slug), *call) for call in calls(slug)}
    unused = [str(rule) for rule in rules(slug) if rule not in used]
    assert unused == NOT_CALLED.get(slug, [])


def test_every_recipe_has_the_calls_of_its_tool() -> None:
    assert set(CALLS) == set(RECIPES)


@pytest.mark.parametrize("slug", ONE_ZONE)
def test_a_recipe_for_one_zone_does_not_reach_another(slug: str) -> None:
    elsewhere = [
        operation.path.replace("{zoneName}", "example.net").replace("{serviceName}", "example.net")
        for operation in reach(bundled_catalogue(), rules(slug)).operations()
        if operation.parameters
    ]
    assert elsewhere
    assert [
        path for path in elsewhere for method in Method if granting_rule(rules(slug), method, path)
    ] == []


@pytest.mark.parametrize("slug", sorted(set(ONE_ZONE) - {"lego-zone"}))
def test_a_zone_cannot_be_ended(slug: str) -> None:
    assert not granting_rule(rules(slug), "POST", "/domain/zone/example.com/terminate")


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_a_recipe_reaches_routes_that_are_there(recipe: Recipe) -> None:
    chosen = rules(recipe.slug)
    assert all(len(reach(bundled_catalogue(), [rule])) for rule in chosen)


def test_recipes_of_one_tool_stand_together_the_narrowest_first() -> None:
    names = [str(recipe.name) for recipe in RECIPES.values()]
    order = list(dict.fromkeys(names))
    assert names == sorted(names, key=order.index)
    for name in order:
        reached = [len(reach(bundled_catalogue(), rules(recipe.slug))) for recipe in _of(name)]
        assert reached[0] <= reached[-1]


def test_recipes_of_one_tool_have_distinct_titles() -> None:
    titles = [str(recipe.title) for recipe in RECIPES.values()]
    assert len(set(titles)) == len(titles)


def _of(name: str) -> list[Recipe]:
    return [recipe for recipe in RECIPES.values() if str(recipe.name) == name]
