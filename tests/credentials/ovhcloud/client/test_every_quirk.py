"""Whatever the answers to the open questions are, the client does its whole job."""

from __future__ import annotations

from dataclasses import fields

import pytest

from credentials.core import CredentialState, Method
from credentials.ovhcloud import BearerClient, Deleted, Endpoint
from credentials.rights import AccessRule
from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld
from sandbox.state.quirks import Quirks, change
from tests.credentials.ovhcloud.client.conftest import BRISK, NIC_A, ClientMaker
from tests.credentials.ovhcloud.client.many_keys import limits_of
from tests.sandbox.people import Person

LATE = "application,credential,address,state,signature,time,rules,iam"
#: The answers that are not the default.
OTHERWISE = {
    "auth_order": [LATE],
    "timestamp_window": ["20"],
    "error_shape": ["modern", "old"],
    "unknown_credential": ["INVALID_CREDENTIAL"],
    "v2_rules": ["prefixed", "both"],
    "middle_star": ["segment"],
    "most_rules": ["1"],
    "pending_lifetime": ["60"],
    "list_unclaimed": ["yes"],
    "deleted_application": ["INVALID_KEY"],
    "foreign_address": ["NOT_GRANTED_CALL"],
    "account_addresses": ["127.0.0.0/8"],
    "prefilled_words": ["yes"],
    "refusal_redirects": ["no"],
    "redirect_query": ["?credentialToken=x"],
    "bearer_reads_keys": ["no"],
    "without_action": ["granted"],
    "ended_bearer": ["INVALID_CREDENTIAL"],
    "put_needs_all_fields": ["yes"],
    "batch_cap": ["10"],
    "batch_keys": ["no"],
    "batch_error": ["text"],
    "batch_all_failed": ["404"],
    "broken_page": ["omit"],
    "page_cache": ["0"],
    "page_filter": ["ignored", "refused"],
    "cursor_size": ["2"],
    "token_lifetime": ["120"],
    "log_reads": ["yes"],
    "log_refused": ["yes"],
    "log_order": ["newest"],
    "log_days": ["30"],
}
CASES = [(name, text) for name, texts in OTHERWISE.items() for text in texts]


def test_no_quirk_is_left_out() -> None:
    assert OTHERWISE.keys() == {field.name for field in fields(Quirks)}


@pytest.fixture
def quirk(sandbox: Sandbox, request: pytest.FixtureRequest) -> None:
    name, text = request.param
    sandbox.quirks = change(sandbox.quirks, {name: text})


@pytest.mark.parametrize("quirk", CASES, ids=str, indirect=True)
@pytest.mark.usefixtures("quirk")
def test_a_key_is_asked_for_used_and_taken_back(
    alice: ClientMaker, endpoint: Endpoint, sandbox: Sandbox
) -> None:
    asked = alice().request_credential(
        [AccessRule(Method.GET, "/me/*/application")], redirection="https://example.com/back"
    )
    Person(endpoint.origin, NIC_A).answer(asked.validation_url, "accept")
    made = alice(consumer_key=asked.consumer_key)
    current = made.current_credential()
    assert current.status is CredentialState.VALIDATED
    assert alice().delete_credential(current.credential_id) is Deleted.DONE
    assert alice().delete_credential(current.credential_id) is Deleted.GONE_ALREADY


@pytest.mark.parametrize("quirk", CASES, ids=str, indirect=True)
@pytest.mark.usefixtures("quirk")
def test_every_key_is_listed_and_one_that_is_forbidden_is_told(
    alice: ClientMaker, demo: DemoWorld, sandbox: Sandbox
) -> None:
    bad = demo.of("unused")[0].credential_id
    sandbox.faults.add(f"forbid={bad}")
    wanted = {credential.id for credential in demo.world.credentials_of(NIC_A)}
    for switch in ("", "no-pages", "no-batch"):
        if switch:
            sandbox.faults.add(switch)
        reads = {read.id: read for read in alice(limits_of()).credentials()}
        assert reads.keys() - wanted == set()
        assert wanted <= reads.keys() | {bad}
        assert {key for key, read in reads.items() if read.error} <= {bad}


@pytest.mark.parametrize("quirk", CASES, ids=str, indirect=True)
@pytest.mark.usefixtures("quirk")
def test_a_service_account_renews_its_token(
    demo: DemoWorld, endpoint: Endpoint, sandbox: Sandbox
) -> None:
    account = demo.clients[0]
    bearer = BearerClient(
        endpoint, client_id=account.client_id, client_secret=account.client_secret, limits=BRISK
    )
    assert bearer.details().account == NIC_A
    sandbox.clock.move(7200)
    assert bearer.details().account == NIC_A
