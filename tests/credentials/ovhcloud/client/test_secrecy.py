"""No secret leaves the client: not in an error, its traceback, a repr, a log line or an address."""

from __future__ import annotations

import logging
import pickle
import traceback
from collections.abc import Iterator
from contextlib import suppress

import pytest

from credentials.core import ApiError, InvalidSignature, Method
from credentials.ovhcloud import BearerClient, Endpoint, OvhClient
from credentials.rights import AccessRule
from sandbox.app import Sandbox
from sandbox.demo_world import DemoKey, DemoWorld
from tests.credentials.ovhcloud.client.conftest import (
    BRISK,
    CONSUMER_KEY,
    NIC_A,
    SECRET,
    ClientMaker,
)
from tests.credentials.ovhcloud.client.scripted import Scripted, http, refusal

# Not spelled out below: a traceback quotes the lines of this file too.
PLANTED, WRONG = "planted0in0the0body0000000000001", "planted0wrong0value0000000000001"
FAULTS = [
    "status=400",
    "status=401",
    "status=403",
    "status=404",
    "status=429",
    "status=500",
    "html",
    "truncate=20",
    "reset=0",
    "hang=1",
]


@pytest.fixture
def key(demo: DemoWorld) -> DemoKey:
    return demo.management(NIC_A)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_that_repeats_every_secret_is_not_repeated(
    alice: ClientMaker,
    sandbox: Sandbox,
    key: DemoKey,
    caplog: pytest.LogCaptureFixture,
    fault: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    sandbox.faults.add("echo")
    sandbox.faults.add(f"{fault} path=/me/*")
    with pytest.raises(ApiError) as caught:
        alice().create_oauth2_client(name="ci", description=PLANTED)
    seen = _everything(caught.value) + caplog.text
    for secret in (key.application_key, key.application_secret, key.consumer_key, PLANTED):
        assert secret not in seen


@pytest.mark.parametrize("value", ["application_key", "application_secret", "consumer_key"])
def test_a_wrong_value_is_not_repeated_either(
    alice: ClientMaker, sandbox: Sandbox, value: str
) -> None:
    sandbox.faults.add("echo")
    with pytest.raises(ApiError) as caught:
        alice(**{value: WRONG}).details()
    assert WRONG not in _everything(caught.value)


@pytest.mark.parametrize("secret", [SECRET, CONSUMER_KEY, "0a1b2c3d4e5f6071"])
def test_a_secret_where_a_name_should_be_is_dropped(
    ask: ClientMaker, scripted: Scripted, secret: str
) -> None:
    body = {
        "message": secret,
        "errorCode": secret.upper(),
        "class": f"Client::Forbidden::x{secret}",
        "details": {"unauthorizedActionsByIAM": f"vps:apiovh:get,{secret}"},
    }
    scripted.answers = [http(403, body, {"X-Ovh-QueryID": f"EU.{secret}"})]
    with pytest.raises(ApiError) as caught:
        ask().details()
    assert secret not in _everything(caught.value)


def test_no_error_leads_to_the_request_that_failed(ask: ClientMaker, scripted: Scripted) -> None:
    scripted.answers = [lambda connection: connection.close()]
    with pytest.raises(ApiError) as caught:
        ask().details()
    chain = list(_chain(caught.value))
    assert {type(error).__module__.partition(".")[0] for error in chain} == {"credentials"}
    assert not any(hasattr(error, "request") for error in chain)


def test_frames_of_a_failure_show_no_secret_in_their_variables(
    ask: ClientMaker, scripted: Scripted
) -> None:
    scripted.answers = [refusal(400, "Invalid signature")]
    with pytest.raises(InvalidSignature) as caught:
        ask().details()
    frames = traceback.walk_tb(caught.value.__traceback__)
    ours = [frame for frame, _ in frames if "/credentials/client/" in frame.f_code.co_filename]
    values = repr([frame.f_locals for frame in ours if "/tests/" not in frame.f_code.co_filename])
    assert SECRET not in values
    assert CONSUMER_KEY not in values


def test_a_token_and_a_client_secret_are_kept_back_too(
    demo: DemoWorld, endpoint: Endpoint, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    account = demo.clients[0]
    bearer = BearerClient(
        endpoint, client_id=account.client_id, client_secret=account.client_secret, limits=BRISK
    )
    bearer.details()
    sandbox.faults.add("echo")
    sandbox.faults.add("status=403 path=/auth/details")
    with pytest.raises(ApiError) as caught:
        bearer.details()
    seen = _everything(caught.value) + caplog.text + repr(vars(bearer))
    assert account.client_secret not in seen
    assert not any(token in seen for token in sandbox.world.tokens)


def test_a_line_is_logged_for_each_call_without_its_query(
    alice: ClientMaker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="keydesk.client")
    list(alice().credentials(application_id=917004))
    lines = [record.getMessage() for record in caplog.records if record.name == "keydesk.client"]
    assert lines[0].startswith("GET /auth/time 200 ")
    assert lines[1].startswith("GET /me/api/credential 200 ")
    assert " ms EU.sandbox-1." in lines[1]
    assert "917004" not in "".join(lines)


def test_a_call_without_answer_is_logged_with_its_failure(
    ask: ClientMaker, scripted: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="keydesk.client")
    scripted.answers = [http(200, b"x", {"Content-Encoding": "br"})]
    with pytest.raises(ApiError):
        ask().logout()
    assert "POST /auth/logout encoded" in caplog.text


def test_headers_that_cannot_be_parsed_are_not_logged(
    ask: ClientMaker, scripted: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    head = f"HTTP/1.1 200 OK\r\n\xe9: {PLANTED}\r\nX-Next: {PLANTED}\r\nContent-Length: 1\r\n\r\n1"
    scripted.answers = [head.encode("latin-1")]
    with suppress(ApiError):
        ask().details()
    assert len(scripted.sent) >= 1
    assert PLANTED not in caplog.text


def test_a_sentence_holds_plain_values_alone(ask: ClientMaker, scripted: Scripted) -> None:
    for answer in (refusal(403, "not granted"), http(503, b""), http(200, b"<")):
        scripted.answers = [answer]
        with pytest.raises(ApiError) as caught:
            ask().create_oauth2_client(name="ci", description=PLANTED)
        values = caught.value.sentence.values.values()
        assert {type(value) for value in values} <= {str, int, float}


def test_reprs_of_a_client_and_its_parts_show_no_key(ask: ClientMaker, scripted: Scripted) -> None:
    client = ask()
    parts = [client, *vars(client).values(), *vars(client._session).values()]
    text = repr(parts)
    for secret in (SECRET, CONSUMER_KEY, "0a1b2c3d4e5f6071"):
        assert secret not in text


def test_a_request_body_is_not_in_the_repr_of_a_call(alice: ClientMaker) -> None:
    client: OvhClient = alice()
    asked = client.request_credential([AccessRule(Method.GET, "/me")])
    with pytest.raises(ApiError) as caught:
        alice(consumer_key=asked.consumer_key).details()
    assert asked.consumer_key not in _everything(caught.value)


def _everything(error: BaseException) -> str:
    """All that a page, a log or an error report could print of an error."""
    parts = [text for exception in _chain(error) for text in traceback.format_exception(exception)]
    parts += [repr(exception) + repr(vars(exception)) for exception in _chain(error)]
    return "".join(parts) + repr(pickle.dumps([str(exception) for exception in _chain(error)]))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
