"""From an operation to rules for it; every widening says its count before it is taken."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials.core import Method, RuleError
from credentials.rights import (
    METHOD_SHORTHANDS,
    AccessRule,
    Operation,
    additional_counts_below,
    additional_reach,
    bundled_catalogue,
    child_routes,
    parse_rules,
    reach,
    rules_for_operation,
    with_rules_below,
)
from credentials.rights.catalogue.selection import offered_methods
from credentials.rights.rule_text import render_rules

TODAY = date(2026, 11, 23)


def operation(call: str) -> Operation:
    operation = bundled_catalogue().operation_at(*call.split())
    assert operation is not None
    return operation


def test_a_star_for_one_project_says_how_far_it_reaches_and_offers_the_one() -> None:
    project = operation("GET /cloud/project/x")
    wide = rules_for_operation(bundled_catalogue(), project, on=TODAY)
    assert str(wide.sentence) == (
        "GET /cloud/project/* would reach 574 operations, since a star takes slashes too. Name "
        "one of the Public Cloud projects in place of the star, and it is this operation alone."
    )
    assert [(blank.name, str(blank.label)) for blank in wide.unfilled] == [
        ("serviceName", "Public Cloud projects")
    ]
    narrow = rules_for_operation(
        bundled_catalogue(), project, values={"serviceName": "0123abcd"}, on=TODAY
    )
    assert render_rules(narrow.rules) == "GET /cloud/project/0123abcd\n"
    assert (narrow.reached, str(narrow.sentence), narrow.unfilled) == (1, "", ())


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
        ("GET /v2/iam/policy", {}, "GET /iam/policy"),
    ],
)
def test_rules_for_an_operation(call: str, values: dict[str, str], rules: str) -> None:
    assert rules_for_operation(
        bundled_catalogue(), operation(call), values=values
    ).rules == parse_rules(rules)


@pytest.mark.parametrize("value", ["*", "a*", "a b", "a\nb", "\u200b"])
def test_a_value_that_is_more_than_one_name_is_refused(value: str) -> None:
    with pytest.raises(RuleError, match="is not one name"):
        rules_for_operation(
            bundled_catalogue(), operation("GET /vps/x"), values={"serviceName": value}
        )


@settings(deadline=None)
@given(st.sampled_from(bundled_catalogue().operations))
def test_rules_for_an_operation_reach_it_and_say_when_they_reach_more(picked: Operation) -> None:
    chosen = rules_for_operation(bundled_catalogue(), picked)
    reached = reach(bundled_catalogue(), chosen.rules)
    assert picked in bundled_catalogue().operations_in(reached.bits | reached.gone)
    assert chosen.reached == len(reached)
    assert bool(chosen.sentence) is (chosen.reached > 1)


def test_rules_without_names_say_when_they_reach_more() -> None:
    live = [
        operation
        for operation in bundled_catalogue().operations
        if operation.parameters and not operation.is_gone(TODAY)
    ]
    picks = [
        rules_for_operation(bundled_catalogue(), operation, on=TODAY) for operation in live[::10]
    ]
    assert sum(bool(chosen.sentence) for chosen in picks) > 70


def test_everything_below_is_two_rules_with_a_count_of_their_own() -> None:
    rules = parse_rules("GET /domain/zone\nGET /vps/*")
    more = with_rules_below(bundled_catalogue(), rules)
    assert render_rules(more) == "GET /domain/zone\nGET /domain/zone/*\nGET /vps/*\n"
    before = reach(bundled_catalogue(), rules, on=TODAY)
    assert len(additional_reach(before, more, on=TODAY)) == 22
    assert len(additional_reach(reach(bundled_catalogue(), more, on=TODAY), rules, on=TODAY)) == 0


def test_each_row_knows_what_is_below_it() -> None:
    rows = [parse_rules(text) for text in ("GET,POST /domain/zone", "GET /vps/*", "PUT /x", "")]
    before = reach(bundled_catalogue(), [rule for row in rows for rule in row], on=TODAY)
    assert additional_counts_below(before, rows, on=TODAY) == [38, 0, 0, 0]


@settings(deadline=None)
@given(st.lists(st.sampled_from(bundled_catalogue().operations), max_size=3))
def test_additional_counts_below_agree_with_additional_reach(picked: list[Operation]) -> None:
    rows = [rules_for_operation(bundled_catalogue(), operation).rules[:1] for operation in picked]
    before = reach(bundled_catalogue(), [rule for row in rows for rule in row])
    taken = [
        len(additional_reach(before, with_rules_below(bundled_catalogue(), row))) for row in rows
    ]
    assert additional_counts_below(before, rows) == taken


def test_a_method_that_nothing_takes_gets_no_rule() -> None:
    rules = [AccessRule(method, "/domain/zone") for method in METHOD_SHORTHANDS["read-write"]]
    assert render_rules(with_rules_below(bundled_catalogue(), rules)) == (
        "GET /domain/zone\nGET,POST,PUT,DELETE /domain/zone/*\n"
    )


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/domain/zone/*/soa", "GET PUT"),
        ("/domain/zone", "GET"),
        ("/domain/zone/*", "GET POST PUT DELETE"),
        ("/iam/policy", "GET POST"),
        ("/nope", ""),
    ],
)
def test_the_methods_that_make_sense_are_offered(path: str, methods: str) -> None:
    assert " ".join(offered_methods(bundled_catalogue(), path, on=TODAY)) == methods


def test_the_shorthands_are_those_of_the_sdks() -> None:
    assert METHOD_SHORTHANDS["read"] == (Method.GET,)
    assert set(METHOD_SHORTHANDS["read-write"]) - set(
        METHOD_SHORTHANDS["read-write-without-delete"]
    ) == {Method.DELETE}


def test_child_routes_are_listed_step_by_step() -> None:
    top = {branch.path: branch for branch in child_routes(bundled_catalogue(), on=TODAY)}
    assert len(top) == len({operation.segments[0] for operation in bundled_catalogue().operations})
    assert (str(top["/vps"].label), top["/vps"].methods) == ("VPS", (Method.GET,))
    below = {
        branch.path: branch.total
        for branch in child_routes(bundled_catalogue(), "/domain", on=TODAY)
    }
    assert (below["/domain/zone"], below["/domain/*"]) == (51, 39)
    assert list(below)[-1] == "/domain/*"


def test_a_name_stands_where_a_parameter_is() -> None:
    (*_, parameter) = child_routes(bundled_catalogue(), "/domain/zone", on=TODAY)
    assert (parameter.path, str(parameter.label)) == ("/domain/zone/*", "{zoneName}")
    named = {
        branch.path
        for branch in child_routes(bundled_catalogue(), "/domain/zone/example.com", on=TODAY)
    }
    assert "/domain/zone/example.com/record" in named


def test_the_counts_of_the_tree_add_up() -> None:
    live = [
        operation for operation in bundled_catalogue().operations if not operation.is_gone(TODAY)
    ]
    assert sum(branch.total for branch in child_routes(bundled_catalogue(), on=TODAY)) == len(live)


@pytest.mark.parametrize("path", ["/nope", "//", "/domain//*", "/domain/zone/*/soa", "/vps/x/y"])
def test_an_unknown_path_has_no_child_routes(path: str) -> None:
    assert child_routes(bundled_catalogue(), path) == []
