"""Which operations rules reach: counts one can check, in good time whatever the rules are."""

from __future__ import annotations

import random
from datetime import date

import pytest

from credentials.core import Method
from credentials.rights import (
    AccessRule,
    OperationKind,
    Reach,
    bundled_catalogue,
    parse_rules,
    reach,
)
from tests.credentials.rights.exact_rules import exact_rules
from tests.steps import SOON, steps_of

GET = Method.GET
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("GET /cloud/project/*", 574),
        ("PUT /cloud/project/*", 92),
        ("GET /vps/*", 49),
        ("GET /domain/zone/*", 22),
        ("GET /cloud/project/0123456789abcdef", 1),
        ("GET /domain/zone", 1),
        ("GET /domain/zone/", 1),
        ("GET /domain/zone/example.com/record", 1),
        ("GET /sms/*/jobs", 3),
        ("GET /iam/policy", 1),
        ("GET /v2/iam/policy", 0),
        ("GET /v2/*", 0),
        ("GET /me*", 214),
        ("GET /*", 3241),
        ("GET *", 3241),
        ("PATCH /*", 0),
        ("GET /Domain/zone", 0),
        ("GET /1.0/me", 0),
        ("GET /domain/zones/example.com/record", 0),
    ],
)
def test_a_rule_reaches_so_many_operations(rule: str, count: int) -> None:
    assert len(reach(bundled_catalogue(), exact_rules(rule), on=TODAY)) == count


def test_what_is_gone_is_counted_apart() -> None:
    reached = reach(bundled_catalogue(), parse_rules("GET /cloud/project/*"), on=TODAY)
    assert (len(reached), reached.gone.bit_count()) == (574, 22)
    before = reach(bundled_catalogue(), parse_rules("GET /cloud/project/*"), on=date(2016, 1, 1))
    assert (len(before), before.gone) == (596, 0)


def test_reach_is_counted_by_product_and_kind() -> None:
    reached = reach(bundled_catalogue(), parse_rules("GET,POST,PUT,DELETE /domain/*"), on=TODAY)
    by_product = {
        bar.key: (str(bar.name), bar.total, bar.counts[OperationKind.DELETE])
        for bar in reached.by_product
    }
    assert by_product == {"domain": ("domain names", 66, 4), "domain/zone": ("DNS zones", 51, 7)}
    assert str(reached.sentence) == "117 operations in 2 products, 11 of them delete"
    assert {bar.most for bar in reached.by_product} == {66}
    assert sum(reached.counts.values()) == len(reached)


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ("", "No operation"),
        ("GET /me", "1 operation"),
        ("GET /vps/*", "49 operations in 1 product, 0 of them delete"),
    ],
)
def test_the_whole_is_one_sentence(rules: str, sentence: str) -> None:
    assert str(reach(bundled_catalogue(), parse_rules(rules), on=TODAY).sentence) == sentence


def test_each_product_has_the_operations_it_counts() -> None:
    reached = reach(bundled_catalogue(), parse_rules("GET,DELETE /*"), on=TODAY)
    counted = {bar.key: len(reached.operations(product=bar.key)) for bar in reached.by_product}
    assert counted == {bar.key: bar.total for bar in reached.by_product}
    assert sum(counted.values()) == len(reached)


@pytest.mark.parametrize(
    "path",
    [
        "/*" + "*a" * 4000,
        "/" + "*/" * 4000,
        "/" + "a/" * 30_000,
        "/" + "*" * 60_000 + "z",
        "/*/a/*/b/*/c/*/d",
        "/" + "\u200b*" * 5000,
    ],
)
def test_one_unusual_rule_takes_few_steps(path: str) -> None:
    assert steps_of(lambda: bundled_catalogue().reach_by_path([AccessRule(GET, path)])) < SOON


def test_a_thousand_complex_rules_have_an_upper_bound_and_take_few_steps() -> None:
    chance = random.Random(7)
    rules = [
        AccessRule(GET, "/*/" + "/*/".join(chance.choices("abcdef", k=5))) for _ in range(1000)
    ]
    results: list[Reach] = []
    steps = steps_of(lambda: results.append(reach(bundled_catalogue(), rules, on=TODAY)))
    (reached,) = results
    assert steps < SOON
    assert not reached.is_exact
    assert len(reached) == 3241


def test_rules_take_a_fraction_of_the_steps_of_a_scan() -> None:
    rules = parse_rules("GET,POST,PUT,DELETE /domain/zone/example.com/*\nGET /vps\nGET /vps/*")
    steps = sum(
        bundled_catalogue().tree.reached(rule.pattern, most_steps=10_000).steps for rule in rules
    )
    assert steps * 10 < len(rules) * len(bundled_catalogue().operations)
