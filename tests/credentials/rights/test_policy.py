"""A policy judges what a key reaches and how it is kept, however its rules are spelled."""

from __future__ import annotations

import string
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials import rights
from credentials.core import Environment, Method
from credentials.rights import (
    UNLIMITED_VALIDITY,
    AccessRule,
    PlannedKey,
    Recipe,
    TeamPolicy,
    bundled_catalogue,
    check_policy,
    check_rules_against_policy,
    parse_rules,
    reach,
)
from credentials.rights.catalogue.reach import product_masks
from credentials.rights.catalogue.whole_account import methods_on_everything

STRICT = TeamPolicy(
    team="Harbour",
    forbids_whole_account=True,
    requires_addresses=True,
    requires_owner=True,
    longest_days=90,
)
LETTERS = "\n".join(f"GET /{letter}*" for letter in string.ascii_letters)
PATHS = st.lists(
    st.sampled_from(["", "domain", "cloud", "project", "me", "*", "a*", "*e*", "vps", "v2"]),
    min_size=1,
    max_size=4,
).map(lambda parts: "/" + "/".join(parts))
RULES = st.builds(AccessRule, st.sampled_from(Method), PATHS)
EVERYTHING = st.builds(
    AccessRule, st.sampled_from(Method), st.sampled_from(["*", "/*", "/**", "**", "/***"])
)


def codes(plan: PlannedKey, policy: TeamPolicy = STRICT) -> list[str]:
    return [breach.code for breach in check_policy(policy, plan, bundled_catalogue())]


def plan(rules: str = "GET /me", **changes: object) -> PlannedKey:
    """A key that keeps to the strictest policy, changed."""
    columns: dict[str, object] = {
        "allowed_ips": ["192.0.2.7/32"],
        "environment": Environment.PRODUCTION,
        "has_owner": True,
        "lasts": timedelta(days=90),
    }
    return PlannedKey(rules=parse_rules(rules), **{**columns, **changes})  # type: ignore[arg-type]


def test_a_key_that_keeps_to_it_is_not_against_it() -> None:
    assert codes(plan()) == []


@pytest.mark.parametrize(
    "rules",
    ["GET /*", "GET *", "POST /**", "GET /*/*", "DELETE /*e*", LETTERS, "GET /domain/*\nPUT /*"],
)
def test_the_whole_account_is_known_in_every_spelling(rules: str) -> None:
    (breach,) = check_policy(STRICT, plan(rules), bundled_catalogue())
    assert breach.code == "whole-account"
    assert "which the policy of Harbour forbids" in str(breach.sentence)
    assert "Name what the key is for" in str(breach.next_step)


@pytest.mark.parametrize(
    "rules", ["GET /*/serviceInfos", "GET,POST,PUT,DELETE /domain/*", "GET /cloud/*", "GET /v2/*"]
)
def test_wide_rules_that_are_not_the_whole_account_are_allowed(rules: str) -> None:
    assert codes(plan(rules)) == []


@pytest.mark.parametrize("recipe", rights.DNS_RECIPES, ids=lambda recipe: recipe.slug)
def test_no_recipe_for_dns_reaches_the_whole_account(recipe: Recipe) -> None:
    values = {parameter.name: parameter.placeholder for parameter in recipe.parameters}
    assert check_rules_against_policy(STRICT, recipe.rules(**values), bundled_catalogue()) == []


@pytest.mark.parametrize("place", [Environment.PRODUCTION, Environment.UNSET])
@pytest.mark.parametrize(
    "blocks", [[], ["0.0.0.0/0"], ["0.0.0.0/1", "128.0.0.0/1"], ["192.0.2.7/32", "::/0"]]
)
def test_a_production_key_is_bound_and_two_halves_bind_nothing(
    place: Environment, blocks: list[str]
) -> None:
    assert codes(plan(environment=place, allowed_ips=blocks)) == ["no-addresses"]


@pytest.mark.parametrize("place", [Environment.STAGING, Environment.DEVELOPMENT])
def test_elsewhere_a_key_may_be_unbound(place: Environment) -> None:
    assert codes(plan(environment=place, allowed_ips=[])) == []


def test_a_list_that_lets_nobody_in_is_no_breach() -> None:
    assert codes(plan(allowed_ips=["office"])) == []


def test_a_key_without_owner_breaches_the_policy() -> None:
    assert codes(plan(has_owner=False)) == ["no-owner"]


@pytest.mark.parametrize(
    ("lasts", "expected"),
    [
        (timedelta(days=91), "The key lasts 91 days; the policy of Harbour allows 90 days."),
        (UNLIMITED_VALIDITY, "The key never ends; the policy of Harbour allows 90 days."),
    ],
)
def test_a_breach_of_validity_names_the_limit(lasts: timedelta, expected: str) -> None:
    (breach,) = check_policy(STRICT, plan(lasts=lasts), bundled_catalogue())
    assert (breach.code, str(breach.sentence)) == ("lasts-too-long", expected)


def test_before_the_consent_only_the_limit_is_known() -> None:
    assert codes(plan(lasts=None)) == []
    assert "at most 90 days" in str(STRICT.validity)
    assert str(TeamPolicy(team="Harbour", longest_days=1).validity).startswith(
        "Choose at most 1 day on"
    )


def test_a_policy_says_what_it_asks_and_a_new_one_asks_nothing() -> None:
    assert len(STRICT.terms) == 4
    assert TeamPolicy(team="Harbour").terms == []
    assert not TeamPolicy(team="Harbour").validity


@settings(deadline=None)
@given(st.lists(RULES | EVERYTHING, max_size=8))
def test_a_policy_that_is_off_forbids_nothing(rules: list[AccessRule]) -> None:
    worst = PlannedKey(rules=rules, lasts=UNLIMITED_VALIDITY)
    assert codes(worst, TeamPolicy(team="Harbour")) == []


@settings(deadline=None)
@given(st.lists(RULES, max_size=8), EVERYTHING, st.lists(RULES, max_size=8))
def test_one_rule_for_everything_is_found_among_any_others(
    before: list[AccessRule], everything: AccessRule, after: list[AccessRule]
) -> None:
    methods = methods_on_everything(bundled_catalogue(), [*before, everything, *after])
    assert everything.method in methods


@settings(deadline=None)
@given(st.lists(RULES, max_size=8), st.lists(RULES, max_size=4))
def test_more_rules_never_make_a_key_keep_to_it(
    rules: list[AccessRule], more: list[AccessRule]
) -> None:
    before = methods_on_everything(bundled_catalogue(), rules)
    after = methods_on_everything(bundled_catalogue(), [*more, *rules, *rules])
    assert set(before) <= set(after)


@settings(deadline=None)
@given(st.sets(st.sampled_from(sorted(product_masks(bundled_catalogue()))), max_size=200))
def test_products_one_by_one_are_the_account_once_nearly_all_are_there(products: set[str]) -> None:
    rules = [
        AccessRule(Method.GET, f"/{key}{end}") for key in sorted(products) for end in ("", "/*")
    ]
    every = len(reach(bundled_catalogue(), parse_rules("GET /*")))
    share = len(reach(bundled_catalogue(), rules)) / every
    assert bool(methods_on_everything(bundled_catalogue(), rules)) == (share >= 0.9)
