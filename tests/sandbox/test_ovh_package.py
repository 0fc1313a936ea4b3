"""The PyPI ``ovh`` package does its whole job against the sandbox, unchanged."""

from __future__ import annotations

import ovh
import pytest

from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.sandbox.conftest import ALICE, ENDPOINT, ClientMaker
from tests.sandbox.people import Person


def test_a_key_is_requested_refused_while_pending_and_works_once_validated(
    demo: DemoWorld, served: Running, client_of: ClientMaker
) -> None:
    client = client_of(demo.management(ALICE), consumer_key="")
    request = client.new_consumer_key_request()
    request.add_rules(["GET"], "/me")
    asked = request.request("https://example.net/back?token=1")
    assert asked["state"] == "pendingValidation"
    with pytest.raises(ovh.exceptions.InvalidCredential):
        client.get("/me")

    answer = Person(served.url, ALICE).answer(asked["validationUrl"], "accept")

    assert answer.headers["Location"] == "https://example.net/back?token=1"
    assert client.get("/me")["nichandle"] == ALICE
    with pytest.raises(ovh.exceptions.NotGrantedCall):
        client.get("/me/api/credential")


def test_credentials_are_listed_read_and_deleted(demo: DemoWorld, alice: ovh.Client) -> None:
    doomed = demo.of("wide-open")[0].credential_id
    assert doomed in alice.get("/me/api/credential")
    assert alice.get(f"/me/api/credential/{doomed}")["status"] == "validated"
    assert alice.delete(f"/me/api/credential/{doomed}") is None
    assert doomed not in alice.get("/me/api/credential")
    with pytest.raises(ovh.exceptions.ResourceNotFoundError):
        alice.get(f"/me/api/credential/{doomed}")


def test_lists_can_be_narrowed_by_application_and_state(demo: DemoWorld, alice: ovh.Client) -> None:
    pending = demo.of("pending")[0]
    found = alice.get("/me/api/credential", applicationId=pending.application_id)
    assert found == [pending.credential_id]
    assert alice.get("/me/api/credential", status="pendingValidation") == [pending.credential_id]


def test_addresses_are_the_one_field_that_changes(demo: DemoWorld, alice: ovh.Client) -> None:
    path = f"/me/api/credential/{demo.of('unused')[0].credential_id}"
    assert alice.put(path, allowedIPs=["192.0.2.7", "192.0.2.7/32"], status="refused") is None
    read = alice.get(path)
    assert (read["allowedIPs"], read["status"]) == (["192.0.2.7/32"], "validated")


def test_logout_expires_the_key_that_asks(demo: DemoWorld, client_of: ClientMaker) -> None:
    key = demo.of("unused")[0]
    client = client_of(key)
    assert client.get("/auth/currentCredential")["credentialId"] == key.credential_id
    client.post("/auth/logout")
    with pytest.raises(ovh.exceptions.InvalidCredential):
        client.get("/auth/currentCredential")


def test_details_name_the_account_and_its_identity(alice: ovh.Client) -> None:
    details = alice.get("/auth/details")
    assert details["account"] == ALICE
    assert details["method"] == "account"
    assert details["identities"] == [f"urn:v1:eu:identity:account:{ALICE}"]
    assert {"method": "GET", "path": "/me"} in details["allowedRoutes"]


def test_deleting_an_application_kills_its_keys_which_stay_listed(
    demo: DemoWorld, alice: ovh.Client, client_of: ClientMaker
) -> None:
    doomed = demo.of("wide-open")[0]
    alice.delete(f"/me/api/application/{doomed.application_id}")
    with pytest.raises(ovh.exceptions.InvalidCredential):
        client_of(doomed).get("/me")
    assert doomed.application_id not in alice.get("/me/api/application")
    assert alice.get(f"/me/api/credential/{doomed.credential_id}")["status"] == "validated"
    with pytest.raises(ovh.exceptions.ResourceNotFoundError):
        alice.get(f"/me/api/credential/{doomed.credential_id}/application")


def test_the_application_of_a_stranger_is_only_known_through_the_key(
    demo: DemoWorld, client_of: ClientMaker
) -> None:
    key = demo.of("external")[0]
    client = client_of(demo.management(key.account))
    with pytest.raises(ovh.exceptions.ResourceNotFoundError):
        client.get(f"/me/api/application/{key.application_id}")
    found = client.get(f"/me/api/credential/{key.credential_id}/application")
    assert found["applicationKey"] == key.application_key


def test_service_accounts_sign_in_and_need_a_policy(
    demo: DemoWorld, served: Running, sandbox: Sandbox
) -> None:
    known = demo.clients[0]
    client = ovh.Client(ENDPOINT, client_id=known.client_id, client_secret=known.client_secret)
    assert client.get("/auth/details")["method"] == "oauth2_client_credentials"
    with pytest.raises(ovh.exceptions.APIError, match="User not granted for this request"):
        client.get("/me")


def test_a_client_is_made_read_changed_and_deleted(alice: ovh.Client) -> None:
    made = alice.post(
        "/me/api/oauth2/client", name="ci", description="builds", flow="CLIENT_CREDENTIALS"
    )
    path = f"/me/api/oauth2/client/{made['clientId']}"
    read = alice.get(path)
    assert read["identity"].endswith(f"{ALICE}/oauth2-{made['clientId']}")
    assert made["clientSecret"] not in str(read)
    alice.delete(path)
    assert made["clientId"] not in alice.get("/me/api/oauth2/client")


def test_nothing_that_the_package_does_is_objected_to(alice: ovh.Client, sandbox: Sandbox) -> None:
    for application in alice.get("/me/api/application"):
        alice.get(f"/me/api/application/{application}")
    assert sandbox.record.objections == []
    assert {seen.matched_url for seen in sandbox.record.find(path="/me/*")} == {"as sent"}
