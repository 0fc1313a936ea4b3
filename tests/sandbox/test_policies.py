"""IAM policies as objects: created, listed by cursors, replaced, deleted."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from typing import Any

import ovh
import pytest

from sandbox.app import Sandbox
from tests.sandbox.conftest import Attach


def encoded_cursor(content: object) -> str:
    """A cursor that the sandbox never gave."""
    return b64encode(json.dumps(content).encode()).decode()


def test_a_policy_is_listed_replaced_and_deleted(admin: ovh.Client, attach: Attach) -> None:
    created = attach("account:apiovh:me/get", description="a trial")
    assert created["createdAt"].endswith("Z")
    assert [policy["id"] for policy in admin.get("/v2/iam/policy")] == [created["id"]]
    path = f"/v2/iam/policy/{created['id']}"
    changed = {**created, "name": "other", "permissions": {"allow": []}}
    admin.put(path, **{name: value for name, value in changed.items() if value is not None})
    shape = admin.get(path)
    assert (shape["name"], shape["description"]) == ("other", "a trial")
    assert shape["permissions"]["allow"] == []
    admin.delete(path)
    assert admin.get("/v2/iam/policy") == []


def test_policies_are_paged_by_cursor(admin: ovh.Client, attach: Attach) -> None:
    expected = {attach("*")["id"] for _ in range(5)}
    listed: set[str] = set()
    cursor: dict[str, str] = {}
    for _ in range(3):
        answer = admin.raw_call(
            "GET", "/v2/iam/policy", headers={"X-Pagination-Size": "2"} | cursor
        )
        listed |= {policy["id"] for policy in answer.json()}
        cursor = {"X-Pagination-Cursor": answer.headers.get("X-Pagination-Cursor-Next", "")}
    assert listed == expected
    assert cursor == {"X-Pagination-Cursor": ""}


@pytest.mark.parametrize(
    ("path", "cursor", "cls"),
    [
        ("/v2/iam/policy", "nonsense", "Client::BadRequest::InvalidCursor"),
        ("/v2/iam/policy", encoded_cursor(["a", ""]), "Client::BadRequest::InvalidCursor"),
        ("/v2/iam/policy", encoded_cursor([-3, ""]), "Client::BadRequest::InvalidCursor"),
        ("/v2/iam/policy", encoded_cursor(7), "Client::BadRequest::InvalidCursor"),
        ("/v2/iam/policy?action=x", "", "Client::BadRequest::CursorParametersConflict"),
    ],
)
def test_an_invalid_cursor_is_refused(
    admin: ovh.Client, attach: Attach, path: str, cursor: str, cls: str
) -> None:
    attach("*")
    attach("*")
    first = admin.raw_call("GET", "/v2/iam/policy", headers={"X-Pagination-Size": "1"})
    sent = cursor or first.headers["X-Pagination-Cursor-Next"]
    answer = admin.raw_call("GET", path, headers={"X-Pagination-Cursor": sent})
    assert (answer.status_code, answer.json()["class"]) == (400, cls)


@pytest.mark.parametrize(
    ("more", "error_class"),
    [
        ({"resource": "*"}, "Client::BadRequest::INVALID_RESOURCE_URN"),
        ({"identities": ["alice"]}, "Client::BadRequest::INVALID_IDENTITY_URN"),
        ({"name": "ovh-own"}, "Client::BadRequest"),
        ({"name": 7}, "Client::BadRequest"),
        ({"permissions": None}, "Client::BadRequest"),
        ({"expiredAt": "tomorrow"}, "Client::BadRequest"),
    ],
)
def test_an_invalid_policy_is_refused(
    admin: ovh.Client, attach: Attach, more: dict[str, Any], error_class: str
) -> None:
    with pytest.raises(ovh.exceptions.BadParametersError) as refused:
        attach("*", **more)
    assert refused.value.response.json()["class"] == error_class
    assert admin.get("/v2/iam/policy") == []


def test_a_read_only_policy_cannot_be_deleted(
    admin: ovh.Client, attach: Attach, sandbox: Sandbox
) -> None:
    policy_id = attach("*")["id"]
    sandbox.world.keep(replace(sandbox.world.policies[policy_id], read_only=True))
    with pytest.raises(ovh.exceptions.Forbidden):
        admin.delete(f"/v2/iam/policy/{policy_id}")
