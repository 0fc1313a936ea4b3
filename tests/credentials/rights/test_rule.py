"""One rule: how it is read, which calls it covers, how it travels."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.core import Method, RuleError
from credentials.rights import AccessRule, granting_rule, rules_from_api, rules_to_api
from credentials.rights.api_versions import rule_path, strip_version
from tests.credentials.rights.rule_strategies import (
    call_paths,
    rule_lists,
    short_rules,
    typed_rules,
)
from tests.project_files import name_of, source_files

GET = Method.GET


def reference_covers(pattern: str, path: str) -> bool:
    expression = ".*".join(re.escape(piece) for piece in pattern.split("*"))
    return re.fullmatch(expression, path, re.DOTALL) is not None


@pytest.mark.parametrize(
    ("path", "call", "is_covered"),
    [
        ("/*", "/me/api/credential", True),
        ("*", "/me", True),
        ("/me", "/me", True),
        ("/me", "/Me", False),
        ("/me", "/me/", False),
        ("/me/*", "/me", False),
        ("/me/*", "/me/", True),
        ("/me*", "/me", True),
        ("/me*", "/menu", True),
        ("/domain/zone/", "/domain/zone", False),
        ("/domain/zone/*", "/domain/zone/example.com/record/1", True),
        ("/sms/*/jobs", "/sms/a/b/jobs", True),
        ("/sms/*/jobs", "/sms/jobs", False),
        ("/me.*", "/menu", False),
        ("/a*a", "/a", False),
        ("/*a*a*", "/a", False),
        ("/*a*a*", "/aa", True),
        ("/a*ab*b", "/aab", False),
        ("/a*ab*b", "/aabb", True),
    ],
)
def test_a_star_stands_for_anything_and_nothing_else_does(
    path: str, call: str, is_covered: bool
) -> None:
    assert AccessRule(GET, path).covers("GET", call) is is_covered


def test_a_rule_covers_its_own_method_alone() -> None:
    rule = AccessRule.parse("get", "/me")
    assert [rule.covers(method, "/me") for method in ("GET", "get", "POST", "")] == [
        True,
        True,
        False,
        False,
    ]


@given(short_rules, call_paths)
def test_covers_agrees_with_a_plain_regular_expression(rule: AccessRule, path: str) -> None:
    assert rule.covers(rule.method, path) is reference_covers(rule.path, path)


@given(st.text(), st.text(), st.text())
def test_covers_takes_any_text(pattern: str, method: str, path: str) -> None:
    assert AccessRule(GET, pattern).covers(method, path) in {True, False}


@pytest.mark.parametrize(
    "pattern", ["/" + "*a" * 30_000, "/" + "*" * 60_000 + "b", "/*" + "a" * 30_000 + "*b"]
)
def test_matching_many_stars_on_a_long_path_is_fast(pattern: str) -> None:
    text = "/" + "a" * 65_000
    assert AccessRule(GET, pattern).covers("GET", text + "b") is (not pattern.endswith("a"))
    assert not AccessRule(GET, pattern + "c").covers("GET", text)


@pytest.mark.parametrize(
    ("method", "path", "read"),
    [
        (" get ", " /me ", "GET /me"),
        ("PATCH", "*", "PATCH /*"),
        ("DELETE", "/me/", "DELETE /me/"),
        ("PUT", "/1.0/me?x=1", "PUT /1.0/me?x=1"),
        ("POST", "/ip/é/ x", "POST /ip/é/ x"),
    ],
)
def test_parse_trims_what_is_around_and_corrects_nothing(method: str, path: str, read: str) -> None:
    assert str(AccessRule.parse(method, path)) == read


@pytest.mark.parametrize(
    ("method", "path", "words"),
    [
        ("FETCH", "/me", "“FETCH” is no method"),
        ("", "/me", "“” is no method"),
        ("GET", "", "“” is no path"),
        ("GET", "me", "begins with a slash"),
        ("GET", "**", "begins with a slash"),
        ("GET", "https://eu.api.ovh.com/1.0/me", "begins with a slash"),
        ("GET", "/me\n/you", "U+000A"),
        ("GET", "/m\u200be", r"/m\u200be has a character that cannot be seen (U+200B)"),
        ("GET", "/\ud800", "U+D800"),
        ("GET", "/" + "a" * 70_000, "longer than 64 KB"),
    ],
)
def test_parse_says_what_is_no_rule(method: str, path: str, words: str) -> None:
    with pytest.raises(RuleError) as caught:
        AccessRule.parse(method, path)
    assert words in str(caught.value.sentence)
    assert len(str(caught.value.sentence)) < 300


@given(st.text(), st.text())
def test_parse_gives_a_rule_or_says_why_not(method: str, path: str) -> None:
    rule = None
    with suppress(RuleError):
        rule = AccessRule.parse(method, path)
    assert rule is None or rule.path in {path.strip(), "/*"}


@given(rule_lists, call_paths)
def test_grants_names_the_first_rule_that_covers_the_call(
    rules: list[AccessRule], path: str
) -> None:
    covering = [rule for rule in rules if rule.covers("GET", rule_path(path))]
    assert granting_rule(rules, "GET", path) == (covering[0] if covering else None)


@pytest.mark.parametrize("call", ["/me", "/1.0/me", "/v1/me", "/me?fields=a/b", "/1.0/me?x"])
def test_grants_takes_a_call_as_it_was_made(call: str) -> None:
    rule = AccessRule(GET, "/me")
    assert granting_rule([AccessRule(GET, "/you"), rule], "GET", call) == rule


@pytest.mark.parametrize("path", ["/iam/policy", "/iam/*"])
def test_a_call_of_v2_is_granted_by_a_rule_without_version(path: str) -> None:
    assert granting_rule([AccessRule(GET, path)], "GET", "/v2/iam/policy")


@pytest.mark.parametrize("call", ["/v2/iam/policy", "/1.0/iam/policy", "/iam/policy"])
@pytest.mark.parametrize("path", ["/v2/iam/policy", "/v2/*", "/1.0/iam/policy"])
def test_a_rule_with_a_version_grants_no_call(path: str, call: str) -> None:
    assert granting_rule([AccessRule(GET, path)], "GET", call) is None


@pytest.mark.parametrize(
    ("path", "bare"),
    [
        ("/1.0/me", "/me"),
        ("/v1/me/api", "/me/api"),
        ("/v1/", "/"),
        ("/me", "/me"),
        ("/v10/me", "/v10/me"),
        ("/v2/iam", "/v2/iam"),
        ("/1.0", "/1.0"),
        ("", ""),
    ],
)
def test_strip_version_takes_off_the_first_branch(path: str, bare: str) -> None:
    assert strip_version(path) == bare


@pytest.mark.parametrize(
    ("path", "bare"),
    [("/v2/iam", "/iam"), ("/1.0/me", "/me"), ("/me", "/me"), ("/v2/", "/v2/"), ("/v2", "/v2")],
)
def test_rule_path_has_no_version(path: str, bare: str) -> None:
    assert rule_path(path) == bare


@given(st.lists(typed_rules))
def test_rules_survive_a_round_trip_through_the_api_shape(rules: list[AccessRule]) -> None:
    assert rules_from_api(rules_to_api(rules)) == tuple(rules)


def test_from_api_keeps_paths_exactly() -> None:
    assert rules_from_api([{"method": "GET", "path": " /me "}]) == (AccessRule(GET, " /me "),)


@pytest.mark.parametrize(
    "answer",
    [None, {}, "GET /me", [None], ["GET"], [{"method": "GET"}], [{"method": 1, "path": 2}]],
)
def test_from_api_refuses_another_shape(answer: object) -> None:
    with pytest.raises(RuleError, match="access rule"):
        rules_from_api(answer)


@pytest.mark.parametrize(
    "words", ["There is no rule in this text", "is no method. A rule", "is no path. A rule"]
)
def test_what_is_no_rule_is_put_in_words_once(words: str) -> None:
    holders = [name_of(path) for path in source_files() if words in path.read_text()]
    assert holders == ["credentials/rights/rule_problems.py"]
