"""Calls become the smallest rules: ids are stars, services stay, no method is added."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.core import Method, RuleError
from credentials.rights import (
    bundled_catalogue,
    coverage_difference,
    granting_rule,
    rules_for_calls,
)
from credentials.rights.rule_text import render_rules
from tests.credentials.rights.recipes.test_recipe_calls import CALLS, calls, rules

CATALOGUE = bundled_catalogue()
OPERATIONS = CATALOGUE.operations


def learned(*lines: str) -> list[str]:
    return [str(rule) for rule in rules_for_calls(CATALOGUE, [_call(line) for line in lines])]


def _call(line: str) -> tuple[str, str]:
    method, path = line.split()
    return method, path


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        ("DELETE /domain/zone/example.com/record/5012345678",
         "DELETE /domain/zone/example.com/record/*"),
        ("GET /1.0/domain/zone/example.com/record?fieldType=TXT",
         "GET /domain/zone/example.com/record"),
        ("GET /domain/zone/", "GET /domain/zone/"),
        ("GET /domain/zone/example.com", "GET /domain/zone/example.com"),
        ("GET /domain/example.com/nameServer/7", "GET /domain/example.com/nameServer/*"),
        ("POST /cloud/project/abc/instance/7/reboot", "POST /cloud/project/abc/instance/*/reboot"),
        ("POST /order/cart/abc/item/7/configuration", "POST /order/cart/abc/item/*/configuration"),
        ("PUT /v2/iam/resource/urn:v1:eu:resource:vps:x",
         "PUT /iam/resource/urn:v1:eu:resource:vps:x"),
        ("POST /v2/publicCloud/project/abc/rancher/7/adminCredentials",
         "POST /publicCloud/project/abc/rancher/*/adminCredentials"),
        ("GET /me/api/credential/7", "GET /me/api/credential/*"),
        ("GET /me/bill/FR7/details/8", "GET /me/bill/*/details/*"),
        ("PUT /services/7", "PUT /services/7"),
        ("GET /vps/example/unheard/7", "GET /vps/example/unheard/7"),
        ("GET /", "GET /"),
    ],
)  # fmt: skip
def test_a_call_becomes_its_smallest_rule(call: str, rule: str) -> None:
    assert learned(call) == [rule]


def test_a_list_and_its_members_are_two_rules() -> None:
    assert learned(
        "GET /domain/zone/example.com/record",
        "GET /domain/zone/example.com/record/7",
        "GET /domain/zone/example.com/record/8",
    ) == ["GET /domain/zone/example.com/record", "GET /domain/zone/example.com/record/*"]


def test_each_zone_has_rules_of_its_own() -> None:
    assert learned(
        "POST /domain/zone/example.com/refresh", "POST /domain/zone/example.net/refresh"
    ) == ["POST /domain/zone/example.com/refresh", "POST /domain/zone/example.net/refresh"]


def test_calls_about_far_too_many_services_are_refused() -> None:
    with pytest.raises(RuleError, match="too many rules"):
        rules_for_calls(CATALOGUE, [("GET", f"/vps/v{number}") for number in range(20_000)])


def test_many_calls_about_one_zone_are_few_rules() -> None:
    paths = [f"/domain/zone/example.com/record/{number}" for number in range(20_000)]
    assert len(rules_for_calls(CATALOGUE, [("GET", path) for path in paths])) == 1


def test_what_needs_no_rule_has_none() -> None:
    assert learned("GET /auth/time", "POST /1.0/auth/credential") == []


@pytest.mark.parametrize("slug", sorted(CALLS))
def test_what_is_learned_from_a_tool_s_calls_is_within_its_recipe(slug: str) -> None:
    own = rules_for_calls(CATALOGUE, [(method, path) for method, path in calls(slug)])
    assert render_rules(coverage_difference(rules(slug), own).added) == ""


@given(st.lists(st.sampled_from(OPERATIONS), min_size=1, max_size=8))
def test_every_call_is_allowed_and_no_method_is_added(operations: list[object]) -> None:
    made = [(str(operation.method), _named(operation.path)) for operation in operations]  # type: ignore[attr-defined]
    own = rules_for_calls(CATALOGUE, made)
    assert all(granting_rule(own, *call) or call[1].startswith("/auth/") for call in made)
    assert {rule.method for rule in own} <= {Method(method) for method, _ in made}
    first = {rule.path.partition("*")[0] for rule in own}
    assert all(any(path.startswith(start) for _, path in made) for start in first)


def _named(path: str) -> str:
    return "/".join("n4me" if part.startswith("{") else part for part in path.split("/"))
