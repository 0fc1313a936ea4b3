"""IAM policies as objects: made, listed by cursors, replaced, deleted."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from typing import Any

import ovh
import pytest

from sandbox.app import Sandbox
from tests.sandbox.conftest import Attach


def made_up(content: object) -> str:
    """A cursor that the sandbox never gave."""
    return b64encode(json.dumps(content).encode()).decode()


def test_a_policy_is_listed_replaced_and_deleted(admin: ovh.Client, attach: Attach) -> None:
    made = attach("account:apiovh:me/get", description="a trial")
    assert made["createdAt"].endswith("Z")
    assert [one["id"] for one in admin.get("/v2/iam/policy")] == [made["id"]]
    path = f"/v2/iam/policy/{made['id']}"
    changed = {**made, "name": "other", "permissions": {"allow": []}}
    admin.put(path, **{name: value for name, value in changed.items() if value is not None})
    read = admin.get(path)
    assert (read["name"], read["description"]) == ("other", "a trial")
    assert read["permissions"]["allow"] == []
    admin.delete(path)
    assert admin.get("/v2/iam/policy") == []


def test_policies_are_paged_by_cursor(admin: ovh.Client, attach: Attach) -> None:
    wanted = {attach("*")["id"] for _ in range(5)}
    seen: set[str] = set()
    cursor: dict[str, str] = {}
    for _ in range(3):
        answer = admin.raw_call(
            "GET", "/v2/iam/policy", headers={"X-Pagination-Size": "2"} | cursor
        )
        seen |= {one["id"] for one in answer.json()}
        cursor = {"X-Pagination-Cursor": answer.headers.get("X-Pagination-Cursor-Next", "")}
    assert seen == wanted
    assert cursor == {"X-Pagination-Cursor": ""}


@pytest.mark.parametrize(
    ("path", "cursor", "cls"),
    [
        ("/v2/iam/policy", "nonsense", "Client::BadRequest::InvalidCursor"),
        ("/v2/iam/policy", made_up(["a", ""]), "Client::BadRequest::InvalidCursor"),
        ("/v2/iam/policy", made_up([-3, ""]), "Client::BadRequest::InvalidCursor"),
        ("/v2/iam/policy", made_up(7), "Client::BadRequest::InvalidCursor"),
        ("/v2/iam/policy?action=x", "", "Client::BadRequest::CursorParametersConflict"),
    ],
)
def test_a_wrong_cursor_is_refused(
    admin: ovh.Client, attach: Attach, path: str, cursor: str, cls: str
) -> None:
    attach("*")
    attach("*")
    first = admin.raw_call("GET", "/v2/iam/policy", headers={"X-Pagination-Size": "1"})
    held = cursor or first.headers["X-Pagination-Cursor-Next"]
    answer = admin.raw_call("GET", path, headers={"X-Pagination-Cursor": held})
    assert (answer.status_code, answer.json()["class"]) == (400, cls)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"resource": "*"}, "Client::BadRequest::INVALID_RESOURCE_URN"),
        ({"identities": ["alice"]}, "Client::BadRequest::INVALID_IDENTITY_URN"),
        ({"name": "ovh-own"}, "Client::BadRequest"),
        ({"name": 7}, "Client::BadRequest"),
        ({"permissions": None}, "Client::BadRequest"),
        ({"expiredAt": "tomorrow"}, "Client::BadRequest"),
    ],
)
def test_what_is_no_policy_is_refused(
    admin: ovh.Client, attach: Attach, more: dict[str, Any], says: str
) -> None:
    with pytest.raises(ovh.exceptions.BadParametersError) as refused:
        attach("*", **more)
    assert refused.value.response.json()["class"] == says
    assert admin.get("/v2/iam/policy") == []


def test_a_read_only_policy_stays(admin: ovh.Client, attach: Attach, sandbox: Sandbox) -> None:
    made = attach("*")["id"]
    sandbox.world.keep(replace(sandbox.world.policies[made], read_only=True))
    with pytest.raises(ovh.exceptions.Forbidden):
        admin.delete(f"/v2/iam/policy/{made}")
