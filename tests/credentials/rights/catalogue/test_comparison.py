"""What other rules change of the reach is counted in operations, and new risks are named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials.rights import AccessRule, bundled_catalogue, compare_rules, parse_rules, reach

LINES = (
    "GET /domain/*",
    "GET /domain/zone/*",
    "GET,POST,PUT,DELETE /domain/zone/example.com/*",
    "GET /me",
    "GET,DELETE /vps/*",
    "GET /*",
    "PATCH /nowhere",
)
rule_sets = st.lists(st.sampled_from(parse_rules("\n".join(LINES))), max_size=5)


@given(rule_sets)
@settings(max_examples=30, deadline=None)
def test_rules_compared_with_themselves_change_nothing(rules: list[AccessRule]) -> None:
    same = compare_rules(bundled_catalogue(), rules, [*reversed(rules)])
    assert (len(same.gained), len(same.lost)) == (0, 0)
    assert not same.rules
    assert same.new_risks == same.ended_risks == ()


@given(rule_sets, rule_sets)
@settings(max_examples=60, deadline=None)
def test_the_old_reach_with_what_is_gained_without_what_is_lost_is_the_new_one(
    old: list[AccessRule], new: list[AccessRule]
) -> None:
    made = compare_rules(bundled_catalogue(), old, new)
    before, after = reach(bundled_catalogue(), old), reach(bundled_catalogue(), new)
    assert before.bits & ~made.lost.bits | made.gained.bits == after.bits
    assert made.gained.bits & before.bits == made.lost.bits & after.bits == 0


def test_one_zone_in_place_of_all_loses_reach_and_gains_none() -> None:
    made = compare_rules(
        bundled_catalogue(),
        parse_rules("GET /domain/*"),
        parse_rules("GET /domain/zone/example.com/*"),
    )
    assert (len(made.gained), len(made.rules.added), len(made.rules.removed)) == (0, 1, 1)
    assert len(made.lost) > 20


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("GET /me", "GET /me\nPOST /me/api/oauth2/client", ["mints-keys"]),
        ("GET /vps/*", "GET,DELETE /vps/*", ["destroys-data"]),
        ("GET,DELETE /vps/*", "GET /vps/*", []),
        ("GET /me", "GET /me\nGET /vps", []),
    ],
)
def test_a_risk_is_named_where_it_is_new(old: str, new: str, named: list[str]) -> None:
    made = compare_rules(bundled_catalogue(), parse_rules(old), parse_rules(new))
    codes = [risk.code for risk in made.new_risks]
    assert codes[-len(named) :] == named if named else codes == []


def test_a_risk_that_is_gone_is_named_too() -> None:
    made = compare_rules(bundled_catalogue(), parse_rules("DELETE /vps/*"), parse_rules("GET /vps"))
    assert {risk.code for risk in made.ended_risks} >= {"destroys-data"}
    assert made.new_risks == ()
