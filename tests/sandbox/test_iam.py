"""IAM policies, enforced for service accounts and local users."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import ovh
import pytest

from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld
from sandbox.state.quirks import Quirks
from tests.sandbox.conftest import NIC_A, NIC_B, Attach, ClientMaker


def allowed(client: ovh.Client, path: str = "/me") -> bool:
    status: int = client.raw_call("GET", path).status_code
    return status == 200


def test_nothing_is_allowed_without_a_policy(service_account: ovh.Client, attach: Attach) -> None:
    assert service_account.get("/auth/details")["account"] == NIC_B
    assert not allowed(service_account)
    attach("account:apiovh:me/get")
    assert allowed(service_account)
    assert not allowed(service_account, "/me/api/credential")


def test_a_refusal_names_the_missing_action(service_account: ovh.Client) -> None:
    answer = service_account.raw_call("GET", "/me/api/credential").json()
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
def test_policies_grant_only_the_actions_they_name(
    service_account: ovh.Client, attach: Attach, more: dict[str, Any], granted: bool
) -> None:
    attach("account:apiovh:me/get", **more)
    assert allowed(service_account) is granted


@pytest.mark.parametrize(("zone", "granted"), [("UTC", False), ("Asia/Tokyo", True)])
def test_hours_are_in_the_time_zone_of_the_condition(
    service_account: ovh.Client, attach: Attach, sandbox: Sandbox, zone: str, granted: bool
) -> None:
    sandbox.clock.set(datetime(2027, 6, 1, 23, 30, tzinfo=UTC).timestamp())
    hours = {f"date({zone}).Hour.LT": "09:00", f"date({zone}).WeekDay": "Wednesday"}
    attach("*", conditions={"operator": "MATCH", "values": hours})
    assert allowed(service_account) is granted


def test_a_deny_overrides_another_policy(service_account: ovh.Client, attach: Attach) -> None:
    attach("*")
    attach(permissions={"deny": [{"action": "account:apiovh:me/get"}]})
    assert not allowed(service_account)


def test_lists_show_only_what_the_caller_may_read(
    service_account: ovh.Client, attach: Attach
) -> None:
    assert service_account.get("/domain/zone") == []
    attach("dnsZone:apiovh:get", resource="urn:v1:eu:resource:dnsZone:example.net")
    assert service_account.get("/domain/zone") == ["example.net"]
    assert allowed(service_account, "/domain/zone/example.net")
    assert not allowed(service_account, "/domain/zone/example.net/record")


def test_a_caller_can_check_its_own_authorizations(
    service_account: ovh.Client, attach: Attach
) -> None:
    attach("dnsZone:apiovh:record/*", resource="urn:v1:eu:resource:dnsZone:example.net")
    urn = "urn:v1:eu:resource:dnsZone:example.net"
    actions = ["dnsZone:apiovh:record/get", "dnsZone:apiovh:refresh"]
    answer = service_account.post(
        "/v2/iam/authorization/check", resourceURNs=[urn], actions=actions
    )
    assert answer == [
        {
            "resourceURN": urn,
            "authorizedActions": actions[:1],
            "unauthorizedActions": actions[1:],
        }
    ]
    single = service_account.post(f"/v2/iam/resource/{urn}/authorization/check", actions=actions)
    assert single["authorizedActions"] == actions[:1]
    assert [resource["urn"] for resource in service_account.get("/v2/iam/resource")] == [urn]


def test_references_are_open_to_every_caller(
    service_account: ovh.Client, admin: ovh.Client
) -> None:
    assert "dnsZone" in service_account.get("/v2/iam/reference/resource/type")
    reference = service_account.get("/v2/iam/reference/action?resourceType=dnsZone")
    assert {"dnsZone:apiovh:refresh"} < {entry["action"] for entry in reference}
    group = "urn:v1:eu:permissionsGroup:ovh:globalReadOnly"
    group_shape = admin.get(f"/v2/iam/permissionsGroup/{group}")
    assert group_shape["permissions"]["allow"] == [{"action": "*get"}]


def test_a_local_user_needs_both_the_rule_and_the_policy(
    demo: DemoWorld, client_of: ClientMaker, sandbox: Sandbox
) -> None:
    key = demo.of("wide-open")[0]
    credential = sandbox.world.credentials[key.credential_id]
    sandbox.world.keep(replace(credential, user="deploy", allowed_ips=None))
    client = client_of(key)
    assert client.get("/auth/details")["identities"] == [f"urn:v1:eu:identity:user:{NIC_A}/deploy"]
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
def test_a_quirk_decides_how_rules_spell_v2_routes(
    demo: DemoWorld,
    client_of: ClientMaker,
    sandbox: Sandbox,
    spelling: str,
    quirk: str,
    granted: bool,
) -> None:
    key = demo.of("wide-open")[0]
    credential = sandbox.world.credentials[key.credential_id]
    sandbox.world.keep(replace(credential, rules=(("GET", spelling),)))
    sandbox.quirks = Quirks(v2_rules=quirk)
    assert allowed(client_of(key), "/v2/iam/policy") is granted


def test_a_quirk_forbids_service_accounts_to_read_keys(
    service_account: ovh.Client, attach: Attach, sandbox: Sandbox
) -> None:
    attach("*")
    assert allowed(service_account, "/me/api/credential")
    sandbox.quirks = Quirks(bearer_reads_keys=False)
    assert not allowed(service_account, "/me/api/credential")
