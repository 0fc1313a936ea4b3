"""Batches and pages of objects, with their headers."""

from __future__ import annotations

from typing import Any

import ovh
import pytest

from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld, build_world
from sandbox.state.quirks import Quirks

CREDENTIALS = "/me/api/credential"


@pytest.fixture
def demo() -> DemoWorld:
    return build_world(credentials=60, applications=10)


def batch(client: ovh.Client, ids: list[Any]) -> Any:
    path = f"{CREDENTIALS}/{','.join(map(str, ids))}"
    return client.raw_call("GET", path, headers={"X-Ovh-Batch": ","})


def page(client: ovh.Client, path: str = CREDENTIALS, **headers: str) -> Any:
    pagination = {
        f"X-Pagination-{name.replace('_', '-')}": value for name, value in headers.items()
    }
    mode = {"X-Pagination-Mode": "CachedObjectList-Pages"}
    if "pragma" in headers:
        pagination = {"Pragma": headers["pragma"]}
    return client.raw_call("GET", path, headers=mode | pagination)


def test_a_batch_reads_several_objects_and_reports_each_failure(
    alice: ovh.Client, demo: DemoWorld
) -> None:
    credential_id = demo.of("unused")[0].credential_id
    answer = batch(alice, [credential_id, 7]).json()
    assert [element["key"] for element in answer] == [str(credential_id), "7"]
    assert answer[0]["value"]["credentialId"] == credential_id
    assert answer[0]["error"] is None
    assert answer[1]["value"] is None
    assert answer[1]["error"]["class"] == "Client::NotFound"


def test_a_batch_has_fifty_ids_at_most(alice: ovh.Client) -> None:
    ids = alice.get(CREDENTIALS)
    assert len(batch(alice, ids[:50]).json()) == 50
    assert batch(alice, ids[:51]).status_code == 400


def test_without_the_header_a_comma_is_part_of_the_id(alice: ovh.Client) -> None:
    with pytest.raises(ovh.exceptions.ResourceNotFoundError):
        alice.get(f"{CREDENTIALS}/1,2")


def test_quirks_make_batch_errors_text_and_failed_batches_404(
    alice: ovh.Client, sandbox: Sandbox
) -> None:
    sandbox.quirks = Quirks(batch_error="text", batch_all_failed=404)
    assert batch(alice, [7, 8]).status_code == 404
    credential_id = alice.get(CREDENTIALS)[0]
    assert isinstance(batch(alice, [credential_id, 8]).json()[1]["error"], str)


def test_pages_hold_complete_objects_and_their_count(alice: ovh.Client) -> None:
    ids = alice.get(CREDENTIALS)
    answer = page(alice, Number="2", Size="50")
    assert [item["credentialId"] for item in answer.json()] == ids[50:]
    assert answer.headers["X-Pagination-Elements"] == "60"
    assert answer.headers["X-Pagination-Number"] == "2"


def test_pages_can_be_sorted(alice: ovh.Client) -> None:
    answer = page(alice, Size="60", Sort="credentialId", Sort_Order="DESC").json()
    assert [item["credentialId"] for item in answer] == sorted(alice.get(CREDENTIALS), reverse=True)


@pytest.mark.parametrize(
    ("clause", "field", "expected"),
    [
        ("status:eq=refused", "status", {"refused"}),
        ("status:in=refused,expired", "status", {"refused", "expired"}),
        ("status:like=%25valid%25", "status", {"validated", "pendingValidation"}),
        ("status:ne=validated&status:nlike=%25pend%25", "status", {"refused", "expired"}),
    ],
)
def test_pages_can_be_filtered(
    alice: ovh.Client, clause: str, field: str, expected: set[str]
) -> None:
    listed = page(alice, Size="60", Filter=clause).json()
    assert {item[field] for item in listed} == expected


def test_lists_of_applications_and_clients_have_pages_too(alice: ovh.Client) -> None:
    names = [application["name"] for application in page(alice, "/me/api/application").json()]
    assert "certbot" in names
    assert page(alice, "/me/api/oauth2/client").json()[0]["name"] == "dns-automation"


def test_pages_are_cached_unless_the_request_forbids_it(alice: ovh.Client, demo: DemoWorld) -> None:
    before = page(alice).headers["X-Pagination-Elements"]
    alice.delete(f"{CREDENTIALS}/{demo.of('unused')[0].credential_id}")
    assert page(alice).headers["X-Pagination-Elements"] == before
    assert page(alice, pragma="no-cache").headers["X-Pagination-Elements"] == str(int(before) - 1)


def test_pages_respect_the_query_of_the_list(alice: ovh.Client) -> None:
    listed = page(alice, f"{CREDENTIALS}?status=pendingValidation").json()
    assert [item["status"] for item in listed] == ["pendingValidation"]
