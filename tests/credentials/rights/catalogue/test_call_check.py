"""One box answers whether a call is granted, by which rule, and what is missing if not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.core import RuleError, Sentence
from credentials.rights import (
    AccessRule,
    CallCheck,
    bundled_catalogue,
    check_call,
    granting_rule,
    parse_rules,
)
from tests.credentials.rights.exact_rules import exact_rules
from tests.credentials.rights.rule_strategies import call_paths, rule_lists, short_rules

HELD = """
    GET /domain/zone/*
    POST /domain/zone/*/refresh
    GET /v2/iam/policy
    GET /okms/*
    GET /Me
    GET /vps/
"""


def verdict(call: str, rules: str = HELD) -> CallCheck:
    (answer,) = check_call(bundled_catalogue(), exact_rules(rules), call)
    return answer


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        ("GET /domain/zone/example.com/record", "GET /domain/zone/*"),
        ("GET /domain/zone/example.com/record?fieldType=A", "GET /domain/zone/*"),
        ("get https://eu.api.ovh.com/1.0/domain/zone/x/soa?y=1", "GET /domain/zone/*"),
        ("POST /v1/domain/zone/example.com/refresh", "POST /domain/zone/*/refresh"),
        ("GET /v2/okms/resource", "GET /okms/*"),
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
        ("GET /v2/iam/policy", "GET /iam/policy", "/v2/iam/policy grants nothing. Write /iam/p"),
    ],
)
def test_the_smallest_missing_rule_is_named_with_the_reason(
    call: str, missing: str, why: str
) -> None:
    answer = verdict(call)
    assert (answer.is_granted, str(answer.missing)) == (False, missing)
    assert why in str(answer.sentence)


@pytest.mark.parametrize(
    ("rule", "call", "why"),
    [
        ("GET /v2/okms/*", "GET /okms/resource", "Write /okms/*."),
        ("GET /v2/*", "GET /v2/okms/resource", "Name the routes without it."),
        ("GET /vps", "GET /vps/vps-1", "GET /vps allows /vps itself, not what is below it."),
        ("GET /vps/*", "GET /vps", "allows what is below /vps, not /vps itself"),
        ("GET /vps/{name}", "GET /vps/vps-1", "has a name that is to be filled in"),
        ("GET /domain/zone/b.fr/*", "GET /domain/zone/a.fr/soa", "is about another name than"),
        ("GET /vps", "GET /ip", "No rule is about GET /ip."),
    ],
)
def test_the_nearest_miss_is_told(rule: str, call: str, why: str) -> None:
    held = [AccessRule.parse(*rule.split())]
    (answer,) = check_call(bundled_catalogue(), held, call)
    assert not answer.is_granted
    assert why in str(answer.sentence)


def test_a_name_beyond_ascii_is_asked_about_as_the_api_spells_it() -> None:
    held = parse_rules("GET /domain/zone/xn--mnchen-3ya.de/*")
    (answer,) = check_call(bundled_catalogue(), held, "GET /domain/zone/münchen.de/soa")
    assert (answer.is_granted, answer.path) == (True, "/domain/zone/xn--mnchen-3ya.de/soa")


@pytest.mark.parametrize("call", ["GET /auth/time", "POST /auth/logout", "GET /1.0/auth/details"])
def test_inspecting_itself_needs_no_rule(call: str) -> None:
    assert verdict(call, "").is_granted


def test_without_a_method_each_that_the_route_takes_is_answered() -> None:
    answers = check_call(bundled_catalogue(), parse_rules(HELD), "/domain/zone/example.com/record")
    assert [(answer.method, answer.is_granted) for answer in answers] == [
        ("GET", True),
        ("POST", False),
    ]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("GET /nope", "No route is known for GET /nope."),
        ("PATCH /me", "The route /me has no PATCH. Its methods are: GET, PUT."),
        ("PATCH /me", "No operation of OVHcloud's API has PATCH."),
        ("POST /order/cart", "signed, it needs the rule"),
        ("GET /sms", ""),
    ],
)
def test_what_is_not_certain_is_said(call: str, words: str) -> None:
    doubt = str(verdict(call).doubt)
    assert words in doubt
    assert bool(doubt) is bool(words)


