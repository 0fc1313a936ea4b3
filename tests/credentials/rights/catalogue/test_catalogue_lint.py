"""The traps that only the list of routes shows, each with its sentence and a way out."""

from __future__ import annotations

import random
from datetime import date
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials import rights
from credentials.core import Method
from credentials.rights import (
    AccessRule,
    LintRemark,
    bundled_catalogue,
    lint_against_catalogue,
    parse_rules,
)
from credentials.rights.catalogue.similar_routes import similar_route
from tests.credentials.rights.exact_rules import exact_rules
from tests.steps import SOON, steps_of

TODAY = date(2026, 11, 23)


def remarks(text: str, on: date = TODAY) -> dict[str, str]:
    remarks_made = lint_against_catalogue(bundled_catalogue(), exact_rules(text), on=on)
    return {remark.code: str(remark.sentence) for remark in remarks_made}


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("GET /domain/zone/*", "without-parent", "does not reach /domain/zone itself"),
        ("POST /me/sshKey/*", "without-parent", "Add POST /me/sshKey if the tool calls it"),
        ("GET /domain/zone/", "trailing-slash", "another address than /domain/zone"),
        ("GET /me*", "glued-star", "reaches /menu"),
        ("GET /v2/iam/policy", "version-prefix", "Write /iam/policy."),
        ("GET /1.0/me", "version-prefix", "Write /me."),
        ("GET /me?fields=name", "query-string", "compared without it"),
        ("GET /x y", "space", "has a space in it"),
        ("GET /Domain/zone", "wrong-case", "The route is /domain/zone."),
        ("GET /domain/Zone", "wrong-case", "The route beside it is called “zone”"),
        ("GET /domain/zones", "near-route", "The route beside it is called “zone”"),
        ("DELETE /domain/zone/*/soa", "method-useless", "takes DELETE; it offers GET, PUT."),
        ("PATCH /domain/zone/*", "method-useless", "it offers GET, POST, PUT, DELETE."),
        ("GET /nope/at/all", "route-unknown", "No route is at /nope/at/all, so this allows"),
        (
            "GET /me/paymentMean/creditCard",
            "route-gone",
            "was to be removed on 2023-09-07. /me/payment/method takes its place.",
        ),
    ],
)
def test_each_mistake_has_its_remark(text: str, code: str, words: str) -> None:
    sentences = remarks(text)
    assert words in sentences[code]
    assert set(sentences) - {code} <= {"method-useless"}


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/domain/zones/example.com/records", "/domain/zone/example.com/record"),
        ("/zone/example.com/record", "/domain/zone/example.com/record"),
        ("/domain/zone/example.com/records/*", "/domain/zone/example.com/record/*"),
        ("/me/api/credentials", "/me/api/credential"),
        ("/cloud/project/0123/instances", "/cloud/project/0123/instance"),
        ("/dedicated/servers/ns1.example.net/reboot", "/dedicated/server/ns1.example.net/reboot"),
        ("/dedicated/server/ns1.example.net/rebot", "/dedicated/server/ns1.example.net/reboot"),
        ("/api/domain/zone", "/domain/zone"),
        ("/Domain/Zone/example.com", "/domain/zone/example.com"),
    ],
)
def test_the_nearest_route_is_proposed(path: str, meant: str) -> None:
    assert meant in " ".join(remarks(f"GET {path}").values())
    guess = similar_route(bundled_catalogue(), path)
    assert guess is not None
    assert guess.path == meant


@pytest.mark.parametrize("path", ["/qqqq", "/domain/zone", "", "x", "/" + "a" * 70_000, "/" * 100])
def test_where_nothing_is_near_nothing_is_proposed(path: str) -> None:
    assert similar_route(bundled_catalogue(), path) is None


@pytest.mark.parametrize(
    "text",
    [
        "GET /domain/zone\nGET /domain/zone/*",
        "GET /domain/zone\nGET /domain/zone/",
        "POST,DELETE /domain/zone/*",
        "GET /iam/policy",
        "GET /sms/*/jobs",
        "GET /domain/zone/example.com/record",
        "GET /me/sshKey/server",
        "GET /domain/example.com",
        "",
    ],
)
def test_sound_rules_have_no_remark(text: str) -> None:
    assert remarks(text) == {}


def test_a_deprecated_route_has_its_end_and_replacement_in_the_remark() -> None:
    sentences = remarks("GET /me/paymentMean/creditCard", on=date(2022, 1, 1))
    assert sentences == {
        "route-deprecated": "/me/paymentMean/creditCard is deprecated and will be removed on "
        "2023-09-07. /me/payment/method takes its place."
    }


def test_wide_rules_have_no_remark_about_deprecated_routes() -> None:
    assert not {"route-gone", "route-deprecated"} & remarks("GET /me/*\nGET /me").keys()


def test_the_most_severe_come_first() -> None:
    text = "GET /me\nGET /me\nGET /domain/zone/*\nGET /Me\nPUT,GET /*"
    codes = [
        remark.code
        for remark in lint_against_catalogue(bundled_catalogue(), parse_rules(text), on=TODAY)
    ]
    assert codes[:2] == ["full-access", "wrong-case"]
    assert codes[-1] in {"duplicate", "covered"}


@settings(deadline=None)
@given(st.lists(st.builds(AccessRule, st.sampled_from(Method), st.text())))
def test_whatever_the_rules_every_remark_is_a_sentence(rules: list[AccessRule]) -> None:
    assert all(
        str(remark.sentence).isprintable()
        for remark in lint_against_catalogue(bundled_catalogue(), rules)
    )


@settings(deadline=None)
@given(st.lists(st.builds(AccessRule, st.sampled_from(Method), st.text("ab/*", max_size=8))))
def test_no_remark_of_the_rules_alone_is_lost(rules: list[AccessRule]) -> None:
    alone = [remark for remark in rights.lint_rules(rules) if remark.code != "without-parent"]
    with_catalogue = lint_against_catalogue(bundled_catalogue(), rules)
    assert [remark for remark in alone if remark not in with_catalogue] == []


@pytest.mark.parametrize("shape", ["/{0}/*", "/domain/zones/{0}.example.com/records", "/*/{0}/*"])
def test_a_thousand_rules_take_no_seconds(shape: str) -> None:
    chance = random.Random(3)
    names = ["".join(chance.choices("abcdefgh", k=8)) for _ in range(1000)]
    rules = [AccessRule(Method.GET, shape.format(name)) for name in names]
    remarks: list[LintRemark] = []
    lint = partial(lint_against_catalogue, bundled_catalogue(), rules, on=TODAY)
    assert steps_of(lambda: remarks.extend(lint())) < SOON
    assert {remark.code for remark in remarks} <= {"route-unknown"}
