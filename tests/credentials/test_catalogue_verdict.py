"""One box answers whether a call is granted, by which rule, and what is missing if not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.catalogue import Verdict, bundled, judge, who_may
from credentials.errors import RuleError
from credentials.rights import AccessRule, grants, parse_rules
from credentials.sentences import Sentence
from tests.credentials.rule_strategies import call_paths, rule_lists, short_rules

HELD = """
    GET /domain/zone/*
    POST /domain/zone/*/refresh
    GET /v2/iam/policy
    GET /Me
    GET /vps/
"""


def verdict(call: str, rules: str = HELD) -> Verdict:
    (answer,) = judge(bundled(), parse_rules(rules), call)
    return answer


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        ("GET /domain/zone/example.com/record", "GET /domain/zone/*"),
        ("GET /domain/zone/example.com/record?fieldType=A", "GET /domain/zone/*"),
        ("get https://eu.api.ovh.com/1.0/domain/zone/x/soa?y=1", "GET /domain/zone/*"),
        ("POST /v1/domain/zone/example.com/refresh", "POST /domain/zone/*/refresh"),
        ("GET /v2/iam/policy", "GET /v2/iam/policy"),
    ],
)
def test_the_rule_that_grants_a_call_is_named(call: str, rule: str) -> None:
    answer = verdict(call)
    assert (answer.is_granted, str(answer.rule), answer.missing) == (True, rule, None)
    assert str(answer.sentence) == f"{rule} allows it."


@pytest.mark.parametrize(
    ("call", "missing", "why"),
    [
        ("GET /domain/zone", "GET /domain/zone", "allows what is below /domain/zone, not"),
        ("GET /vps", "GET /vps", "GET /vps/ would, but for the slash at the end"),
        ("GET /me", "GET /me", "but for upper and lower case"),
        (
            "DELETE /domain/zone/example.com/record/7",
            "DELETE /domain/zone/example.com/record/7",
            "the rules allow GET, not DELETE",
        ),
        ("GET https://eu.api.ovh.com/1.0/sms?x", "GET /sms", "No rule is about GET /sms."),
        ("PUT /v2/iam/policy/7", "PUT /iam/policy/7", "No rule is about"),
    ],
)
def test_the_smallest_missing_rule_is_named_with_the_reason(
    call: str, missing: str, why: str
) -> None:
    answer = verdict(call)
    assert (answer.is_granted, str(answer.missing)) == (False, missing)
    assert why in str(answer.sentence)


def test_of_many_keys_those_that_may_make_a_call_are_named_with_the_rule() -> None:
    keys = {
        "reader": parse_rules("GET /*"),
        "dns": parse_rules(HELD),
        "vps": parse_rules("GET /vps"),
    }
    found = who_may(bundled(), "/domain/zone/example.com/record", keys)
    assert {key: [str(one.rule) for one in own] for key, own in found.items()} == {
        "reader": ["GET /*"],
        "dns": ["GET /domain/zone/*"],
    }


@pytest.mark.parametrize("call", ["GET /auth/time", "POST /auth/logout", "GET /1.0/auth/details"])
def test_inspecting_itself_needs_no_rule(call: str) -> None:
    assert verdict(call, "").is_granted


def test_without_a_method_each_that_the_route_takes_is_answered() -> None:
    answers = judge(bundled(), parse_rules(HELD), "/domain/zone/example.com/record")
    assert [(one.method, one.is_granted) for one in answers] == [("GET", True), ("POST", False)]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("GET /v2/iam/policy", "compared without /v2"),
        ("GET /nope", "No route is known for GET /nope."),
        ("POST /order/cart", "signed, it needs the rule"),
        ("GET /sms", ""),
    ],
)
def test_what_is_not_certain_is_said(call: str, words: str) -> None:
    doubt = str(verdict(call).doubt)
    assert words in doubt
    assert bool(doubt) is bool(words)


@pytest.mark.parametrize("call", ["", "  ", "hello", "FETCH /me", "GET", "GET me", "GET /a\0b"])
def test_what_is_no_call_is_said_in_a_sentence(call: str) -> None:
    with pytest.raises(RuleError) as caught:
        judge(bundled(), (), call)
    assert str(caught.value.sentence).isprintable()


@given(rule_lists, call_paths)
def test_the_answer_is_that_of_the_rules(rules: list[AccessRule], path: str) -> None:
    (answer,) = judge(bundled(), rules, f"GET {path}")
    assert answer.rule == grants(rules, "GET", path)


@given(rule_lists, call_paths)
def test_the_missing_rule_is_all_that_is_missing(rules: list[AccessRule], path: str) -> None:
    (answer,) = judge(bundled(), rules, f"GET {path}")
    more = [*rules, *([answer.missing] if answer.missing else [])]
    assert grants(more, "GET", path)


@given(st.text(), short_rules)
def test_any_text_is_answered_or_refused_with_a_sentence(text: str, rule: AccessRule) -> None:
    said = [Sentence("")]
    with suppress(RuleError):
        said = [answer.sentence for answer in judge(bundled(), [rule], text)]
    assert all(str(sentence).isprintable() for sentence in said)
