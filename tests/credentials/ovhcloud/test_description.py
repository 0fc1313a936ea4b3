"""Reading an endpoint's own description: all of it or nothing, and the last good one is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from credentials import ovhcloud, rights
from credentials.core import ApiError, NotAllowedError
from credentials.ovhcloud import (
    Limits,
    catalogue_of,
    catalogue_store,
    read_description,
)
from credentials.ovhcloud.catalogue_store import store_catalogue
from credentials.rights import Operation, Snapshot, SnapshotError, bundled_catalogue
from sandbox.server import Running
from tests.credentials.ovhcloud.client.scripted import Scripted, Sent, http, refusal

BRISK = Limits(attempts=2, backoff=0.001, backoff_ceiling=0.002, rate=0)
STATUS = {"value": "PRODUCTION", "description": "Stable"}
ME = {
    "apis": [
        {
            "path": "/me",
            "description": "Account",
            "operations": [
                {
                    "httpMethod": "GET",
                    "apiStatus": STATUS,
                    "description": " Get this\nobject ",
                    "noAuthentication": False,
                    "iamActions": [{"name": "account:apiovh:me/get", "required": True}],
                },
                {
                    "httpMethod": "PUT",
                    "apiStatus": {
                        "value": "DEPRECATED",
                        "deprecatedDate": "2026-01-01T00:00:00+01:00",
                        "deletionDate": "2027-01-01",
                        "replacement": "/you",
                    },
                    "iamActions": ["account:apiovh:me/edit"],
                },
                {"httpMethod": "OPTIONS", "apiStatus": STATUS},
            ],
        }
    ],
    "models": {},
}
EMPTY = {"apiVersion": "1.0", "resourcePath": "/products", "models": {}}
PAGES: dict[str, Any] = {
    "/1.0/": {"apis": [{"path": "/me"}, {"path": "/products"}], "basePath": "x"},
    "/1.0/me.json": ME,
    "/1.0/products.json": EMPTY,
    "/v2/": {"apis": [{"path": "/iam"}]},
    "/v2/iam.json": {"apis": [{"path": "/iam/policy", "operations": [{"httpMethod": "GET"}]}]},
}
json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["apis", "path", "operations", "httpMethod", "apiStatus", "iamActions"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    server = Scripted()
    yield server
    server.close()


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.VAR_DIR = tmp_path
    yield
    catalogue_store._catalogues.clear()


def serve(server: Scripted, **changed: bytes) -> None:
    """The description above, some of its pages changed."""

    def route(sent: Sent) -> bytes:
        return changed.get(sent.target) or (
            http(200, PAGES[sent.target]) if sent.target in PAGES else refusal(404, "No such url")
        )

    server.route = route


def read(server: Scripted) -> Snapshot:
    return read_description(server.endpoint, limits=BRISK).snapshot


def columns_of(operation: Operation) -> tuple[object, ...]:
    return (*map(str, (operation, operation.kind)), operation.version, operation.is_open,
            frozenset(operation.actions), operation.deprecated, operation.deletion,
            operation.replacement, operation.status)  # fmt: skip


def test_the_description_of_the_sandbox_is_the_bundled_catalogue(sandbox_server: Running) -> None:
    heard: dict[str, int] = {}
    endpoint = ovhcloud.endpoint("sandbox")
    snapshot = read_description(endpoint, limits=BRISK, report=heard.__setitem__).snapshot
    assert {columns_of(operation) for operation in snapshot.operations} == set(
        map(columns_of, bundled_catalogue().operations)
    )
    assert (len(heard), sum(heard.values())) == (84, 6624)
    assert (snapshot.endpoint, snapshot.taken) == ("sandbox", datetime.now(UTC).date())


def test_both_shapes_of_actions_and_sections_without_any_route_are_read(
    scripted: Scripted,
) -> None:
    serve(scripted)
    reading, editing, policies = read(scripted).operations
    assert (reading.actions, editing.actions) == (
        ("account:apiovh:me/get",),
        ("account:apiovh:me/edit",),
    )
    assert reading.description == "Get this object"
    assert (editing.deprecated, editing.deletion) == (date(2026, 1, 1), date(2027, 1, 1))
    assert (policies.version, policies.path, policies.actions) == ("v2", "/iam/policy", ())


def test_nothing_is_sent_that_tells_who_asks(scripted: Scripted) -> None:
    serve(scripted)
    read(scripted)
    assert scripted.targets() == [f"GET {path}" for path in PAGES]
    assert not any(name.startswith("x-ovh") for sent in scripted.sent for name in sent.headers)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "answer",
    [refusal(500), refusal(403), http(200, b"<html>"), http(200, []), http(200, {"apis": 3})],
    ids=["500", "403", "html", "list", "shape"],
)
def test_one_page_that_cannot_be_read_loses_the_whole_reading(
    scripted: Scripted, path: str, answer: bytes
) -> None:
    serve(scripted, **{path: answer})
    with pytest.raises((ApiError, SnapshotError)):
        read(scripted)


@pytest.mark.parametrize(
    "answer",
    [
        refusal(404, "Got an invalid (or empty) URL"),
        refusal(404, "This service does not exist"),
        http(404, b"<html>404 Not Found</html>"),
    ],
    ids=["url", "service", "page"],
)
def test_a_brand_without_a_second_branch_is_read_all_the_same(
    scripted: Scripted, answer: bytes
) -> None:
    serve(scripted, **{"/v2/": answer})
    brand = replace(scripted.endpoint, token_url="")
    read_of_brand = read_description(brand, limits=BRISK).snapshot
    assert [str(operation) for operation in read_of_brand.operations] == ["GET /me", "PUT /me"]
    with pytest.raises(ApiError):
        read(scripted)


def test_a_description_without_any_operation_is_none(scripted: Scripted) -> None:
    serve(scripted, **{"/1.0/me.json": http(200, EMPTY), "/v2/iam.json": http(200, EMPTY)})
    with pytest.raises(SnapshotError, match="no operation at all"):
        read(scripted)


@given(json_like)
def test_whatever_a_page_holds_it_is_read_or_refused(page: object) -> None:
    parsed: list[object] = []
    with suppress(SnapshotError):
        parsed += rights.schema_rows(page, "v1")
    with suppress(SnapshotError):
        parsed += rights.schema_sections(page)
    assert all(parsed)


@pytest.mark.parametrize("path", ["", "me", "/../etc", "/a b", "/" + "a" * 70, "//x", "/x?y", "/é"])
def test_a_section_that_would_lead_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(SnapshotError):
        rights.schema_sections({"apis": [{"path": path}]})


def snapshot(count: int, name: str = "sandbox") -> Snapshot:
    return Snapshot(name, date(2026, 11, 1), bundled_catalogue().operations[:count])


def test_an_endpoint_has_the_bundled_catalogue_until_it_was_read() -> None:
    assert catalogue_of("sandbox") is bundled_catalogue()
    store_catalogue(snapshot(6000))
    refreshed = catalogue_of("sandbox")
    assert (len(refreshed.operations), refreshed.taken) == (6000, date(2026, 11, 1))
    assert catalogue_of("sandbox") is refreshed
    assert catalogue_of("ovh-eu") is bundled_catalogue()


def test_far_less_than_before_is_refused_unless_it_is_wanted() -> None:
    with pytest.raises(NotAllowedError, match="10 operations, where 6624 are known"):
        store_catalogue(snapshot(10))
    assert catalogue_of("sandbox") is bundled_catalogue()
    store_catalogue(snapshot(10), anyway=True)
    assert len(catalogue_of("sandbox").operations) == 10


def test_a_damaged_file_is_no_reason_to_fail(caplog: pytest.LogCaptureFixture) -> None:
    store_catalogue(snapshot(6000)).write_bytes(b"damaged")
    assert catalogue_of("sandbox") is bundled_catalogue()
    assert "cannot be read; the bundled catalogue is used instead" in caplog.text


def test_a_name_of_an_endpoint_leads_to_no_other_folder(tmp_path: Path) -> None:
    file = store_catalogue(snapshot(6000, "../x/y"))
    assert file.parent == tmp_path / "catalogues"


def test_the_command_reads_and_keeps(sandbox_server: Running) -> None:
    output = StringIO()
    call_command("refresh_catalogue", "sandbox", stdout=output, verbosity=2)
    assert "  /v2/iam: 31\n" in output.getvalue()
    assert output.getvalue().endswith(f"6624 operations as of {datetime.now(UTC).date()}\n")
    assert catalogue_of("sandbox").taken == datetime.now(UTC).date()


def test_the_command_keeps_the_last_good_catalogue(sandbox_server: Running) -> None:
    content = store_catalogue(snapshot(6000)).read_bytes()
    sandbox_server.sandbox.faults.add("status=500 path=/zimbra.json")
    with pytest.raises(CommandError, match="sandbox: OVHcloud has a fault of its own"):
        call_command("refresh_catalogue", "sandbox")
    assert catalogue_store._file("sandbox").read_bytes() == content


def test_the_command_knows_no_endpoint_of_another_name() -> None:
    with pytest.raises(CommandError, match="No endpoint is called “nowhere”"):
        call_command("refresh_catalogue", "nowhere")
