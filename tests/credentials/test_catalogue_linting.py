"""The traps that only the list of routes shows, each with its sentence and a way out."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials import rights
from credentials.catalogue import bundled, lint, nearest
from credentials.enums import Method
from credentials.rights import AccessRule, parse_rules
from tests.steps import SOON, steps_of

TODAY = date(2026, 11, 23)


def remarks(text: str, on: date = TODAY) -> dict[str, str]:
    found = lint(bundled(), parse_rules(text), on=on)
    return {remark.code: str(remark.sentence) for remark in found}


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("GET /domain/zone/*", "without-parent", "does not reach /domain/zone itself"),
        ("POST /me/sshKey/*", "without-parent", "Add POST /me/sshKey if the tool calls it"),
        ("GET /domain/zone/", "trailing-slash", "another address than /domain/zone"),
        ("GET /me*", "glued-star", "reaches /menu"),
        ("GET /v2/iam/policy", "second-branch", "Add /iam/policy as well"),
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
def test_each_trap_has_its_remark(text: str, code: str, words: str) -> None:
    found = remarks(text)
    assert words in found[code]
    assert set(found) - {code} <= {"method-useless"}


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
    guess = nearest(bundled(), path)
    assert guess is not None
    assert guess.path == meant


@pytest.mark.parametrize("path", ["/qqqq", "/domain/zone", "", "x", "/" + "a" * 70_000, "/" * 100])
def test_where_nothing_is_near_nothing_is_proposed(path: str) -> None:
    assert nearest(bundled(), path) is None


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
def test_sound_rules_draw_no_remark(text: str) -> None:
    assert remarks(text) == {}


def test_a_route_about_to_go_is_told_with_its_day_and_what_follows() -> None:
    found = remarks("GET /me/paymentMean/creditCard", on=date(2022, 1, 1))
    assert found == {
        "route-deprecated": "/me/paymentMean/creditCard is deprecated and will be removed on "
        "2023-09-07. /me/payment/method takes its place."
    }


def test_wide_rules_are_not_blamed_for_the_deprecated_part() -> None:
    assert not {"route-gone", "route-deprecated"} & remarks("GET /me/*\nGET /me").keys()


def test_the_gravest_come_first() -> None:
    text = "GET /me\nGET /me\nGET /domain/zone/*\nGET /Me\nPUT,GET /*"
    codes = [remark.code for remark in lint(bundled(), parse_rules(text), on=TODAY)]
    assert codes[:2] == ["full-access", "wrong-case"]
    assert codes[-1] in {"duplicate", "covered"}


@settings(deadline=None)
@given(st.lists(st.builds(AccessRule, st.sampled_from(Method), st.text())))
def test_whatever_the_rules_every_remark_is_a_sentence(rules: list[AccessRule]) -> None:
    assert all(str(remark.sentence).isprintable() for remark in lint(bundled(), rules))


@settings(deadline=None)
@given(st.lists(st.builds(AccessRule, st.sampled_from(Method), st.text("ab/*", max_size=8))))
def test_no_remark_of_the_rules_alone_is_lost(rules: list[AccessRule]) -> None:
    alone = [one for one in rights.lint(rules) if one.code != "without-parent"]
    found = lint(bundled(), rules)
    assert [one for one in alone if one not in found] == []


@pytest.mark.parametrize("shape", ["/{0}/*", "/domain/zones/{0}.example.com/records", "/*/{0}/*"])
def test_a_thousand_rules_take_no_seconds(shape: str) -> None:
    chance = random.Random(3)
    names = ["".join(chance.choices("abcdefgh", k=8)) for _ in range(1000)]
    rules = [AccessRule(Method.GET, shape.format(name)) for name in names]
    assert steps_of(lambda: lint(bundled(), rules, on=TODAY)) < SOON
    remarks = lint(bundled(), rules, on=TODAY)
    assert {remark.code for remark in remarks} <= {"route-unknown"}
