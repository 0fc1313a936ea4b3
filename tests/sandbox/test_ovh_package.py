"""Everything the PyPI package ``ovh`` does works against the sandbox."""

from __future__ import annotations

import ovh
import pytest

from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.sandbox.conftest import ENDPOINT, NIC_A, ClientMaker
from tests.sandbox.people import Person


def test_a_key_is_requested_refused_while_pending_and_works_once_validated(
    demo: DemoWorld, served: Running, client_of: ClientMaker
) -> None:
    client = client_of(demo.management(NIC_A), consumer_key="")
    request = client.new_consumer_key_request()
    request.add_rules(["GET"], "/me")
    key_request = request.request("https://example.net/back?token=1")
    assert key_request["state"] == "pendingValidation"
    with pytest.raises(ovh.exceptions.InvalidCredential):
        client.get("/me")

    answer = Person(served.url, NIC_A).answer(key_request["validationUrl"], "accept")

    assert answer.headers["Location"] == "https://example.net/back?token=1"
    assert client.get("/me")["nichandle"] == NIC_A
    with pytest.raises(ovh.exceptions.NotGrantedCall):
        client.get("/me/api/credential")


def test_credentials_are_listed_read_and_deleted(demo: DemoWorld, alice: ovh.Client) -> None:
    credential_id = demo.of("wide-open")[0].credential_id
    assert credential_id in alice.get("/me/api/credential")
    assert alice.get(f"/me/api/credential/{credential_id}")["status"] == "validated"
    assert alice.delete(f"/me/api/credential/{credential_id}") is None
    assert credential_id not in alice.get("/me/api/credential")
    with pytest.raises(ovh.exceptions.ResourceNotFoundError):
        alice.get(f"/me/api/credential/{credential_id}")


def test_lists_can_be_narrowed_by_application_and_state(demo: DemoWorld, alice: ovh.Client) -> None:
    pending = demo.of("pending")[0]
    listed = alice.get("/me/api/credential", applicationId=pending.application_id)
    assert listed == [pending.credential_id]
    assert alice.get("/me/api/credential", status="pendingValidation") == [pending.credential_id]


def test_allowed_ips_are_the_only_writable_field(demo: DemoWorld, alice: ovh.Client) -> None:
    path = f"/me/api/credential/{demo.of('unused')[0].credential_id}"
    assert alice.put(path, allowedIPs=["192.0.2.7", "192.0.2.7/32"], status="refused") is None
    shape = alice.get(path)
    assert (shape["allowedIPs"], shape["status"]) == (["192.0.2.7/32"], "validated")


def test_logout_expires_the_key_that_makes_the_call(
    demo: DemoWorld, client_of: ClientMaker
) -> None:
    key = demo.of("unused")[0]
    client = client_of(key)
    assert client.get("/auth/currentCredential")["credentialId"] == key.credential_id
    client.post("/auth/logout")
    with pytest.raises(ovh.exceptions.InvalidCredential):
        client.get("/auth/currentCredential")


def test_details_name_the_account_and_its_identity(alice: ovh.Client) -> None:
    details = alice.get("/auth/details")
    assert details["account"] == NIC_A
    assert details["method"] == "account"
    assert details["identities"] == [f"urn:v1:eu:identity:account:{NIC_A}"]
    assert {"method": "GET", "path": "/me"} in details["allowedRoutes"]


def test_keys_of_a_deleted_application_stop_working_and_stay_listed(
    demo: DemoWorld, alice: ovh.Client, client_of: ClientMaker
) -> None:
    key = demo.of("wide-open")[0]
    alice.delete(f"/me/api/application/{key.application_id}")
    with pytest.raises(ovh.exceptions.InvalidCredential):
        client_of(key).get("/me")
    assert key.application_id not in alice.get("/me/api/application")
    assert alice.get(f"/me/api/credential/{key.credential_id}")["status"] == "validated"
    with pytest.raises(ovh.exceptions.ResourceNotFoundError):
        alice.get(f"/me/api/credential/{key.credential_id}/application")


def test_a_foreign_application_is_only_readable_through_its_key(
    demo: DemoWorld, client_of: ClientMaker
) -> None:
    key = demo.of("external")[0]
    client = client_of(demo.management(key.account))
    with pytest.raises(ovh.exceptions.ResourceNotFoundError):
        client.get(f"/me/api/application/{key.application_id}")
    application = client.get(f"/me/api/credential/{key.credential_id}/application")
    assert application["applicationKey"] == key.application_key


def test_service_accounts_sign_in_and_need_a_policy(
    demo: DemoWorld, served: Running, sandbox: Sandbox
) -> None:
    demo_client = demo.clients[0]
    client = ovh.Client(
        ENDPOINT, client_id=demo_client.client_id, client_secret=demo_client.client_secret
    )
    assert client.get("/auth/details")["method"] == "oauth2_client_credentials"
    with pytest.raises(ovh.exceptions.APIError, match="User not granted for this request"):
        client.get("/me")


def test_a_client_is_made_read_changed_and_deleted(alice: ovh.Client) -> None:
    created = alice.post(
        "/me/api/oauth2/client", name="ci", description="builds", flow="CLIENT_CREDENTIALS"
    )
    path = f"/me/api/oauth2/client/{created['clientId']}"
    shape = alice.get(path)
    assert shape["identity"].endswith(f"{NIC_A}/oauth2-{created['clientId']}")
    assert created["clientSecret"] not in str(shape)
    alice.delete(path)
    assert created["clientId"] not in alice.get("/me/api/oauth2/client")


def test_calls_of_the_package_raise_no_objection(alice: ovh.Client, sandbox: Sandbox) -> None:
    for application in alice.get("/me/api/application"):
        alice.get(f"/me/api/application/{application}")
    assert sandbox.record.objections == []
    assert {call.matched_url for call in sandbox.record.find(path="/me/*")} == {"as sent"}
