"""IAM policies: made, read, and enforced for service accounts and local users."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import ovh
import pytest

from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld
from sandbox.quirks import Quirks
from tests.sandbox.conftest import ALICE, BOB, Attach, ClientMaker


def allowed(client: ovh.Client, path: str = "/me") -> bool:
    status: int = client.raw_call("GET", path).status_code
    return status == 200


def test_nothing_is_allowed_until_a_policy_says_so(account: ovh.Client, attach: Attach) -> None:
    assert account.get("/auth/details")["account"] == BOB
    assert not allowed(account)
    attach("account:apiovh:me/get")
    assert allowed(account)
    assert not allowed(account, "/me/api/credential")


def test_a_refusal_names_the_missing_action(account: ovh.Client) -> None:
    answer = account.raw_call("GET", "/me/api/credential").json()
    assert answer["message"] == "User not granted for this request"
    assert answer["details"] == {
        "unauthorizedActionsByAuthentication": "",
        "unauthorizedActionsByIAM": "account:apiovh:me/api/credential/get",
    }
    assert "errorCode" not in answer


@pytest.mark.parametrize(
    ("more", "granted"),
    [
        ({"permissions": {"allow": [{"action": "account:apiovh:me/*"}]}}, True),
        ({"permissions": {"allow": [{"action": "*get"}]}}, True),
        ({"permissions": {"allow": [{"action": "*"}], "except": [{"action": "*me/get"}]}}, False),
        ({"permissions": {"allow": [{"action": "*"}], "deny": [{"action": "*me/get"}]}}, False),
        (
            {
                "permissions": {"allow": []},
                "permissionsGroups": [{"urn": "urn:v1:eu:permissionsGroup:ovh:globalReadOnly"}],
            },
            True,
        ),
        ({"resource": "urn:v1:eu:resource:vps:*"}, False),
        ({"resource": "urn:v1:eu:resource:*"}, True),
        ({"expiredAt": "2020-01-01T00:00:00Z"}, False),
        ({"expiredAt": "2999-01-01T00:00:00Z"}, True),
        ({"conditions": {"operator": "MATCH", "values": {"request.IP.IN": "127.0.0.0/8"}}}, True),
        ({"conditions": {"operator": "MATCH", "values": {"request.IP": "192.0.2.1"}}}, False),
        ({"conditions": {"operator": "MATCH", "values": {"request.IP": "no address"}}}, False),
        ({"conditions": {"operator": "MATCH", "values": {"date(UTC).Date.AFTER": "2020"}}}, True),
        ({"conditions": {"operator": "MATCH", "values": {"resource.Name": "x"}}}, False),
        ({"conditions": {"operator": "MATCH", "values": {"date(X/Y).Date.AFTER": "2020"}}}, False),
        ({"conditions": {"operator": "NOT", "conditions": [{"operator": "MATCH"}]}}, False),
        (
            {
                "conditions": {
                    "operator": "NOT",
                    "conditions": [{"operator": "MATCH", "values": {"resource.Name": "x"}}],
                }
            },
            False,
        ),
    ],
)
def test_policies_grant_what_they_say(
    account: ovh.Client, attach: Attach, more: dict[str, Any], granted: bool
) -> None:
    attach("account:apiovh:me/get", **more)
    assert allowed(account) is granted


@pytest.mark.parametrize(("zone", "granted"), [("UTC", False), ("Asia/Tokyo", True)])
def test_hours_are_those_of_the_condition_s_own_zone(
    account: ovh.Client, attach: Attach, sandbox: Sandbox, zone: str, granted: bool
) -> None:
    sandbox.clock.set(datetime(2027, 6, 1, 23, 30, tzinfo=UTC).timestamp())
    hours = {f"date({zone}).Hour.LT": "09:00", f"date({zone}).WeekDay": "Wednesday"}
    attach("*", conditions={"operator": "MATCH", "values": hours})
    assert allowed(account) is granted


def test_deny_wins_over_another_policy(account: ovh.Client, attach: Attach) -> None:
    attach("*")
    attach(permissions={"deny": [{"action": "account:apiovh:me/get"}]})
    assert not allowed(account)


def test_lists_show_what_may_be_read(account: ovh.Client, attach: Attach) -> None:
    assert account.get("/domain/zone") == []
    attach("dnsZone:apiovh:get", resource="urn:v1:eu:resource:dnsZone:example.net")
    assert account.get("/domain/zone") == ["example.net"]
    assert allowed(account, "/domain/zone/example.net")
    assert not allowed(account, "/domain/zone/example.net/record")


def test_a_caller_can_ask_what_it_may_do(account: ovh.Client, attach: Attach) -> None:
    attach("dnsZone:apiovh:record/*", resource="urn:v1:eu:resource:dnsZone:example.net")
    urn = "urn:v1:eu:resource:dnsZone:example.net"
    actions = ["dnsZone:apiovh:record/get", "dnsZone:apiovh:refresh"]
    answer = account.post("/v2/iam/authorization/check", resourceURNs=[urn], actions=actions)
    assert answer == [
        {
            "resourceURN": urn,
            "authorizedActions": actions[:1],
            "unauthorizedActions": actions[1:],
        }
    ]
    one = account.post(f"/v2/iam/resource/{urn}/authorization/check", actions=actions)
    assert one["authorizedActions"] == actions[:1]
    assert [found["urn"] for found in account.get("/v2/iam/resource")] == [urn]


def test_references_are_open_to_every_caller(account: ovh.Client, admin: ovh.Client) -> None:
    assert "dnsZone" in account.get("/v2/iam/reference/resource/type")
    named = account.get("/v2/iam/reference/action?resourceType=dnsZone")
    assert {"dnsZone:apiovh:refresh"} < {one["action"] for one in named}
    group = "urn:v1:eu:permissionsGroup:ovh:globalReadOnly"
    read = admin.get(f"/v2/iam/permissionsGroup/{group}")
    assert read["permissions"]["allow"] == [{"action": "*get"}]


def test_a_local_user_needs_both_the_rule_and_the_policy(
    demo: DemoWorld, client_of: ClientMaker, sandbox: Sandbox
) -> None:
    key = demo.of("wide-open")[0]
    held = sandbox.world.credentials[key.credential_id]
    sandbox.world.keep(replace(held, user="deploy", allowed_ips=None))
    client = client_of(key)
    assert client.get("/auth/details")["identities"] == [f"urn:v1:eu:identity:user:{ALICE}/deploy"]
    with pytest.raises(ovh.exceptions.APIError, match="User not granted"):
        client.get("/me")


@pytest.mark.parametrize(
    ("spelling", "quirk", "granted"),
    [
        ("/v2/iam/policy", "both", True),
        ("/iam/policy", "both", True),
        ("/v2/iam/policy", "bare", False),
        ("/iam/policy", "prefixed", False),
    ],
)
def test_how_rules_spell_v2_routes_is_a_quirk(
    demo: DemoWorld,
    client_of: ClientMaker,
    sandbox: Sandbox,
    spelling: str,
    quirk: str,
    granted: bool,
) -> None:
    key = demo.of("wide-open")[0]
    held = sandbox.world.credentials[key.credential_id]
    sandbox.world.keep(replace(held, rules=(("GET", spelling),)))
    sandbox.quirks = Quirks(v2_rules=quirk)
    assert allowed(client_of(key), "/v2/iam/policy") is granted


def test_service_accounts_may_be_kept_from_keys(
    account: ovh.Client, attach: Attach, sandbox: Sandbox
) -> None:
    attach("*")
    assert allowed(account, "/me/api/credential")
    sandbox.quirks = Quirks(bearer_reads_keys=False)
    assert not allowed(account, "/me/api/credential")
