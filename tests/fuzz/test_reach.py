"""What rules reach agrees with the rules themselves, call by call, whatever they are."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date
from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from credentials.core import Method
from credentials.rights import (
    AccessRule,
    Catalogue,
    Operation,
    OperationKind,
    Snapshot,
    bundled_catalogue,
    granting_rule,
    normalise_rules,
    reach,
)
from tests.fuzz.examples import MANY

GET = Method.GET
TODAY = date(2026, 11, 23)


def operation(path: str, *, version: str = "v1", method: Method = GET) -> Operation:
    return Operation(version, path, method, OperationKind.READ, "PRODUCTION")


SMALL = Catalogue(
    Snapshot(
        "small",
        TODAY,
        tuple(
            operation(path, version=version)
            for version, path in [
                ("v1", "/a"), ("v1", "/a/{x}"), ("v1", "/a/b"), ("v1", "/a/b/{y}"),
                ("v1", "/a/{x}/b"), ("v1", "/a/{x}/{y}"), ("v1", "/ab/{x}/a/{y}"), ("v1", "/b"),
                ("v1", "/{x}"), ("v1", "/b/ba"), ("v2", "/a/a"), ("v2", "/b/{x}"), ("v2", "/aa"),
            ]
        ),
    )
)  # fmt: skip
PATHS = st.text("ab/*", max_size=9).map("/".__add__) | st.text("ab/*", max_size=7).map(
    "/v2/".__add__
)
RULES = st.builds(AccessRule, st.just(GET), PATHS)


def paths_of(catalogue: Catalogue, bits: int) -> set[str]:
    return {f"{operation.version} {operation.path}" for operation in catalogue.operations_in(bits)}


def values(rule: AccessRule) -> set[str]:
    """Names that a parameter might have for the rule to cover it, and one it does not know."""
    values = {"z"}
    for segment in rule.path.split("/"):
        pieces = segment.split("*")
        for start in range(len(pieces)):
            for stop in range(start + 1, len(pieces) + 1):
                joined = "z".join(pieces[start:stop])
                values.update((joined, f"z{joined}", f"{joined}z", f"z{joined}z"))
    return {value for value in values if value}


def calls(operation: Operation, names: set[str]) -> Iterator[str]:
    """Calls of an operation, none of which is a call of a route beside it."""
    choices = []
    for place, segment in enumerate(operation.segments):
        node = SMALL.tree.shaped(operation.segments[:place])
        assert node is not None
        choices.append(sorted(names - set(node.routes)) if segment == "{}" else [segment])
    for chosen in product(*choices):
        path = "/" + "/".join(chosen)
        yield from (path, f"{path}/")


def granted(rule: AccessRule, operation: Operation) -> bool:
    """Whether the rule grants a call of the operation, tried call by call."""
    prefix = "/v2" if operation.version == "v2" else ""
    return any(
        granting_rule([rule], "GET", prefix + call) for call in calls(operation, values(rule))
    )


@MANY
@given(RULES)
@example(AccessRule(GET, "/*/b"))
@example(AccessRule(GET, "/a*b*"))
@example(AccessRule(GET, "/a/b/"))
@example(AccessRule(GET, "/*v2*a"))
def test_reach_agrees_with_the_rules_call_by_call(rule: AccessRule) -> None:
    expected = {
        f"{operation.version} {operation.path}"
        for operation in SMALL.operations
        if granted(rule, operation)
    }
    assert paths_of(SMALL, SMALL.bits([rule])) == expected


@MANY
@given(st.lists(RULES, max_size=6))
def test_normalised_rules_reach_the_same(rules: list[AccessRule]) -> None:
    assert SMALL.bits(normalise_rules(rules)) == SMALL.bits(rules)


@MANY
@given(st.lists(RULES, max_size=4), st.lists(RULES, max_size=4))
def test_more_rules_never_reach_less(rules: list[AccessRule], more: list[AccessRule]) -> None:
    assert SMALL.bits(rules) & ~SMALL.bits([*rules, *more]) == 0


@MANY
@given(st.lists(RULES, max_size=4))
def test_what_rules_are_meant_for_they_can_reach(rules: list[AccessRule]) -> None:
    meant = reach(SMALL, rules)
    assert meant.bits & ~SMALL.bits(rules) == 0
    assert meant.bits | meant.further == SMALL.bits(rules)


def rules_like_real_ones(chance: random.Random) -> list[AccessRule]:
    """Rules made from real routes: parameters as names or stars, parts cut off or starred."""
    rules = []
    for operation in chance.choices(bundled_catalogue().operations, k=chance.randint(1, 8)):
        path = re.sub(
            r"\{\w+\}", lambda _: chance.choice(["*", "example.com", "7"]), operation.path
        )
        start = path.split("/")[: chance.randint(2, 9)]
        rules.append(
            AccessRule(operation.method, "/".join(start) + chance.choice(["", "", "/*", "*"]))
        )
    return rules


@MANY
@given(st.integers())
def test_what_is_granted_is_reached_on_the_real_api(seed: int) -> None:
    chance = random.Random(seed)
    rules = rules_like_real_ones(chance)
    reached = bundled_catalogue().bits(rules)
    for number in chance.sample(range(len(bundled_catalogue().operations)), k=60):
        operation = bundled_catalogue().operations[number]
        path = re.sub(r"\{\w+\}", "example.com", operation.path)
        prefix = "/v2" if operation.version == "v2" else ""
        assert not granting_rule(rules, operation.method, prefix + path) or reached >> number & 1
