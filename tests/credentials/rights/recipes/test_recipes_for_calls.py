"""Which recipes allow a tool's calls, the narrowest first."""

from __future__ import annotations

import pytest

from credentials.rights import RECIPES, recipes_for_calls
from tests.credentials.rights.recipes.test_recipe_calls import CALLS, calls


def slugs(*lines: str) -> list[str]:
    return [recipe.slug for recipe in recipes_for_calls(_call(line) for line in lines)]


def _call(line: str) -> tuple[str, str]:
    method, path = line.split()
    return method, path


@pytest.mark.parametrize("slug", sorted(CALLS))
def test_the_recipe_of_a_tool_allows_its_calls(slug: str) -> None:
    made = [(method, path) for method, path in calls(slug)]
    assert RECIPES[slug] in recipes_for_calls(made)


def test_a_recipe_for_one_zone_is_there_for_any_zone() -> None:
    named = slugs("PUT /1.0/domain/zone/acme-corp.org/record/7?x=1")
    assert "posh-acme-zone-modify" in named
    assert "lego-zone" not in named
    assert named.index("posh-acme-zone-modify") < named.index("certbot-zones")
    assert named[-1] in {"terraform", "ovhcloud-cli"}


def test_calls_about_two_zones_are_no_recipe_for_one() -> None:
    named = slugs("POST /domain/zone/a.org/refresh", "POST /domain/zone/b.org/refresh")
    assert "lego-zones" in named
    assert not [slug for slug in named if slug.endswith("-zone")]


def test_no_call_has_no_recipe() -> None:
    assert slugs() == []
