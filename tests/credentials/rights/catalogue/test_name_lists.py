"""A name takes a star's place, and grants nothing that the star did not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials.core import Method, RuleError
from credentials.rights import (
    AccessRule,
    NameList,
    bundled_catalogue,
    coverage_difference,
    name_list_at,
    name_list_for_star,
    narrow_to_names,
    parse_rules,
    reach,
)

ROUTES = ("/domain/zone", "/domain", "/vps", "/cloud/project", "/sms", "/ip", "/email/domain")
AFTER = ("", "/record", "/record/*", "/*/x", "/")
STARRED = st.builds(
    lambda method, route, after: AccessRule(method, f"{route}/*{after}"),
    st.sampled_from(Method),
    st.sampled_from((*ROUTES, "", "/me", "/domain/zone/example.com/record")),
    st.sampled_from(AFTER),
)


def names_at(route: str) -> NameList:
    name_list = name_list_at(bundled_catalogue(), route)
    assert name_list is not None
    return name_list


def lines(*rules: AccessRule) -> list[str]:
    return [str(rule) for rule in rules]


@settings(deadline=None)  # the first example loads the catalogue
@given(st.lists(STARRED, max_size=6), st.sampled_from(ROUTES), st.text() | st.sampled_from("*./{"))
def test_no_name_widens_a_rule(rules: list[AccessRule], route: str, name: str) -> None:
    with suppress(RuleError):
        fewer = narrow_to_names(bundled_catalogue(), rules, by=names_at(route), names=[name])
        assert not coverage_difference(rules, fewer).added


@pytest.mark.parametrize(
    ("rule", "fewer"),
    [
        ("POST /domain/zone/*/record", ["POST /domain/zone/example.com/record"]),
        ("GET /domain/zone/*/record/*", ["GET /domain/zone/example.com/record/*"]),
        (
            "GET /domain/zone/*",
            ["GET /domain/zone/example.com", "GET /domain/zone/example.com/*"],
        ),
        ("POST /domain/zone/*", ["POST /domain/zone/example.com/*"]),
        ("GET /domain/zone/", ["GET /domain/zone/"]),
        ("GET /domain/zone/*.com", ["GET /domain/zone/*.com"]),
        ("GET /domain/*", ["GET /domain/*"]),
        ("GET /*", ["GET /*"]),
    ],
)
def test_a_name_takes_the_place_of_its_own_star_alone(rule: str, fewer: list[str]) -> None:
    rules = parse_rules(rule)
    narrowed = narrow_to_names(
        bundled_catalogue(), rules, by=names_at("/domain/zone"), names=["example.com"]
    )
    assert lines(*narrowed) == fewer


def test_several_names_take_the_stars_place_each_with_rules_of_its_own() -> None:
    rules = parse_rules("GET,POST /domain/zone/*/record\nGET /me")
    narrowed = narrow_to_names(
        bundled_catalogue(), rules, by=names_at("/domain/zone"), names=["a.org", "b.org"]
    )
    assert lines(*narrowed) == [
        "GET /domain/zone/a.org/record",
        "GET /domain/zone/b.org/record",
        "POST /domain/zone/a.org/record",
        "POST /domain/zone/b.org/record",
        "GET /me",
    ]


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/domain/zone/*", "/domain/zone"),
        ("/domain/zone/*/record/*", "/domain/zone"),
        ("/cloud/project/*/instance", "/cloud/project"),
        ("/sms/*/jobs", "/sms"),
    ],
)
def test_a_star_for_one_name_has_a_name_list(path: str, route: str) -> None:
    name_list = name_list_for_star(bundled_catalogue(), path)
    assert name_list is not None
    assert str(name_list.rule) == f"GET {route}"


@pytest.mark.parametrize(
    "path",
    [
        "/*",
        "*",
        "/me/*",
        "/me*",
        "/domain/zone/*.com",
        "/domain/zone/x*/record",
        "/domain/zone/example.com/record",
        "/nowhere/*",
        "/okms/resource/*",
        "/v2/okms/resource/*",
        "/domain/zone/../../me/api/credential/*",
        "/domain/zone/example.com/record/*",
        "/me/bill/*",
        "/domain/zone/{zoneName}/record/*",
        "/domain/zone/a b/record/*",
        "/domain/zone/x?y/record/*",
        "//*",
    ],
)
def test_any_other_star_has_no_name_list(path: str) -> None:
    assert name_list_for_star(bundled_catalogue(), path) is None


@pytest.mark.parametrize(
    ("name", "segment"),
    [
        ("example.com", "example.com"),
        ("192.0.2.0/24", "192.0.2.0%2F24"),
        ("what?#", "what%3F%23"),
        ("münchen", "münchen"),
    ],
)
def test_a_name_is_one_segment(name: str, segment: str) -> None:
    assert names_at("/ip").segment(name) == segment


@pytest.mark.parametrize(
    "name",
    ["", " ", "*", "a*b", ".", "..", "{zoneName}", "two words", "\u202e", "\ud800", "x" * 256,
     "campus", " example.com"],
)  # fmt: skip
def test_what_would_be_another_place_is_no_name(name: str) -> None:
    with pytest.raises(RuleError):
        names_at("/ip").segment(name)


def test_the_things_are_called_by_their_product() -> None:
    assert str(names_at("/domain/zone").noun) == "DNS zones"
    assert str(names_at("/dedicated/server").noun) == "dedicated servers"


def test_one_zone_in_place_of_every_zone_reaches_far_less() -> None:
    rules = parse_rules("GET,POST,PUT,DELETE /cloud/project/*")
    name = "0123456789abcdef0123456789abcdef"
    fewer = narrow_to_names(bundled_catalogue(), rules, by=names_at("/cloud/project"), names=[name])
    assert len(reach(bundled_catalogue(), fewer)) <= len(reach(bundled_catalogue(), rules))
    assert all(name in rule.path for rule in fewer)
