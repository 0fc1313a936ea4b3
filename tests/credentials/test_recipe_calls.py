"""A recipe for one thing allows the calls its tool makes there, and has no rule for nothing."""

from __future__ import annotations

import pytest

from credentials.catalogue import bundled, reach
from credentials.enums import Method
from credentials.recipes import RECIPES, Recipe
from credentials.rights import AccessRule, grants

# As the tools' own sources make them.
CALLS = {
    "lego-zone-records": """
        POST /domain/zone/example.com/record
        POST /domain/zone/example.com/refresh
        DELETE /domain/zone/example.com/record/7
    """,
    "cert-manager-zone": """
        GET /domain/zone/example.com/status
        POST /domain/zone/example.com/record
        POST /domain/zone/example.com/refresh
        GET /domain/zone/example.com/record?fieldType=TXT&subDomain=_acme-challenge
        GET /domain/zone/example.com/record/7
        DELETE /domain/zone/example.com/record/7
    """,
    "caddy-zone": """
        GET /domain/zone/example.com/record
        GET /domain/zone/example.com/record/7
        POST /domain/zone/example.com/record
        PUT /domain/zone/example.com/record/7
        DELETE /domain/zone/example.com/record/7
        GET /domain/zone/example.com/soa
        POST /domain/zone/example.com/refresh
    """,
    "acme-sh-zone": """
        GET /domain
        GET /domain/zone/example.com
        POST /domain/zone/example.com/record
        POST /domain/zone/example.com/refresh
        GET /domain/zone/example.com/record?fieldType=TXT
        GET /domain/zone/example.com/record/7
        DELETE /domain/zone/example.com/record/7
    """,
    "posh-acme-zone": """
        GET /domain/zone/example.com/record?fieldType=TXT
        GET /domain/zone/example.com/record/7
        POST /domain/zone/example.com/record
        DELETE /domain/zone/example.com/record/7
        POST /domain/zone/example.com/refresh
    """,
    "external-dns-zone": """
        GET /domain/zone
        GET /domain/zone/example.com/soa
        GET /domain/zone/example.com/record
        GET /domain/zone/example.com/record/7
        POST /domain/zone/example.com/record
        PUT /domain/zone/example.com/record/7
        DELETE /domain/zone/example.com/record/7
        POST /domain/zone/example.com/refresh
    """,
    "dnscontrol-zone": """
        GET /domain/zone
        GET /domain/zone/example.com
        GET /domain/zone/example.com/record
        GET /domain/zone/example.com/record/7
        POST /domain/zone/example.com/record
        PUT /domain/zone/example.com/record/7
        DELETE /domain/zone/example.com/record/7
        POST /domain/zone/example.com/refresh
        GET /domain/example.com
        GET /domain/example.com/nameServer
        GET /domain/example.com/nameServer/7
        PUT /domain/example.com
        POST /domain/example.com/nameServers/update
    """,
    "lexicon-zone": """
        GET /domain/zone
        GET /domain/zone/
        GET /domain/zone/example.com/status
        GET /domain/zone/example.com/record
        GET /domain/zone/example.com/record/7
        POST /domain/zone/example.com/record
        PUT /domain/zone/example.com/record/7
        DELETE /domain/zone/example.com/record/7
        POST /domain/zone/example.com/refresh
    """,
    "octodns-zone": """
        GET /domain/zone/example.com/record
        GET /domain/zone/example.com/record/7
        POST /domain/zone/example.com/record
        DELETE /domain/zone/example.com/record/7
        POST /domain/zone/example.com/refresh
    """,
    "sms-sender-one": """
        GET /sms
        GET /sms/
        GET /sms/sms-ab12345-1/jobs
        POST /sms/sms-ab12345-1/jobs
    """,
}
ONE_ZONE = [
    recipe.slug
    for recipe in RECIPES.values()
    if [one.name for one in recipe.parameters] == ["zone"] and recipe.slug != "terraform-zone"
]
of_every_tool = pytest.mark.parametrize("slug", CALLS)


def calls(slug: str) -> list[list[str]]:
    return [line.split() for line in CALLS[slug].strip().splitlines()]


def rules(slug: str) -> tuple[AccessRule, ...]:
    recipe = RECIPES[slug]
    return recipe.rules(**{one.name: one.placeholder for one in recipe.parameters})


@of_every_tool
def test_every_call_of_the_tool_is_allowed(slug: str) -> None:
    assert [call for call in calls(slug) if not grants(rules(slug), *call)] == []


@of_every_tool
def test_no_rule_is_there_for_nothing(slug: str) -> None:
    used = {grants(rules(slug), *call) for call in calls(slug)}
    assert [str(rule) for rule in rules(slug) if rule not in used] == []


@pytest.mark.parametrize("slug", ONE_ZONE)
def test_another_zone_is_out_of_reach(slug: str) -> None:
    elsewhere = [
        operation.path.replace("{zoneName}", "example.net").replace("{serviceName}", "example.net")
        for operation in reach(bundled(), rules(slug)).operations()
        if operation.parameters
    ]
    assert elsewhere
    assert [path for path in elsewhere for one in Method if grants(rules(slug), one, path)] == []


@pytest.mark.parametrize("slug", sorted(set(ONE_ZONE) - {"lego-zone"}))
def test_a_zone_cannot_be_ended(slug: str) -> None:
    assert not grants(rules(slug), "POST", "/domain/zone/example.com/terminate")


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_a_recipe_reaches_routes_that_are_there(recipe: Recipe) -> None:
    chosen = rules(recipe.slug)
    assert all(len(reach(bundled(), [rule])) for rule in chosen)


def test_recipes_of_one_tool_stand_together_the_narrowest_first() -> None:
    names = [str(recipe.name) for recipe in RECIPES.values()]
    order = list(dict.fromkeys(names))
    assert names == sorted(names, key=order.index)
    for name in order:
        reached = [len(reach(bundled(), rules(one.slug))) for one in _of(name)]
        assert reached[0] <= reached[-1]


def test_recipes_of_one_tool_are_told_apart() -> None:
    titles = [str(recipe.title) for recipe in RECIPES.values()]
    assert len(set(titles)) == len(titles)


def _of(name: str) -> list[Recipe]:
    return [recipe for recipe in RECIPES.values() if str(recipe.name) == name]
