"""What an operation takes and answers, as the console shows it."""

from __future__ import annotations

import tracemalloc

import pytest

from credentials.core import Method
from credentials.rights import (
    Operation,
    OperationDetail,
    OperationKind,
    Place,
    Shape,
    bundled_catalogue,
    operation_detail,
)


def detail(call: str) -> OperationDetail:
    method, _, path = call.partition(" ")
    operation = bundled_catalogue().operation_at(method, path)
    assert operation is not None
    return operation_detail(operation)


def names(given: OperationDetail, place: Place) -> list[str]:
    return [parameter.name for parameter in given.placed(place)]


def test_every_operation_of_the_catalogue_is_described() -> None:
    described = map(operation_detail, bundled_catalogue().operations)
    assert all(given.is_described for given in described)


def test_every_placeholder_is_a_parameter_of_the_path() -> None:
    for operation in bundled_catalogue().operations:
        given = names(operation_detail(operation), Place.PATH)
        assert sorted(given) == sorted(operation.parameters), str(operation)


def test_parameters_say_where_they_go_and_how_they_are_typed() -> None:
    record = detail("POST /domain/zone/example.com/record")
    assert names(record, Place.PATH) == ["zoneName"]
    assert record.placed(Place.PATH)[0].values_from == "/domain/zone"
    shapes = {given.name: given.shape for given in record.placed(Place.BODY)}
    assert shapes["fieldType"] is Shape.CHOICE
    assert shapes["ttl"] is Shape.NUMBER
    assert record.response == "domain.zone.Record"


def test_fields_that_are_only_read_are_no_part_of_a_body() -> None:
    record = detail("PUT /domain/zone/example.com/record/1")
    assert "id" not in names(record, Place.BODY)
    assert "target" in names(record, Place.BODY)


def test_an_object_within_an_object_has_its_fields_and_one_within_itself_ends() -> None:
    policy = detail("POST /v2/iam/policy")
    body = {given.name: given for given in policy.placed(Place.BODY)}
    assert [inner.name for inner in body["permissions"].fields] == ["allow", "deny", "except"]
    within = {inner.name: inner for inner in body["conditions"].fields}
    assert within["conditions"].fields == ()


def test_lists_of_the_second_branch_have_a_cursor() -> None:
    assert detail("GET /v2/iam/policy").has_cursor
    assert not detail("GET /me").has_cursor


def test_what_changes_a_thing_of_the_second_branch_replaces_its_target() -> None:
    assert detail("PUT /v2/iam/policy/1").has_target
    assert not detail("PUT /domain/zone/example.com/record/1").has_target


def test_secrets_of_answers_and_bodies_are_known() -> None:
    client = detail("POST /me/api/oauth2/client")
    assert [(known.path, known.kind) for known in client.sensitive] == [("clientSecret", "secret")]
    password = detail("POST /email/domain/example.com/account")
    assert [given.name for given in password.placed(Place.BODY) if given.is_secret] == ["password"]


def test_an_operation_without_description_is_described_by_its_path() -> None:
    unknown = Operation("v1", "/new/{name}/thing", Method.POST, OperationKind.CREATE, "BETA")
    given = operation_detail(unknown)
    assert not given.is_described
    assert names(given, Place.PATH) == ["name"]
    assert [body.shape for body in given.placed(Place.BODY)] == [Shape.JSON]


@pytest.mark.parametrize("call", ["GET /me", "GET /cloud/project", "GET /telephony"])
def test_a_section_takes_little_memory(call: str) -> None:
    detail("GET /vps")
    tracemalloc.start()
    detail(call)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8_000_000
