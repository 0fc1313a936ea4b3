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
from tests.served import PATIENCE


def test_controls_switch_faults_move_the_clock_and_change_quirks(served: Running) -> None:
    controls = f"{served.url}/_sandbox"
    line = "status=503 path=/auth/time"
    assert requests.post(f"{controls}/faults", json={"add": [line]}, timeout=PATIENCE).json() == [
        line
    ]
    assert requests.get(f"{served.api_root}/auth/time", timeout=PATIENCE).status_code == 503
    assert requests.delete(f"{controls}/faults", timeout=PATIENCE).json() == []
    before = requests.get(f"{controls}/clock", timeout=PATIENCE).json()["now"]
    after = requests.post(f"{controls}/clock", json={"move": 3600}, timeout=PATIENCE).json()["now"]
    assert 3600 <= after - before < 3610
    quirks = requests.post(
        f"{controls}/quirks", json={"error_shape": "old"}, timeout=PATIENCE
    ).json()
    assert quirks["error_shape"] == "old"


def test_the_record_control_lists_calls_and_clears_them(served: Running) -> None:
    requests.get(f"{served.api_root}/me", timeout=PATIENCE)
    record = requests.get(f"{served.url}/_sandbox/record", timeout=PATIENCE).json()
    assert [(call["method"], call["path"], call["status"]) for call in record["calls"]] == [
        ("GET", "/me", 401)
    ]
    requests.delete(f"{served.url}/_sandbox/record", timeout=PATIENCE)
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
    answer = requests.post(f"{served.url}/_sandbox{path}", json=body, timeout=PATIENCE)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_controls_refuse_a_request_from_another_origin(served: Running) -> None:
    answer = requests.delete(
        f"{served.url}/_sandbox/record", headers={"Origin": "http://example.net"}, timeout=PATIENCE
    )
    assert answer.status_code == 403


def test_a_secret_outside_its_header_is_an_objection(
    served: Running, demo: DemoWorld, sandbox: Sandbox
) -> None:
    key = demo.management(NIC_A)
    requests.get(f"{served.api_root}/me?ck={key.consumer_key}", timeout=PATIENCE)
    headers = {"X-Note": key.application_secret, "X-Ovh-Signature": "$1$x"}
    requests.get(f"{served.api_root}/auth/time", headers=headers, timeout=PATIENCE)
    requests.post(f"{served.api_root}/x", json={"ak": key.application_key}, timeout=PATIENCE)
    account = demo.clients[0]
    pair = (account.client_id, account.client_secret)
    requests.get(f"{served.api_root}/me", auth=pair, timeout=PATIENCE)
    requests.post(f"{served.url}/oauth2/token", auth=pair, timeout=PATIENCE)
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
