"""Recipes give the rights their tools are documented to need, and say so truthfully."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.core import RuleError
from credentials.rights import (
    RECIPES,
    AccessRule,
    Recipe,
    bundled_catalogue,
    coverage_difference,
    granting_rule,
    lint_against_catalogue,
    normalise_rules,
    parse_rules,
)
from tests.credentials.rights.rule_strategies import typed_paths

VALUES = {
    parameter.name: parameter.placeholder
    for recipe in RECIPES.values()
    for parameter in recipe.parameters
}

# What the recipe's own effect sentence already says, or a tool's documentation accepts.
EXPECTED_REMARKS = {
    "acme-sh": ["without-parent"],
    "bills": ["glued-star"],
    "dnscontrol-zones": ["without-parent"],
    "read-only": ["full-read"],
    "ovhcloud-cli": ["full-access"],
    "terraform": ["full-access"],
    "terraform-domain": ["without-parent"],
    "terraform-orders": ["without-parent", "without-parent"],
}

# Less the POST on one record that certbot's users have as well: there is no such route.
DOCUMENTED = {
    "certbot-zones": "GET,PUT,POST,DELETE /domain/zone/*",
    "certbot-zone": """
        GET /domain/zone/
        GET /domain/zone/example.com/
        GET /domain/zone/example.com/status
        POST /domain/zone/example.com/refresh
        GET,POST /domain/zone/example.com/record
        GET,PUT,DELETE /domain/zone/example.com/record/*
    """,
    "lego-zones": "POST,DELETE /domain/zone/*",
    "terraform": "GET,POST,PUT,DELETE /*",
    "read-only": "GET /*",
    "bills": "GET /me/bill*",
    "sms-sender": "GET /sms/\nGET,POST /sms/*/jobs",
    "acme-sh": """
        GET /auth/time
        GET /domain
        GET /domain/zone/*
        GET,POST /domain/zone/*/record
        POST /domain/zone/*/refresh
        PUT,DELETE /domain/zone/*/record/*
    """,
    "external-dns": """
        GET /domain/zone
        GET /domain/zone/*/soa
        GET,POST /domain/zone/*/record
        GET,PUT,DELETE /domain/zone/*/record/*
        POST /domain/zone/*/refresh
    """,
    "caddy-zones": """
        GET,POST /domain/zone/*/record
        GET,PUT,DELETE /domain/zone/*/record/*
        GET /domain/zone/*/soa
        POST /domain/zone/*/refresh
    """,
    "dnscontrol-zones": """
        GET,POST,PUT,DELETE /domain/zone/*
        GET,PUT /domain/*
        POST /domain/*/nameServers/update
    """,
    "posh-acme-zones": """
        GET /domain/zone/*/record
        GET /domain/zone/*/record/*
        POST /domain/zone/*/record
        DELETE /domain/zone/*/record/*
        POST /domain/zone/*/refresh
    """,
    "terraform-okms": "GET,POST,DELETE /okms/resource/01234567-89ab-cdef-0123-456789abcdef/*",
    "vps-operator": "GET /vps\nGET /vps/*\nPOST /vps/*/reboot",
}

every_recipe = pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)


def rules(slug: str) -> tuple[AccessRule, ...]:
    return RECIPES[slug].rules(**VALUES)


@every_recipe
def test_a_recipe_has_rules_and_no_unexpected_remark(recipe: Recipe) -> None:
    chosen = recipe.rules(**VALUES)
    assert chosen
    remarks = lint_against_catalogue(bundled_catalogue(), chosen, on=date(2026, 11, 23))
    assert [remark.code for remark in remarks] == EXPECTED_REMARKS.get(recipe.slug, [])


@every_recipe
def test_a_recipe_says_what_it_is_for_and_where_it_comes_from(recipe: Recipe) -> None:
    assert all(map(str, (recipe.title, recipe.summary, recipe.effect, recipe.source)))
    assert "annot" in str(recipe.effect) or recipe.slug in {"terraform", "ovhcloud-cli"}


@every_recipe
def test_a_source_is_a_file_of_a_version_and_the_day_it_was_read(recipe: Recipe) -> None:
    source = recipe.source
    assert source.repository
    assert source.file
    assert re.search(r"\d", source.version)
    assert source.read_on <= date(2026, 11, 26)
    assert source.read_on.isoformat() in str(source)


@every_recipe
def test_a_recipe_names_every_blank_it_has(recipe: Recipe) -> None:
    assert recipe.lines.count("{") == recipe.lines.count("}")
    assert all(f"{{{parameter.name}}}" in recipe.lines for parameter in recipe.parameters)
    assert not any(set("{}") & set(rule.path) for rule in recipe.rules(**VALUES))


