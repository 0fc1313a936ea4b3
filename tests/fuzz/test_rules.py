"""Rules mean the same however they are written down, shortened or asked, whatever they are."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from credentials.catalogue import bundled, judge
from credentials.endpoints import ENDPOINTS
from credentials.rights import (
    AccessRule,
    grants,
    normalise,
    parse_rules,
    render_lines,
    to_api,
)
from tests.credentials.rule_strategies import call_paths, methods, rule_lists, typed_rules

EUROPE = ENDPOINTS["ovh-eu"]
MANY = settings(max_examples=settings().max_examples * 5 // 2, deadline=None)
calls = st.lists(st.tuples(methods, call_paths), min_size=1, max_size=12)


@MANY
@given(rule_lists, calls)
def test_normalised_rules_grant_exactly_the_same_calls(
    rules: list[AccessRule], asked: list[tuple[str, str]]
) -> None:
    fewer = normalise(rules)
    assert normalise(fewer) == fewer
    assert [bool(grants(fewer, *call)) for call in asked] == [
        bool(grants(rules, *call)) for call in asked
    ]


@MANY
@given(rule_lists, calls)
def test_the_simulator_says_what_the_rules_cover(
    rules: list[AccessRule], asked: list[tuple[str, str]]
) -> None:
    for method, path in asked:
        (verdict,) = judge(bundled(), rules, f"{method} {path}")
        covering = [rule for rule in rules if rule.covers(method, path)]
        assert verdict.is_granted is bool(covering)
        assert verdict.rule == next(iter(covering), None)


@MANY
@given(st.lists(typed_rules, max_size=8))
def test_rules_read_back_from_every_form_they_are_written_in(rules: list[AccessRule]) -> None:
    written = tuple(rules)
    assert parse_rules(render_lines(rules)) == written
    assert parse_rules(json.dumps({"accessRules": to_api(rules)})) == written
    if rules:
        pairs = [(rule.method.value, rule.path) for rule in rules]
        assert parse_rules(EUROPE.create_token_url(pairs)) == written
