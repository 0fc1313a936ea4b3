"""Which operations rules reach: counts one can check, in good time whatever the rules are."""

from __future__ import annotations

import random
from datetime import date

import pytest

from credentials.catalogue import Kind, bundled, reach
from credentials.enums import Method
from credentials.rights import AccessRule, parse_rules
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
        ("GET /v2/iam/policy", 1),
        ("GET /v2/*", 140),
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
    assert len(reach(bundled(), parse_rules(rule), on=TODAY)) == count


def test_what_is_gone_is_counted_apart() -> None:
    found = reach(bundled(), parse_rules("GET /cloud/project/*"), on=TODAY)
    assert (len(found), found.gone.bit_count()) == (574, 22)
    before = reach(bundled(), parse_rules("GET /cloud/project/*"), on=date(2016, 1, 1))
    assert (len(before), before.gone) == (596, 0)


def test_the_reach_is_told_by_product_and_by_kind() -> None:
    found = reach(bundled(), parse_rules("GET,POST,PUT,DELETE /domain/*"), on=TODAY)
    told = {bar.key: (str(bar.name), bar.total, bar.counts[Kind.DELETE]) for bar in found.bars}
    assert told == {"domain": ("domain names", 66, 4), "domain/zone": ("DNS zones", 51, 7)}
    assert str(found.sentence) == "117 operations in 2 products, 11 of them delete"
    assert {bar.most for bar in found.bars} == {66}
    assert sum(found.counts.values()) == len(found)


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ("", "No operation"),
        ("GET /me", "1 operation"),
        ("GET /vps/*", "49 operations in 1 product, 0 of them delete"),
    ],
)
def test_the_whole_is_one_sentence(rules: str, sentence: str) -> None:
    assert str(reach(bundled(), parse_rules(rules), on=TODAY).sentence) == sentence


def test_every_bar_holds_the_operations_it_counts() -> None:
    found = reach(bundled(), parse_rules("GET,DELETE /*"), on=TODAY)
    counted = {bar.key: len(found.operations(product=bar.key)) for bar in found.bars}
    assert counted == {bar.key: bar.total for bar in found.bars}
    assert sum(counted.values()) == len(found)


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
def test_one_strange_rule_takes_no_seconds(path: str) -> None:
    assert steps_of(lambda: bundled().lines([AccessRule(GET, path)])) < SOON


def test_a_thousand_tangled_rules_are_counted_as_more_and_take_no_seconds() -> None:
    chance = random.Random(7)
    rules = [
        AccessRule(GET, "/*/" + "/*/".join(chance.choices("abcdef", k=5))) for _ in range(1000)
    ]
    assert steps_of(lambda: reach(bundled(), rules, on=TODAY)) < SOON
    found = reach(bundled(), rules, on=TODAY)
    assert not found.is_exact
    assert len(found) == 3241


def test_rules_take_a_fraction_of_the_steps_of_a_scan() -> None:
    rules = parse_rules("GET,POST,PUT,DELETE /domain/zone/example.com/*\nGET /vps\nGET /vps/*")
    steps = sum(bundled().tree.reached(rule.pattern, most_steps=10_000).steps for rule in rules)
    assert steps * 10 < len(rules) * len(bundled().operations)
