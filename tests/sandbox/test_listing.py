"""Batches and pages of objects, with their headers."""

from __future__ import annotations

from typing import Any

import ovh
import pytest

from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld, build_world
from sandbox.quirks import Quirks

CREDENTIALS = "/me/api/credential"


@pytest.fixture
def demo() -> DemoWorld:
    return build_world(credentials=60, applications=10)


def batch(client: ovh.Client, ids: list[Any]) -> Any:
    path = f"{CREDENTIALS}/{','.join(map(str, ids))}"
    return client.raw_call("GET", path, headers={"X-Ovh-Batch": ","})


def page(client: ovh.Client, path: str = CREDENTIALS, **headers: str) -> Any:
    named = {f"X-Pagination-{name.replace('_', '-')}": value for name, value in headers.items()}
    mode = {"X-Pagination-Mode": "CachedObjectList-Pages"}
    if "pragma" in headers:
        named = {"Pragma": headers["pragma"]}
    return client.raw_call("GET", path, headers=mode | named)


def test_a_batch_reads_several_and_one_failure_fails_no_other(
    alice: ovh.Client, demo: DemoWorld
) -> None:
    known = demo.of("unused")[0].credential_id
    answer = batch(alice, [known, 7]).json()
    assert [element["key"] for element in answer] == [str(known), "7"]
    assert answer[0]["value"]["credentialId"] == known
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


def test_batch_errors_may_be_text_and_all_may_fail(alice: ovh.Client, sandbox: Sandbox) -> None:
    sandbox.quirks = Quirks(batch_error="text", batch_all_failed=404)
    assert batch(alice, [7, 8]).status_code == 404
    known = alice.get(CREDENTIALS)[0]
    assert isinstance(batch(alice, [known, 8]).json()[1]["error"], str)


def test_pages_give_whole_objects_and_count_them(alice: ovh.Client) -> None:
    ids = alice.get(CREDENTIALS)
    answer = page(alice, Number="2", Size="50")
    assert [one["credentialId"] for one in answer.json()] == ids[50:]
    assert answer.headers["X-Pagination-Elements"] == "60"
    assert answer.headers["X-Pagination-Number"] == "2"


def test_pages_can_be_sorted(alice: ovh.Client) -> None:
    answer = page(alice, Size="60", Sort="credentialId", Sort_Order="DESC").json()
    assert [one["credentialId"] for one in answer] == sorted(alice.get(CREDENTIALS), reverse=True)


@pytest.mark.parametrize(
    ("clause", "field", "wanted"),
    [
        ("status:eq=refused", "status", {"refused"}),
        ("status:in=refused,expired", "status", {"refused", "expired"}),
        ("status:like=%25valid%25", "status", {"validated", "pendingValidation"}),
        ("status:ne=validated&status:nlike=%25pend%25", "status", {"refused", "expired"}),
    ],
)
def test_pages_can_be_filtered(
    alice: ovh.Client, clause: str, field: str, wanted: set[str]
) -> None:
    found = page(alice, Size="60", Filter=clause).json()
    assert {one[field] for one in found} == wanted


def test_lists_of_applications_and_clients_have_pages_too(alice: ovh.Client) -> None:
    names = [one["name"] for one in page(alice, "/me/api/application").json()]
    assert "certbot" in names
    assert page(alice, "/me/api/oauth2/client").json()[0]["name"] == "dns-automation"


def test_pages_are_stale_until_asked_not_to_be(alice: ovh.Client, demo: DemoWorld) -> None:
    before = page(alice).headers["X-Pagination-Elements"]
    alice.delete(f"{CREDENTIALS}/{demo.of('unused')[0].credential_id}")
    assert page(alice).headers["X-Pagination-Elements"] == before
    assert page(alice, pragma="no-cache").headers["X-Pagination-Elements"] == str(int(before) - 1)


def test_pages_of_a_list_narrowed_by_its_query(alice: ovh.Client) -> None:
    found = page(alice, f"{CREDENTIALS}?status=pendingValidation").json()
    assert [one["status"] for one in found] == ["pendingValidation"]
