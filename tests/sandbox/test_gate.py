"""Every authentication error of the API, and the reason for each."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import ovh
import pytest
import requests

from credentials.signing import sign
from sandbox.app import Sandbox
from sandbox.demo_world import DemoKey, DemoWorld
from sandbox.server import Running
from sandbox.state.quirks import Quirks
from tests.sandbox.conftest import NIC_A, ClientMaker
from tests.served import PATIENCE


def signed_headers(
    key: DemoKey, url: str, *, method: str = "GET", at: float = 0, sign_url: str = ""
) -> dict[str, str]:
    """The four headers of a signed call; ``sign_url`` when another URL is signed than sent."""
    timestamp = int(at or time.time())
    signature = sign(
        application_secret=key.application_secret,
        consumer_key=key.consumer_key,
        method=method,
        url=sign_url or url,
        body="",
        timestamp=timestamp,
    )
    return {
        "X-Ovh-Application": key.application_key,
        "X-Ovh-Consumer": key.consumer_key,
        "X-Ovh-Timestamp": str(timestamp),
        "X-Ovh-Signature": signature,
    }


def refusal(url: str, headers: Mapping[str, str] | None = None) -> tuple[int, str | None]:
    answer = requests.get(url, headers=dict(headers or {}), timeout=PATIENCE)
    assert answer.headers["X-Ovh-QueryID"].startswith("EU.sandbox-1.")
    return answer.status_code, answer.json().get("errorCode")


@pytest.fixture
def key(demo: DemoWorld) -> DemoKey:
    return demo.management(NIC_A)


def test_no_credentials_is_401(served: Running) -> None:
    answer = requests.get(f"{served.api_root}/me", timeout=PATIENCE)
    assert (answer.status_code, answer.json()["message"]) == (401, "You must login first")


def test_an_unknown_application_key_is_invalid(served: Running, key: DemoKey) -> None:
    url = f"{served.api_root}/me"
    headers = signed_headers(key, url) | {"X-Ovh-Application": "0123456789abcdef"}
    assert refusal(url, headers) == (403, "INVALID_KEY")


def test_an_unknown_consumer_key_does_not_exist(served: Running, key: DemoKey) -> None:
    url = f"{served.api_root}/me"
    headers = signed_headers(key, url) | {"X-Ovh-Consumer": "0" * 32}
    assert refusal(url, headers) == (403, "NOT_CREDENTIAL")


def test_the_consumer_key_of_another_application_does_not_exist(
    served: Running, key: DemoKey, demo: DemoWorld
) -> None:
    url = f"{served.api_root}/me"
    other = demo.of("wide-open")[0].consumer_key
    assert refusal(url, signed_headers(key, url) | {"X-Ovh-Consumer": other}) == (
        403,
        "NOT_CREDENTIAL",
    )


@pytest.mark.parametrize("seconds", [-600, -181, 181, 600])
def test_a_timestamp_outside_the_window_is_refused(
    served: Running, key: DemoKey, seconds: int
) -> None:
    url = f"{served.api_root}/me"
    headers = signed_headers(key, url, at=time.time() + seconds)
    assert refusal(url, headers) == (400, "QUERY_TIME_OUT")


def test_a_timestamp_inside_the_window_is_accepted(served: Running, key: DemoKey) -> None:
    url = f"{served.api_root}/me"
    assert requests.get(
        url, headers=signed_headers(key, url, at=time.time() - 170), timeout=PATIENCE
    ).ok


def test_the_secret_of_another_application_gives_a_wrong_signature(
    served: Running, client_of: ClientMaker, key: DemoKey, demo: DemoWorld
) -> None:
    client = client_of(key, application_secret=demo.of("wide-open")[0].application_secret)
    with pytest.raises(ovh.exceptions.BadParametersError, match="Invalid signature"):
        client.get("/me")


@pytest.mark.parametrize("kind", ["pending", "expired", "refused", "application-deleted"])
def test_a_key_that_is_not_valid_is_refused(
    demo: DemoWorld, client_of: ClientMaker, kind: str
) -> None:
    with pytest.raises(ovh.exceptions.InvalidCredential):
        client_of(demo.of(kind)[0]).get("/me")


def test_a_key_expires_with_the_clock(
    demo: DemoWorld, client_of: ClientMaker, sandbox: Sandbox
) -> None:
    key = demo.of("expires-soon")[0]
    sandbox.world.keep(_without_addresses(sandbox, key))
    assert client_of(key).get("/auth/currentCredential")["status"] == "validated"
    sandbox.clock.move(8 * 86_400)
    with pytest.raises(ovh.exceptions.InvalidCredential):
        client_of(key).get("/auth/currentCredential")


def test_a_call_from_another_address_is_refused(demo: DemoWorld, client_of: ClientMaker) -> None:
    with pytest.raises(ovh.exceptions.Forbidden):
        client_of(demo.of("wide-ip")[0]).get("/auth/currentCredential")


def test_rules_match_the_path_as_sent(demo: DemoWorld, client_of: ClientMaker) -> None:
    client = client_of(demo.management(NIC_A))
    assert client.get("/me")
    with pytest.raises(ovh.exceptions.NotGrantedCall):
        client.get("/me/")


def test_an_unknown_path_is_404(served: Running) -> None:
    answer = requests.get(f"{served.api_root}/nothing", timeout=PATIENCE)
    assert (answer.status_code, answer.json()["message"]) == (
        404,
        "Got an invalid (or empty) URL",
    )


@pytest.mark.parametrize(
    ("signed_url", "name"),
    [
        ("https://127.0.0.1{port}{path}", "as https"),
        ("http://127.0.0.1{path}", "without port"),
        ("https://127.0.0.1{path}", "as https without port"),
        ("https://eu.api.ovh.com{path}", "alias https://eu.api.ovh.com"),
    ],
)
def test_every_way_a_client_may_name_the_host_is_recognised(
    served: Running, key: DemoKey, signed_url: str, name: str
) -> None:
    served.sandbox.aliases = ("https://eu.api.ovh.com",)
    sign_url = signed_url.format(port=f":{served.port}", path="/1.0/me")
    url = f"{served.api_root}/me"
    assert requests.get(
        url, headers=signed_headers(key, url, sign_url=sign_url), timeout=PATIENCE
    ).ok
    assert [call.matched_url for call in served.sandbox.record.calls] == [name]


def test_a_path_signed_before_it_was_encoded_is_recognised(served: Running, key: DemoKey) -> None:
    url = f"{served.api_root}/me?name=%C3%A9%20t%C3%A9"
    headers = signed_headers(key, url, sign_url=f"{served.api_root}/me?name=é té")
    assert requests.get(url, headers=headers, timeout=PATIENCE).ok
    assert served.sandbox.record.calls[-1].matched_url == "as sent, decoded"


@pytest.mark.parametrize("prefix", ["/1.0", "/v1"])
def test_both_prefixes_of_the_first_version_answer(
    served: Running, key: DemoKey, prefix: str
) -> None:
    url = f"{served.url}{prefix}/me"
    assert (
        requests.get(url, headers=signed_headers(key, url), timeout=PATIENCE).json()["nichandle"]
        == NIC_A
    )


@pytest.mark.parametrize(
    ("shape", "present"),
    [
        ("both", {"class", "errorCode", "httpCode", "message"}),
        ("modern", {"class", "message"}),
        ("old", {"errorCode", "httpCode", "message"}),
    ],
)
def test_errors_come_in_either_shape(
    served: Running, key: DemoKey, shape: str, present: set[str]
) -> None:
    served.sandbox.quirks = Quirks(error_shape=shape)
    url = f"{served.api_root}/me"
    headers = signed_headers(key, url) | {"X-Ovh-Consumer": "0" * 32}
    body: dict[str, Any] = requests.get(url, headers=headers, timeout=PATIENCE).json()
    assert body.keys() == present


def test_the_order_of_the_checks_can_be_changed(served: Running, demo: DemoWorld) -> None:
    url = f"{served.api_root}/me"
    headers = signed_headers(demo.of("pending")[0], url, sign_url="http://example.com/")
    assert refusal(url, headers) == (400, "INVALID_SIGNATURE")
    order = ("application", "credential", "state", "time", "signature", "address", "rules", "iam")
    served.sandbox.quirks = Quirks(auth_order=order)
    assert refusal(url, headers) == (403, "INVALID_CREDENTIAL")


def _without_addresses(sandbox: Sandbox, key: DemoKey) -> Any:
    return replace(sandbox.world.credentials[key.credential_id], allowed_ips=None)
