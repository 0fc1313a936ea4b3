"""Rules mean the same however they are written down, shortened or asked, whatever they are."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from credentials.ovhcloud import ENDPOINTS
from credentials.rights import (
    AccessRule,
    bundled_catalogue,
    check_call,
    granting_rule,
    normalise_rules,
    parse_rules,
    rules_to_api,
)
from credentials.rights.rule_text import render_rules
from tests.credentials.rights.rule_strategies import call_paths, methods, rule_lists, written_rules
from tests.fuzz.examples import MANY

EUROPE = ENDPOINTS["ovh-eu"]
calls = st.lists(st.tuples(methods, call_paths), min_size=1, max_size=12)


@MANY
@given(rule_lists, calls)
def test_normalised_rules_grant_exactly_the_same_calls(
    rules: list[AccessRule], asked: list[tuple[str, str]]
) -> None:
    fewer = normalise_rules(rules)
    assert normalise_rules(fewer) == fewer
    assert [bool(granting_rule(fewer, *call)) for call in asked] == [
        bool(granting_rule(rules, *call)) for call in asked
    ]


@MANY
@given(rule_lists, calls)
def test_call_checks_agree_with_the_rules(
    rules: list[AccessRule], asked: list[tuple[str, str]]
) -> None:
    for method, path in asked:
        (verdict,) = check_call(bundled_catalogue(), rules, f"{method} {path}")
        covering = [rule for rule in rules if rule.covers(method, path)]
        assert verdict.is_granted is bool(covering)
        assert verdict.rule == next(iter(covering), None)


@MANY
@given(st.lists(written_rules, max_size=8, unique=True))
def test_rules_read_back_from_every_form_they_are_written_in(rules: list[AccessRule]) -> None:
    written = tuple(rules)
    assert parse_rules(render_rules(rules)) == written
    if rules:
        assert parse_rules(json.dumps({"accessRules": rules_to_api(rules)})) == written
        pairs = [(rule.method.value, rule.path) for rule in rules]
        assert parse_rules(EUROPE.create_token_url(pairs)) == written
