"""From an operation to rules for it; every widening says its count before it is taken."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials.catalogue import (
    SHORTHANDS,
    Operation,
    beyond,
    branches,
    bundled,
    gain,
    offered,
    pick,
    reach,
    with_below,
)
from credentials.enums import Method
from credentials.errors import RuleError
from credentials.rights import AccessRule, parse_rules, render_lines

TODAY = date(2026, 11, 23)


def operation(call: str) -> Operation:
    found = bundled().found(*call.split())
    assert found is not None
    return found


def test_a_star_for_one_project_says_how_far_it_reaches_and_offers_the_one() -> None:
    project = operation("GET /cloud/project/x")
    wide = pick(bundled(), project, on=TODAY)
    assert str(wide.sentence) == (
        "GET /cloud/project/* would reach 574 operations, since a star takes slashes too. Name "
        "one of the Public Cloud projects in place of the star, and it is this operation alone."
    )
    assert [(blank.name, str(blank.label)) for blank in wide.blanks] == [
        ("serviceName", "Public Cloud projects")
    ]
    narrow = pick(bundled(), project, values={"serviceName": "0123abcd"}, on=TODAY)
    assert render_lines(narrow.rules) == "GET /cloud/project/0123abcd\n"
    assert (narrow.reached, str(narrow.sentence), narrow.blanks) == (1, "", ())


@pytest.mark.parametrize(
    ("call", "values", "rules"),
    [
        ("GET /domain/zone", {}, "GET /domain/zone"),
        ("PUT /domain/zone/x/record/7", {}, "PUT /domain/zone/*/record/*"),
        (
            "PUT /domain/zone/x/record/7",
            {"zoneName": " example.com ", "id": ""},
            "PUT /domain/zone/example.com/record/*",
        ),
        ("GET /ip/x", {"ip": "192.0.2.0/24"}, "GET /ip/192.0.2.0%2F24"),
        ("GET /v2/iam/policy", {}, "GET /iam/policy\nGET /v2/iam/policy"),
    ],
)
def test_a_pick_is_the_rules_for_it(call: str, values: dict[str, str], rules: str) -> None:
    assert pick(bundled(), operation(call), values=values).rules == parse_rules(rules)


@pytest.mark.parametrize("value", ["*", "a*", "a b", "a\nb", "\u200b"])
def test_a_value_that_is_more_than_one_name_is_refused(value: str) -> None:
    with pytest.raises(RuleError, match="is not one name"):
        pick(bundled(), operation("GET /vps/x"), values={"serviceName": value})


@settings(deadline=None)
@given(st.sampled_from(bundled().operations))
def test_a_pick_reaches_its_operation_and_says_so_when_it_reaches_more(one: Operation) -> None:
    chosen = pick(bundled(), one)
    found = reach(bundled(), chosen.rules)
    assert one in bundled().listed(found.bits | found.gone)
    assert chosen.reached == len(found)
    assert bool(chosen.sentence) is (chosen.reached > 1)


def test_all_that_a_picker_without_names_would_widen_is_told() -> None:
    live = [one for one in bundled().operations if one.parameters and not one.is_gone(TODAY)]
    picks = [pick(bundled(), one, on=TODAY) for one in live[::10]]
    assert sum(bool(chosen.sentence) for chosen in picks) > 70


def test_everything_below_is_two_rules_with_a_count_of_their_own() -> None:
    rules = parse_rules("GET /domain/zone\nGET /vps/*")
    more = with_below(bundled(), rules)
    assert render_lines(more) == "GET /domain/zone\nGET /domain/zone/*\nGET /vps/*\n"
    before = reach(bundled(), rules, on=TODAY)
    assert len(gain(before, more, on=TODAY)) == 22
    assert len(gain(reach(bundled(), more, on=TODAY), rules, on=TODAY)) == 0


def test_each_row_knows_what_is_below_it() -> None:
    rows = [parse_rules(text) for text in ("GET,POST /domain/zone", "GET /vps/*", "PUT /x", "")]
    before = reach(bundled(), [rule for row in rows for rule in row], on=TODAY)
    assert beyond(before, rows, on=TODAY) == [38, 0, 0, 0]


@settings(deadline=None)
@given(st.lists(st.sampled_from(bundled().operations), max_size=3))
def test_what_is_promised_below_is_what_is_gained(picked: list[Operation]) -> None:
    rows = [pick(bundled(), one).rules[:1] for one in picked]
    before = reach(bundled(), [rule for row in rows for rule in row])
    taken = [len(gain(before, with_below(bundled(), row))) for row in rows]
    assert beyond(before, rows) == taken


def test_a_method_that_nothing_takes_gets_no_rule() -> None:
    rules = [AccessRule(method, "/domain/zone") for method in SHORTHANDS["read-write"]]
    assert render_lines(with_below(bundled(), rules)) == (
        "GET /domain/zone\nGET,POST,PUT,DELETE /domain/zone/*\n"
    )


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/domain/zone/*/soa", "GET PUT"),
        ("/domain/zone", "GET"),
        ("/domain/zone/*", "GET POST PUT DELETE"),
        ("/v2/iam/policy", "GET POST"),
        ("/nope", ""),
    ],
)
def test_the_methods_that_make_sense_are_offered(path: str, methods: str) -> None:
    assert " ".join(offered(bundled(), path, on=TODAY)) == methods


def test_the_shorthands_are_those_of_the_sdks() -> None:
    assert SHORTHANDS["read"] == (Method.GET,)
    assert set(SHORTHANDS["read-write"]) - set(SHORTHANDS["read-write-without-delete"]) == {
        Method.DELETE
    }


def test_the_tree_is_walked_step_by_step() -> None:
    top = {branch.path: branch for branch in branches(bundled(), on=TODAY)}
    assert len(top) == len({one.segments[0] for one in bundled().operations})
    assert (str(top["/vps"].label), top["/vps"].methods) == ("VPS", (Method.GET,))
    below = {branch.path: branch.total for branch in branches(bundled(), "/domain", on=TODAY)}
    assert (below["/domain/zone"], below["/domain/*"]) == (51, 39)
    assert list(below)[-1] == "/domain/*"


def test_a_name_stands_where_a_parameter_is() -> None:
    (*_, parameter) = branches(bundled(), "/domain/zone", on=TODAY)
    assert (parameter.path, str(parameter.label)) == ("/domain/zone/*", "{zoneName}")
    named = {branch.path for branch in branches(bundled(), "/domain/zone/example.com", on=TODAY)}
    assert "/domain/zone/example.com/record" in named


def test_the_counts_of_the_tree_add_up() -> None:
    live = [one for one in bundled().operations if not one.is_gone(TODAY)]
    assert sum(branch.total for branch in branches(bundled(), on=TODAY)) == len(live)


@pytest.mark.parametrize("path", ["/nope", "//", "/domain//*", "/domain/zone/*/soa", "/vps/x/y"])
def test_below_nothing_is_nothing(path: str) -> None:
    assert branches(bundled(), path) == []
