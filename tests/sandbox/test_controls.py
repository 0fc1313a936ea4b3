"""The controls over HTTP, and the objections in the record."""

from __future__ import annotations

import ovh
import pytest
import requests

from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from sandbox.state.call_record import FairUse
from tests.sandbox.conftest import NIC_A


def test_controls_switch_faults_move_the_clock_and_change_quirks(served: Running) -> None:
    controls = f"{served.url}/_sandbox"
    line = "status=503 path=/auth/time"
    assert requests.post(f"{controls}/faults", json={"add": [line]}, timeout=5).json() == [line]
    assert requests.get(f"{served.api_root}/auth/time", timeout=5).status_code == 503
    assert requests.delete(f"{controls}/faults", timeout=5).json() == []
    before = requests.get(f"{controls}/clock", timeout=5).json()["now"]
    after = requests.post(f"{controls}/clock", json={"move": 3600}, timeout=5).json()["now"]
    assert 3600 <= after - before < 3610
    quirks = requests.post(f"{controls}/quirks", json={"error_shape": "old"}, timeout=5).json()
    assert quirks["error_shape"] == "old"


def test_the_record_control_lists_calls_and_clears_them(served: Running) -> None:
    requests.get(f"{served.api_root}/me", timeout=5)
    record = requests.get(f"{served.url}/_sandbox/record", timeout=5).json()
    assert [(call["method"], call["path"], call["status"]) for call in record["calls"]] == [
        ("GET", "/me", 401)
    ]
    requests.delete(f"{served.url}/_sandbox/record", timeout=5)
    assert served.sandbox.record.count() == 0


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/faults", {"add": ["nonsense"]}, 400),
        ("/faults", {}, 400),
        ("/quirks", {"nonsense": 1}, 400),
        ("/nonsense", {}, 404),
    ],
)
def test_an_invalid_control_request_returns_an_error(
    served: Running, path: str, body: dict[str, object], status: int
) -> None:
    answer = requests.post(f"{served.url}/_sandbox{path}", json=body, timeout=5)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_controls_refuse_a_request_from_another_origin(served: Running) -> None:
    answer = requests.delete(
        f"{served.url}/_sandbox/record", headers={"Origin": "http://example.net"}, timeout=5
    )
    assert answer.status_code == 403


def test_a_secret_outside_its_header_is_an_objection(
    served: Running, demo: DemoWorld, sandbox: Sandbox
) -> None:
    key = demo.management(NIC_A)
    requests.get(f"{served.api_root}/me?ck={key.consumer_key}", timeout=5)
    headers = {"X-Note": key.application_secret, "X-Ovh-Signature": "$1$x"}
    requests.get(f"{served.api_root}/auth/time", headers=headers, timeout=5)
    requests.post(f"{served.api_root}/x", json={"ak": key.application_key}, timeout=5)
    account = demo.clients[0]
    pair = (account.client_id, account.client_secret)
    requests.get(f"{served.api_root}/me", auth=pair, timeout=5)
    requests.post(f"{served.url}/oauth2/token", auth=pair, timeout=5)
    assert [objection.kind for objection in sandbox.record.objections] == [
        "consumer key on the wire",
        "signed-time",
        "application secret on the wire",
        "application key on the wire",
        "client secret on the wire",
    ]
    assert key.consumer_key not in str(sandbox.record.objections)


def test_a_burst_is_an_objection_and_fair_use_is_not(alice: ovh.Client, sandbox: Sandbox) -> None:
    sandbox.record.fair_use = FairUse(rate=1, burst=20)
    for _ in range(20):
        alice.get("/me")
    assert sandbox.record.objections == []
    for _ in range(2):
        alice.get("/me")
    assert [objection.kind for objection in sandbox.record.objections] == ["burst"]
