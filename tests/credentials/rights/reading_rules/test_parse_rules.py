"""Pasted text holds rules in many shapes; whatever it is, the answer is rules or a sentence."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from credentials.core import Method, RuleError
from credentials.ovhcloud import ENDPOINTS, Endpoint
from credentials.rights import AccessRule, parse_rules, rules_to_api
from credentials.rights.rule_text import render_rules
from tests.credentials.rights.rule_strategies import written_rules

#: Any path that fits into a line, whatever it is.
exact_paths = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12).map(
    lambda path: f"/{path}".rstrip()
)
TWO = (AccessRule.parse("GET", "/me"), AccessRule.parse("POST", "/domain/zone/*"))


@pytest.mark.parametrize(
    "text",
    [
        "GET /me\nPOST /domain/zone/*",
        "\n# for the mailer\nget\t/me\r\n  post   /domain/zone/*  \n",
        '[{"method": "GET", "path": "/me"}, {"method": "post", "path": "/domain/zone/*"}]',
        json.dumps({"accessRules": rules_to_api(TWO), "redirection": None}),
        "https://eu.api.ovh.com/createToken/?GET=/me&POST=/domain/zone/*",
        "https://api.ovh.com/createToken/index.cgi?GET=/me&lang=en&POST=/domain/zone/*#top",
        "https://auth.eu.ovhcloud.com/api/createToken?GET=%2Fme&POST=%2Fdomain%2Fzone%2F%2A",
        "ca.api.ovh.com/createToken/?get=/me&post=/domain/zone/*",
        "GET=/me&POST=%2Fdomain%2Fzone%2F*",
        "https://eu.api.ovh.com/createToken/?GET=/me\nPOST /domain/zone/*",
    ],
)
def test_rules_are_read_from_lines_json_and_links(text: str) -> None:
    assert parse_rules(text) == TWO


@pytest.mark.parametrize("text", ["GET,POST /me", "GET, POST /me", "get post /me"])
def test_a_line_may_name_several_methods(text: str) -> None:
    assert parse_rules(text) == (AccessRule.parse("GET", "/me"), AccessRule.parse("POST", "/me"))


@pytest.mark.parametrize("text", ["GET *", "GET /*", "?GET=*", "https://www.ovh.com/?GET=*"])
def test_a_bare_star_is_everything(text: str) -> None:
    assert parse_rules(text) == (AccessRule.parse("GET", "/*"),)


@pytest.mark.parametrize("text", ["", "  \n\t", "# nothing yet", "[]"])
def test_no_rules_are_no_error(text: str) -> None:
    assert parse_rules(text) == ()


@pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=lambda endpoint: endpoint.name)
def test_the_link_we_make_reads_back(endpoint: Endpoint) -> None:
    link = endpoint.create_token_url([(rule.method, rule.path) for rule in TWO])
    assert parse_rules(link) == TWO


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/me", "method is missing"),
        ("GET", "a method and no path"),
        ("GET me", "a method and no path"),
        ("GET domain/zone", "“domain/zone” is no path"),
        ("GET, POST domain/zone/*", "“domain/zone/*” is no path"),
        ("https://eu.api.ovh.com/createToken/?GET=/me&BREW=/me", "“BREW” is no method"),
        ("https://eu.api.ovh.com/createToken/?lang=en", "holds no rules"),
        ("hello", "no rule in this text"),
        ("https://example.com/", "no rule in this text"),
        ("GET /me\n\nHEAD /x", "Line 3: “HEAD” is no method"),
        ("GET /domain/zone/exämple.com", "After /domain/zone/ex stands “ä”"),
        ("GET /do\u200bmain", "cannot be seen"),
        ("GET /me_", "“_” was taken off its end"),
        ("never DELETE /me", "seems to forbid it"),
        ('{"rights": []}', "no rule in this text"),
        ("[1]", "no rule in this text"),
        ('[{"method": "GET", "path": null}]', "a method and no path"),
        ("GET /" + "a" * 70_000, "longer than any route"),
        ("GET /me\n" * 1001, "more than 1 000"),
        (json.dumps([{"method": "GET", "path": "/me"}] * 1001), "more than 1 000"),
        ("\n".join(f"GET /{number}{'a*' * 900}" for number in range(12)), "too many stars"),
        ("x" * 10_000_000, "more than 300 KB"),
    ],
    ids=lambda value: value[:20],
)
def test_what_is_no_rule_is_said_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_rules(text)
    assert words in str(caught.value.sentence)


@given(st.text() | st.text('GETPOST,/*?&=[]{}":. \n%2', max_size=40))
@example("\ud800")
def test_any_text_is_rules_or_a_sentence(text: str) -> None:
    rules: tuple[AccessRule, ...] = ()
    with suppress(RuleError):
        rules = parse_rules(text)
    assert all(rule.path.startswith("/") for rule in rules)


@given(st.lists(written_rules))
def test_lines_read_back_as_the_same_rules(rules: list[AccessRule]) -> None:
    once = tuple(dict.fromkeys(rules))
    assert tuple(dict.fromkeys(parse_rules(render_rules(rules)))) == once


@given(st.lists(written_rules))
def test_json_reads_back_as_the_same_rules(rules: list[AccessRule]) -> None:
    assert parse_rules(json.dumps(rules_to_api(rules))) == tuple(rules)


ODD = ["/x_", "/a..b", "/xxx", "/1.0/me", "/v2/*", "/me//api", "/é", "/a b", "/vps/**x", "*x", ""]


@pytest.mark.parametrize("path", ODD)
def test_a_line_that_says_a_known_rule_is_that_rule(path: str) -> None:
    rule = AccessRule(Method.GET, path)
    text = f"POST /me\r\n{rule}\r\nGET /vps\r\n"
    assert parse_rules(text, known=[rule]) == (
        AccessRule(Method.POST, "/me"),
        rule,
        AccessRule(Method.GET, "/vps"),
    )


def test_a_line_that_says_no_known_rule_is_read_as_any_other() -> None:
    known = [AccessRule(Method.GET, "/x_")]
    with pytest.raises(RuleError, match=r"Line 2: “_” was taken off"):
        parse_rules("GET /x_\nPUT /x_", known=known)


@given(st.lists(st.builds(AccessRule, st.sampled_from(Method), exact_paths), max_size=8))
def test_known_rules_are_read_back_as_they_stand(rules: list[AccessRule]) -> None:
    assert parse_rules("\n".join(map(str, rules)), known=rules) == tuple(rules)


def test_render_rules_joins_methods_of_consecutive_rules_with_one_path() -> None:
    assert render_rules(parse_rules("GET /me\nPUT /me\nGET /you")) == "GET,PUT /me\nGET /you\n"
