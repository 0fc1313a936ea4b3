"""Many rules: fewer that grant the same, rows by path, what changes from one set to another."""

from __future__ import annotations

import random

import pytest
from hypothesis import given

from credentials.core import Method
from credentials.rights import (
    AccessRule,
    coverage_difference,
    granting_rule,
    normalise_rules,
    parse_rules,
    rules_by_path,
)
from tests.credentials.rights.rule_strategies import call_paths, methods, rule_lists
from tests.steps import SOON, steps_of


def granted(rules: tuple[AccessRule, ...] | list[AccessRule], method: str, path: str) -> bool:
    return granting_rule(rules, method, path) is not None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("GET /me\nGET /me", "GET /me"),
        ("GET /me/api\nGET /me/*", "GET /me/*"),
        ("GET /me\nGET /me/*", "GET /me\nGET /me/*"),
        ("GET /me\nPOST /*", "GET /me\nPOST /*"),
        ("GET /a**\nGET /a*", "GET /a**"),
        ("GET /x/*/y\nGET /x/*", "GET /x/*"),
    ],
)
def test_normalise_drops_what_another_rule_covers(text: str, left: str) -> None:
    assert normalise_rules(parse_rules(text)) == parse_rules(left)


def test_normalise_knows_that_a_bare_star_is_everything() -> None:
    everything, bare = AccessRule(Method.GET, "/*"), AccessRule(Method.GET, "*")
    assert normalise_rules([bare, AccessRule(Method.GET, "/me"), everything]) == (bare,)


@given(rule_lists)
def test_normalise_again_changes_nothing(rules: list[AccessRule]) -> None:
    once = normalise_rules(rules)
    assert normalise_rules(once) == once


@given(rule_lists, methods, call_paths)
def test_normalise_grants_exactly_the_same_calls(
    rules: list[AccessRule], method: Method, path: str
) -> None:
    assert granted(normalise_rules(rules), method, path) is granted(rules, method, path)


@given(rule_lists)
def test_normalise_keeps_the_order_and_invents_no_rule(rules: list[AccessRule]) -> None:
    left = normalise_rules(rules)
    assert [rule for rule in dict.fromkeys(rules) if rule in left] == list(left)


def test_normalising_hundreds_of_complex_rules_takes_few_steps() -> None:
    chance = random.Random(7)
    paths = ["/*" + "*".join(chance.choices("ab", k=10)) + "*" for _ in range(300)]
    rules = [AccessRule(Method.GET, path) for path in paths]
    assert steps_of(lambda: normalise_rules(rules)) < SOON


def test_rules_by_path_lists_methods_in_reading_order() -> None:
    rules = parse_rules("DELETE /me\nGET /you\nGET,GET /me")
    assert rules_by_path(rules) == [
        ("/me", (Method.GET, Method.DELETE)),
        ("/you", (Method.GET,)),
    ]


def test_coverage_difference_has_added_and_removed_rules() -> None:
    change = coverage_difference(
        parse_rules("GET /me/*\nPUT /ip"), parse_rules("GET /me/api\nPOST /ip")
    )
    assert (change.added, change.removed, change.kept) == (
        parse_rules("POST /ip"),
        parse_rules("GET /me/*\nPUT /ip"),
        parse_rules("GET /me/api"),
    )


def test_coverage_difference_ignores_another_spelling_of_the_same_coverage() -> None:
    assert not coverage_difference(parse_rules("GET /me/*"), parse_rules("GET /me/*\nGET /me/api"))


@given(rule_lists, rule_lists, methods, call_paths)
def test_a_call_that_is_newly_granted_has_an_added_rule(
    old: list[AccessRule], new: list[AccessRule], method: Method, path: str
) -> None:
    is_new = granted(new, method, path) and not granted(old, method, path)
    assert not is_new or granted(coverage_difference(old, new).added, method, path)
