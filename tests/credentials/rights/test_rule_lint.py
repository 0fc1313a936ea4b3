"""The traps of access rules, each with its remark, and no remark where there is no trap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.core import Method
from credentials.rights import AccessRule, lint_rules, normalise_rules
from tests.credentials.rights.exact_rules import exact_rules
from tests.credentials.rights.rule_strategies import rule_lists


def remarks(text: str) -> dict[str, str]:
    return {remark.code: str(remark.sentence) for remark in lint_rules(exact_rules(text))}


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("GET /domain/zone/*", "without-parent", "does not reach /domain/zone itself"),
        ("GET /domain/zone/", "trailing-slash", "another address than /domain/zone"),
        ("GET /x y", "space", "has a space in it"),
        ("GET /1.0/me", "version-prefix", "Write /me."),
        ("GET /v1/me", "version-prefix", "Write /me."),
        ("GET /me?fields=name", "query-string", "compared without it"),
        ("GET /me*", "glued-star", "reaches /menu"),
        ("GET /x/*foo", "glued-star", "touches a word"),
        ("GET /v2/iam/policy", "version-prefix", "Write /iam/policy."),
        ("GET /me\nGET /me", "duplicate", "GET /me is there twice"),
        ("GET /me\nGET /me/api\nGET /me/*", "covered", "GET /me/api adds nothing: GET /me/*"),
        ("GET /*", "full-read", "reads everything"),
        ("GET,DELETE /*", "full-access", "GET, DELETE on /* reaches the whole account"),
    ],
)
def test_each_mistake_has_its_remark(text: str, code: str, words: str) -> None:
    sentences = remarks(text)
    assert list(sentences) == [code]
    assert words in sentences[code]


@pytest.mark.parametrize("path", ["/v2/*", "/1.0/*"])
def test_the_whole_account_is_never_proposed_instead_of_a_rule_with_a_version(path: str) -> None:
    assert "Name the routes without it." in remarks(f"POST {path}")["version-prefix"]


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        ("/me ", "space", "begins or ends with a space"),
        ("/m\x00e", "invisible-character", r"/m\x00e has a character that cannot be seen (U+0000)"),
    ],
)
def test_a_live_rule_nobody_could_type_here_has_its_remark(
    path: str, code: str, words: str
) -> None:
    (remark,) = lint_rules([AccessRule(Method.GET, path)])
    assert remark.code == code
    assert words in str(remark.sentence)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "GET /me",
        "GET /domain/zone\nGET /domain/zone/*",
        "GET /domain/zone\nGET /domain/zone/",
        "POST,DELETE /domain/zone/*",
        "GET /sms\nGET /sms/*/jobs",
    ],
)
def test_sound_rules_have_no_remark(text: str) -> None:
    assert remarks(text) == {}


def test_what_is_true_of_a_path_is_said_once() -> None:
    assert [remark.code for remark in lint_rules(exact_rules("GET,POST,PUT /1.0/me"))] == [
        "version-prefix"
    ]


@given(rule_lists)
def test_no_rule_is_called_superfluous_once_normalised(rules: list[AccessRule]) -> None:
    codes = {remark.code for remark in lint_rules(normalise_rules(rules))}
    assert not codes & {"duplicate", "covered"}


@given(st.lists(st.builds(AccessRule, st.sampled_from(Method), st.text())))
def test_every_remark_is_a_sentence_whatever_the_rules(rules: list[AccessRule]) -> None:
    assert all(str(remark.sentence).isprintable() for remark in lint_rules(rules))