@pytest.mark.parametrize(
    ("call", "method"),
    [
        ("HEAD /vps", "HEAD"),
        ("head /vps", "HEAD"),
        ("curl -sI https://eu.api.ovh.com/1.0/vps", "HEAD"),
        ("curl --head https://eu.api.ovh.com/1.0/vps", "HEAD"),
        ("curl -X HEAD https://eu.api.ovh.com/1.0/vps", "HEAD"),
        ('requests.head("https://eu.api.ovh.com/1.0/vps")', "HEAD"),
        ("Invoke-WebRequest -Method Head -Uri https://eu.api.ovh.com/1.0/vps", "HEAD"),
        ("OPTIONS /vps", "OPTIONS"),
        ("curl -X OPTIONS https://eu.api.ovh.com/1.0/vps", "OPTIONS"),
        ("http OPTIONS https://eu.api.ovh.com/1.0/vps", "OPTIONS"),
        ("axios.options('https://eu.api.ovh.com/1.0/vps')", "OPTIONS"),
        ("fetch('https://eu.api.ovh.com/1.0/vps', {method: 'options'})", "OPTIONS"),
    ],
)
def test_a_method_that_no_rule_has_is_not_granted_by_another(call: str, method: str) -> None:
    with pytest.raises(RuleError) as caught:
        check_call(bundled_catalogue(), parse_rules("GET /vps"), call)
    sentence = str(caught.value.sentence)
    assert f"rules know GET, POST, PUT and DELETE alone, so no rule allows {method}" in sentence


@pytest.mark.parametrize(
    ("call", "meant"),
    [
        (
            "https://api.eu.ovhcloud.com/console/?section=/me&branch=v1#get-/me/api/credential",
            "GET /me/api/credential",
        ),
        (
            "https://api.us.ovhcloud.com/console/?section=/vps&branch=v1#post-/vps/-serviceName-/reboot",
            "POST /vps/{serviceName}/reboot",
        ),
        (
            "https://ca.api.ovh.com/console/#/vps/%7BserviceName%7D/reboot~POST",
            "POST /vps/{serviceName}/reboot",
        ),
        ("GET /cloud/project/:project_id/instance", "GET /cloud/project/{project_id}/instance"),
        ("POST /vps/%s/reboot", "POST /vps/{serviceName}/reboot"),
    ],
)
def test_a_link_of_the_console_and_placeholders_of_tools_are_read(call: str, meant: str) -> None:
    answer = verdict(call, "GET /*\nPOST /*")
    assert (f"{answer.method} {answer.path}", answer.is_granted) == (meant, True)


@pytest.mark.parametrize("call", ["", "  ", "hello", "FETCH /me", "GET", "GET me", "GET /a\0b"])
def test_what_is_no_call_is_said_in_a_sentence(call: str) -> None:
    with pytest.raises(RuleError) as caught:
        check_call(bundled_catalogue(), (), call)
    assert str(caught.value.sentence).isprintable()


@given(rule_lists, call_paths)
def test_a_call_is_checked_by_the_rule_that_grants_it(rules: list[AccessRule], path: str) -> None:
    (answer,) = check_call(bundled_catalogue(), rules, f"GET {path}")
    assert answer.rule == granting_rule(rules, "GET", path)


@given(rule_lists, call_paths)
def test_the_missing_rule_is_all_that_is_missing(rules: list[AccessRule], path: str) -> None:
    (answer,) = check_call(bundled_catalogue(), rules, f"GET {path}")
    more = [*rules, *([answer.missing] if answer.missing else [])]
    assert granting_rule(more, "GET", path)


@given(st.text(), short_rules)
def test_any_text_is_answered_or_refused_with_a_sentence(text: str, rule: AccessRule) -> None:
    sentences = [Sentence("")]
    with suppress(RuleError):
        sentences = [answer.sentence for answer in check_call(bundled_catalogue(), [rule], text)]
    assert all(str(sentence).isprintable() for sentence in sentences)


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("curl -X POST https://eu.api.ovh.com/1.0/vps/x/reboot", "POST /vps/x/reboot"),
        ("curl https://eu.api.ovh.com/1.0/me", "GET /me"),
        ("client.get('/domain/zone')", "GET /domain/zone"),
        ("$ovh->delete('/vps/x')", "DELETE /vps/x"),
        ("ovh.request('POST', '/me/api')", "POST /me/api"),
        ("GET /me.", "GET /me"),
        ("“GET /me”", "GET /me"),
        ("GET /me # the account", "GET /me"),
        ("- GET: /me", "GET /me"),
        ("\x1b[32mGET\x1b[0m /me", "GET /me"),
    ],
)
def test_a_call_is_read_out_of_code(code: str, call: str) -> None:
    answer = verdict(code)
    assert f"{answer.method} {answer.path}" == call


@pytest.mark.parametrize(
    "code",
    [
        "get me",
        "GET /domain/zone/é",
        "GET /me, PUT /me",
        "client.get(x)",
        "curl a; curl b",
        "GET /a\nPOST /b c",
    ],
)
def test_code_without_a_single_call_is_none(code: str) -> None:
    with pytest.raises(RuleError):
        check_call(bundled_catalogue(), (), code)


@pytest.mark.parametrize("version", ["1.1", "2"])
def test_the_first_line_of_a_request_is_a_call(version: str) -> None:
    path = "/domain/zone/example.com/refresh"
    (check,) = check_call(bundled_catalogue(), (), f"POST {path} HTTP/{version}")
    assert (check.method, check.path) == ("POST", path)
