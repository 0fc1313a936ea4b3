"""The named calls, against the sandbox: what they answer and what the sandbox objects to."""

from __future__ import annotations

from datetime import UTC

import pytest

from credentials.core import (
    CredentialNotValid,
    CredentialState,
    InvalidApplicationKey,
    InvalidSignature,
    Method,
    NotFound,
    NotGranted,
    NotSignedIn,
    SecretFormatError,
    UnknownCredential,
)
from credentials.ovhcloud import Endpoint, OvhClient
from credentials.rights import AccessRule
from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.credentials.ovhcloud.client.conftest import BRISK, NIC_A, ClientMaker, keyed

RULES = (AccessRule(Method.GET, "/domain/zone"), AccessRule(Method.POST, "/domain/zone/*"))


def test_a_key_is_requested_pending_with_a_page_to_validate_it(
    alice: ClientMaker, endpoint: Endpoint, sandbox: Sandbox
) -> None:
    asked = alice().request_credential(
        RULES, redirection="https://example.com/back", allowed_ips=["192.0.2.0/24"]
    )
    assert asked.state == CredentialState.PENDING
    assert asked.validation_url.startswith(f"{endpoint.origin}/auth/?credentialToken=")
    credential = sandbox.world.credential_of_key(asked.consumer_key)
    assert credential is not None
    assert credential.rules == tuple((rule.method.value, rule.path) for rule in RULES)
    assert credential.allowed_ips == ("192.0.2.0/24",)
    assert asked.consumer_key not in repr(asked)


def test_a_pending_key_is_not_valid_yet(alice: ClientMaker) -> None:
    asked = alice().request_credential(RULES)
    with pytest.raises(CredentialNotValid, match="pending, refused, expired or revoked"):
        alice(consumer_key=asked.consumer_key).current_credential()


def test_a_key_knows_itself(alice: ClientMaker, demo: DemoWorld) -> None:
    credential = alice().current_credential()
    key = demo.management(NIC_A)
    assert (credential.credential_id, credential.application_id) == (
        key.credential_id,
        key.application_id,
    )
    assert credential.status is CredentialState.VALIDATED
    assert AccessRule(Method.GET, "/me/api/credential/*") in credential.rules
    assert credential.creation is not None
    assert credential.creation.tzinfo is UTC


def test_details_say_whose_the_key_is(alice: ClientMaker) -> None:
    details = alice().details()
    assert (details.account, details.method, details.user) == (NIC_A, "account", "")
    assert details.identities == (f"urn:v1:eu:identity:account:{NIC_A}",)


def test_objects_are_read_by_id(alice: ClientMaker, demo: DemoWorld) -> None:
    client, key = alice(), demo.management(NIC_A)
    assert client.credential(key.credential_id) == client.current_credential()
    application = client.application(key.application_id)
    assert application.application_key == key.application_key
    assert client.credential_application(key.credential_id) == application


def test_an_application_of_others_is_not_found_but_known_through_its_key(
    endpoint: Endpoint, demo: DemoWorld
) -> None:
    external = demo.of("external")[0]
    client = keyed(endpoint, demo.management(external.account))
    with pytest.raises(NotFound):
        client.application(external.application_id)
    application = client.credential_application(external.credential_id)
    assert application.application_id == external.application_id


def test_a_service_account_is_made_read_and_its_secret_shown_once(
    alice: ClientMaker, sandbox: Sandbox
) -> None:
    client = alice()
    made = client.create_oauth2_client(name="ci", description="builds")
    read = client.oauth2_client(made.client_id)
    assert (read.name, read.description, read.flow) == ("ci", "builds", "CLIENT_CREDENTIALS")
    assert read.identity.endswith(made.client_id)
    assert made.client_secret == sandbox.world.clients[made.client_id].secret
    assert made.client_secret not in repr(made)


def test_logging_out_ends_the_key(alice: ClientMaker) -> None:
    client = alice()
    client.logout()
    with pytest.raises(CredentialNotValid):
        client.details()


WRONG = [
    ("application_key", "0" * 16, InvalidApplicationKey, "does not know the application key"),
    ("application_secret", "0" * 32, InvalidSignature, "does not belong to this application key"),
    ("consumer_key", "0" * 32, UnknownCredential, "belongs to another application"),
]


@pytest.mark.parametrize(("value", "wrong", "kind", "part"), WRONG)
def test_a_wrong_value_of_the_triple_is_told_by_name(
    alice: ClientMaker, value: str, wrong: str, kind: type[Exception], part: str
) -> None:
    with pytest.raises(kind, match=part):
        alice(**{value: wrong}).current_credential()


def test_a_key_of_another_application_is_told_as_such(alice: ClientMaker, demo: DemoWorld) -> None:
    other = demo.management("bb22222-ovh")
    with pytest.raises(UnknownCredential):
        alice(consumer_key=other.consumer_key).current_credential()


def test_a_call_without_the_needed_keys_is_not_sent(alice: ClientMaker, sandbox: Sandbox) -> None:
    with pytest.raises(NotSignedIn, match="needs an application secret and a consumer key"):
        alice(consumer_key="").details()
    assert sandbox.record.count() == 0


@pytest.mark.parametrize("bad", ["with space", "line\nbreak", "é", "\ud800", "\0", "x" * 600])
@pytest.mark.parametrize("value", ["application_key", "application_secret", "consumer_key"])
def test_a_key_that_cannot_be_one_is_refused_before_anything_is_sent(
    alice: ClientMaker, value: str, bad: str
) -> None:
    with pytest.raises(SecretFormatError) as caught:
        alice(**{value: bad})
    assert bad not in str(caught.value)


def test_a_call_outside_the_rules_is_named(endpoint: Endpoint, demo: DemoWorld) -> None:
    with pytest.raises(NotGranted, match=r"do not allow GET /me/api/credential\.$"):
        keyed(endpoint, demo.of("validated")[-1]).credentials()


def test_a_client_shows_its_endpoint_and_the_start_of_its_key(alice: ClientMaker) -> None:
    client = alice(application_key="0a1b2c3d4e5f6071")
    assert repr(client) == "<OvhClient sandbox 0a1b…>"


def test_connections_are_kept_and_reused(alice: ClientMaker, running: Running) -> None:
    with alice() as client:
        for _ in range(5):
            client.details()
        assert len(running._server.connections) == 1


def test_the_sandbox_has_no_objection_to_the_calls(alice: ClientMaker, sandbox: Sandbox) -> None:
    client = alice()
    client.details()
    client.current_credential()
    client.request_credential(RULES)
    list(client.credentials())
    client.create_oauth2_client(name="ci", description="builds")
    client.logout()
    assert sandbox.record.objections == []
    assert {seen.matched_url for seen in sandbox.record.find("*", "/me/*")} == {"as sent"}


def test_a_client_for_unsigned_calls_needs_the_application_key_alone(
    endpoint: Endpoint, demo: DemoWorld
) -> None:
    client = OvhClient(
        endpoint, application_key=demo.management(NIC_A).application_key, limits=BRISK
    )
    assert client.request_credential(RULES).consumer_key