@pytest.mark.parametrize("slug", DOCUMENTED)
def test_a_recipe_reaches_what_its_tool_documents(slug: str) -> None:
    assert not coverage_difference(rules(slug), parse_rules(DOCUMENTED[slug])).added


@pytest.mark.parametrize(
    ("slug", "call"),
    [
        ("certbot-zone", "DELETE /domain/zone/example.com/record/1"),
        ("certbot-zone", "GET /domain/zone/"),
        ("certbot-zones", "GET /domain/zone/"),
        ("lego-zone", "POST /domain/zone/example.com/refresh"),
        ("keydesk", "GET /me/api/credential/7/application"),
        ("keydesk-revoke", "DELETE /me/api/application/7"),
        ("keydesk-freeze", "PUT /me/api/credential/7"),
        ("keydesk-service-accounts", "POST /me/api/oauth2/client"),
    ],
)
def test_a_recipe_can(slug: str, call: str) -> None:
    assert granting_rule(rules(slug), *call.split())


@pytest.mark.parametrize(
    ("slug", "call"),
    [
        ("certbot-zone", "POST /domain/zone/example.com/terminate"),
        ("certbot-zone", "DELETE /domain/zone/example.net/record/1"),
        ("certbot-zones", "GET /domain/example.com"),
        ("lego-zone", "POST /domain/zone/example.net/record"),
        ("lego-zones", "GET /domain/zone"),
        ("external-dns", "POST /domain/zone/example.com/terminate"),
        ("bills", "POST /me/bill/7/debt/pay"),
        ("vps-operator", "POST /vps/example/stop"),
        ("sms-sender", "GET /sms/example/incoming"),
        ("posh-acme-zone-modify", "POST /domain/zone/example.com/record"),
        ("posh-acme-zone-modify", "DELETE /domain/zone/example.com/record/7"),
        ("dynamic-dns-zone", "DELETE /domain/zone/example.com/record/7"),
        ("dynhost-zone", "PUT /domain/zone/example.com/record/7"),
        ("terraform-domain", "POST /domain/zone/example.com/record"),
        ("terraform-okms", "PUT /services/7"),
        ("terraform-display-names", "POST /services/7/terminate"),
        ("prometheus-vps", "POST /vps/example/reboot"),
        ("s3-backup-project", "DELETE /cloud/project/0123456789abcdef0123456789abcdef/user/7"),
        ("keydesk", "DELETE /me/api/credential/7"),
        ("keydesk-revoke", "PUT /me/api/credential/7"),
        ("keydesk-freeze", "DELETE /me/api/credential/7"),
        ("keydesk-service-accounts", "POST /iam/policy"),
    ],
)
def test_a_recipe_cannot(slug: str, call: str) -> None:
    assert granting_rule(rules(slug), *call.split()) is None


def test_two_recipes_make_one_key_with_the_rights_of_both() -> None:
    both = normalise_rules([*rules("keydesk-revoke"), *rules("keydesk-freeze")])
    assert granting_rule(both, "DELETE", "/me/api/credential/7")
    assert granting_rule(both, "PUT", "/me/api/credential/7")


@pytest.mark.parametrize("typed", ["example.com", " Example.COM. ", "EXAMPLE.com\n"])
def test_a_zone_is_spelled_as_ovhcloud_spells_it(typed: str) -> None:
    assert RECIPES["lego-zone"].rules(zone=typed) == rules("lego-zone")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "*",
        "*.com",
        "a/b.com",
        "a.com/b",
        "a.com*",
        "a.com b",
        "com",
        "..",
        "a..b",
        "exämple.com",
        "{zone}.x",
    ],
)
def test_what_is_no_zone_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(RuleError, match="no name of a DNS zone"):
        RECIPES["certbot-zone"].rules(zone=typed)


def test_a_missing_value_is_refused_with_a_sentence() -> None:
    with pytest.raises(RuleError, match="no project id"):
        RECIPES["terraform-cloud-project"].rules()


@given(st.text() | typed_paths)
def test_no_value_widens_a_recipe(typed: str) -> None:
    chosen: tuple[AccessRule, ...] = ()
    with suppress(RuleError):
        chosen = RECIPES["certbot-zone"].rules(zone=typed)
    assert len(chosen) in {0, len(rules("certbot-zone"))}
    assert all(rule.path.count("*") <= 1 for rule in chosen)
