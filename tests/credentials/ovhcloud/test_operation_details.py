"""What operations take and answer is read from the endpoint with the list of them, and kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from credentials import ovhcloud, rights
from credentials.core import Method
from credentials.ovhcloud import Limits, catalogue_store, operation_detail_of, store_description
from credentials.ovhcloud.description import Description
from credentials.rights import Operation, Place, Shape, Snapshot, bundled_catalogue
from tests.credentials.ovhcloud.client.scripted import Scripted, Sent, http, refusal

BRISK = Limits(attempts=1, rate=0)
THING = {
    "apis": [
        {
            "path": "/me/thing",
            "operations": [
                {
                    "httpMethod": "POST",
                    "apiStatus": {"value": "PRODUCTION"},
                    "parameters": [
                        {"paramType": "query", "name": "kind", "dataType": "me.Kind"},
                        {"paramType": "body", "dataType": "me.Thing", "required": True},
                    ],
                    "responseType": "me.Thing[]",
                }
            ],
        },
        {
            "path": "/me/api/credential/{credentialId}",
            "operations": [
                {
                    "httpMethod": "GET",
                    "apiStatus": {"value": "PRODUCTION"},
                    "parameters": [
                        {
                            "paramType": "path",
                            "name": "credentialId",
                            "dataType": "long",
                            "required": True,
                        }
                    ],
                    "responseType": "api.Credential",
                }
            ],
        },
    ],
    "models": {
        "me.Kind": {"enum": ["a", "b"], "enumType": "string"},
        "me.Thing": {
            "properties": {
                "name": {"type": "string", "required": True},
                "made": {"type": "datetime", "readOnly": True},
                "pin": {"type": "password", "canBeNull": True},
            }
        },
    },
}
PAGES = {
    "/1.0/": {"apis": [{"path": "/me"}]},
    "/1.0/me.json": THING,
    "/v2/": {"apis": [{"path": "/iam"}]},
    "/v2/iam.json": {"apis": [], "models": {}},
}
json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["apis", "path", "operations", "parameters", "models", "properties", "enum",
                 "paramType", "dataType", "name", "type", "responseType"]
            ),
            inner | st.sampled_from(["path", "body", "a.B"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.VAR_DIR = tmp_path
    yield
    catalogue_store._catalogues.clear()


@pytest.fixture
def description() -> Iterator[Description]:
    server = Scripted()

    def route(sent: Sent) -> bytes:
        known = sent.target in PAGES
        return http(200, PAGES[sent.target]) if known else refusal(404, "No such url")

    server.route = route
    yield ovhcloud.read_description(server.endpoint, limits=BRISK)
    server.close()


def operation(description: Description, method: Method, path: str) -> Operation:
    every = description.snapshot.operations
    return next(each for each in every if (each.method, each.path) == (method, path))


def test_a_new_operation_has_the_fields_that_the_endpoint_describes(
    description: Description,
) -> None:
    store_description(description, anyway=True)
    detail = operation_detail_of("scripted", operation(description, Method.POST, "/me/thing"))
    (kind,) = detail.placed(Place.QUERY)
    assert (kind.shape, kind.values) == (Shape.CHOICE, ("a", "b"))
    assert [field.name for field in detail.placed(Place.BODY)] == ["name", "pin"]
    assert [field.is_secret for field in detail.placed(Place.BODY)] == [False, True]
    assert [field.path for field in detail.sensitive] == ["[].pin"]
    assert detail.section == "/me"


def test_what_the_description_does_not_say_is_kept(description: Description) -> None:
    known = operation(description, Method.GET, "/me/api/credential/{credentialId}")
    store_description(description, anyway=True)
    (credential,) = operation_detail_of("scripted", known).placed(Place.PATH)
    assert credential.values_from == "/me/api/credential"


def test_an_operation_that_was_not_described_is_looked_up_in_the_bundled_archive(
    description: Description,
) -> None:
    store_description(description, anyway=True)
    zone = bundled_catalogue().operation_at("GET", "/domain/zone/x")
    assert zone is not None
    assert operation_detail_of("scripted", zone).is_described


def test_a_damaged_archive_is_no_reason_to_fail(
    description: Description, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store_description(description, anyway=True)
    (tmp_path / "catalogues" / "scripted.zip").write_bytes(b"damaged")
    me = bundled_catalogue().operation_at("GET", "/me")
    assert me is not None
    assert operation_detail_of("scripted", me).is_described
    assert "the bundled description is used instead" in caplog.text


def test_a_description_without_types_leaves_what_was_known() -> None:
    snapshot = Snapshot("scripted", date(2026, 11, 1), bundled_catalogue().operations)
    store_description(Description(snapshot, b""))
    me = bundled_catalogue().operation_at("PUT", "/me")
    assert me is not None
    assert operation_detail_of("scripted", me) == rights.operation_detail(me)


@given(json_like)
def test_whatever_a_section_holds_it_is_described_or_left(section: object) -> None:
    assert isinstance(rights.described_section(section, "v1", "/me"), str)
