"""What a form for a change of the second branch is filled with: only what may be sent."""

from __future__ import annotations

import json

from credentials.rights import (
    HIDDEN,
    Parameter,
    Place,
    Shape,
    bundled_catalogue,
    operation_detail,
)
from dashboard.pages.target_state import target_values


def body_of(call: str) -> tuple[Parameter, ...]:
    operation = bundled_catalogue().operation_at(*call.split())
    assert operation is not None
    return operation_detail(operation).placed(Place.BODY)


def test_the_present_values_are_as_they_are_typed() -> None:
    answer = {
        "name": "dns",
        "identities": ["a", "b"],
        "permissions": {"allow": [{"action": "x", "readOnly": True}], "unknown": 1},
        "createdAt": "2026-01-01",
    }
    values, masked = target_values(body_of("PUT /v2/iam/policy/x"), answer)
    assert (values["name"], values["identities"]) == ("dns", "a\nb")
    assert json.loads(values["permissions"]) == {"allow": [{"action": "x"}]}
    assert "createdAt" not in values
    assert masked == []


def test_the_target_counts_before_the_state() -> None:
    size = Parameter("size", Place.BODY, "long", Shape.NUMBER)
    answer = {"id": 1, "currentState": {"size": 1}, "targetSpec": {"size": 2}}
    assert target_values([size], answer) == ({"size": "2"}, [])


def test_what_is_masked_is_named_and_not_filled_in() -> None:
    secret = Parameter("password", Place.BODY, "password", Shape.TEXT)
    assert target_values([secret], {"password": HIDDEN}) == ({}, ["password"])


def test_an_answer_of_another_shape_fills_nothing() -> None:
    answers: list[object] = [None, [], "text", {"targetSpec": "text"}]
    for answer in answers:
        assert target_values(body_of("PUT /v2/iam/policy/x"), answer) == ({}, [])
