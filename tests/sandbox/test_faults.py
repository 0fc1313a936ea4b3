"""The effect of each kind of fault."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import ovh
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from sandbox.state.fault import Fault, FaultKind, parse
from sandbox.state.fault_switches import FaultSwitches
from sandbox.state.quirks import Quirks
from tests.served import PATIENCE

CREDENTIALS = "/me/api/credential"
PAGES = {"X-Pagination-Mode": "CachedObjectList-Pages", "X-Pagination-Size": "3"}


def get(served: Running, path: str = "/auth/time", **options: Any) -> requests.Response:
    return requests.get(f"{served.api_root}{path}", timeout=PATIENCE, **options)


def seconds_of(action: Callable[[], object]) -> float:
    started = time.monotonic()
    action()
    return time.monotonic() - started


def test_latency_delays_every_answer(served: Running, sandbox: Sandbox) -> None:
    sandbox.faults.add("latency=60 jitter=10")
    assert seconds_of(lambda: get(served)) >= 0.05


def test_latency_can_grow_with_the_number_of_objects(
    served: Running, sandbox: Sandbox, alice: ovh.Client
) -> None:
    assert alice.time_delta < 5
    sandbox.faults.add("latency=1 object=20")
    assert seconds_of(lambda: alice.raw_call("GET", CREDENTIALS, headers=PAGES)) >= 0.06


@pytest.mark.parametrize("wait", ["", "7"])
def test_calls_beyond_the_rate_limit_are_429(
    served: Running, sandbox: Sandbox, alice: ovh.Client, wait: str
) -> None:
    sandbox.faults.add("rate-limit=2 path=/me*" + (f" retry-after={wait}" if wait else ""))
    statuses = [alice.raw_call("GET", "/me").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert alice.raw_call("GET", "/me").headers.get("Retry-After", "") == wait
    sandbox.clock.move(61)
    assert get(served, "/me").status_code == 401


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_the_status_fault_answers_an_error_status(
    served: Running, sandbox: Sandbox, status: int
) -> None:
    sandbox.faults.add(f"status={status} retry-after=3 path=/auth/time method=get count=1")
    answer = get(served)
    assert (answer.status_code, answer.headers["Retry-After"]) == (status, "3")
    assert "class" in answer.json()
    assert get(served).ok


def test_408_is_a_web_page(served: Running, sandbox: Sandbox) -> None:
    sandbox.faults.add("status=408")
    assert get(served).headers["Content-Type"].startswith("text/html")


def test_the_html_fault_answers_a_web_page(served: Running, sandbox: Sandbox) -> None:
    sandbox.faults.add("html=502 after=1 count=1")
    assert [get(served).status_code for _ in range(3)] == [200, 502, 200]


def test_the_truncate_fault_cuts_the_body(
    served: Running, sandbox: Sandbox, alice: ovh.Client
) -> None:
    assert alice.time_delta < 5
    sandbox.faults.add("truncate path=/me")
    with pytest.raises(ovh.exceptions.InvalidResponse):
        alice.get("/me")


def test_the_empty_fault_removes_the_body(served: Running, sandbox: Sandbox) -> None:
    sandbox.faults.add("empty")
    assert get(served).content == b""


def test_the_huge_fault_sends_a_large_body(served: Running, sandbox: Sandbox) -> None:
    sandbox.faults.add("huge=3000000")
    assert len(get(served).content) == 3_000_000


def test_the_drip_fault_sends_the_body_slowly(served: Running, sandbox: Sandbox) -> None:
    sandbox.faults.add("drip=10")
    assert seconds_of(lambda: get(served)) >= 0.09


def test_the_hang_fault_sends_no_answer(served: Running, sandbox: Sandbox) -> None:
    sandbox.faults.add("hang=30")
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(f"{served.api_root}/auth/time", timeout=0.1)


def test_the_hang_fault_closes_the_connection_after_its_delay(
    served: Running, sandbox: Sandbox
) -> None:
    sandbox.faults.add("hang=0.05")
    with pytest.raises(requests.exceptions.ConnectionError):
        get(served)


def test_the_reset_fault_resets_after_the_work_is_done(
    served: Running, sandbox: Sandbox, alice: ovh.Client, demo: DemoWorld
) -> None:
    credential_id = demo.of("unused")[0].credential_id
    assert alice.time_delta < 5
    sandbox.faults.add("reset=0 method=DELETE")
    with pytest.raises(ovh.exceptions.HTTPError):
        alice.delete(f"{CREDENTIALS}/{credential_id}")
    assert credential_id not in sandbox.world.credentials


def test_the_status_fault_can_come_after_the_work_is_done(
    sandbox: Sandbox, alice: ovh.Client, demo: DemoWorld
) -> None:
    credential_id = demo.of("unused")[0].credential_id
    sandbox.faults.add("status=504 method=DELETE when=after")
    with pytest.raises(ovh.exceptions.APIError):
        alice.delete(f"{CREDENTIALS}/{credential_id}")
    assert credential_id not in sandbox.world.credentials


def test_clock_skew_moves_the_clock_that_timestamps_are_checked_by(
    sandbox: Sandbox, alice: ovh.Client
) -> None:
    sandbox.faults.add("clock-skew=600")
    assert abs(alice.get("/auth/time", _need_auth=False) - time.time() - 600) < 5
    assert alice.get("/me")


def test_wrong_time_makes_signed_calls_out_of_time(sandbox: Sandbox, alice: ovh.Client) -> None:
    sandbox.faults.add("wrong-time=600")
    with pytest.raises(ovh.exceptions.BadParametersError, match="Query out of time"):
        alice.get("/me")


def test_the_forbid_fault_refuses_an_object_alone_and_in_a_batch(
    sandbox: Sandbox, alice: ovh.Client, demo: DemoWorld
) -> None:
    ids = alice.get(CREDENTIALS)
    sandbox.faults.add(f"forbid={ids[1]}")
    with pytest.raises(ovh.exceptions.NotGrantedCall):
        alice.get(f"{CREDENTIALS}/{ids[1]}")
    path = f"{CREDENTIALS}/{ids[0]},{ids[1]}"
    elements = alice.raw_call("GET", path, headers={"X-Ovh-Batch": ","}).json()
    assert [element["error"] is None for element in elements] == [True, False]


@pytest.mark.parametrize(("quirk", "status", "length"), [("fail", 403, 0), ("omit", 200, 2)])
def test_a_quirk_decides_on_a_page_with_a_forbidden_object(
    sandbox: Sandbox, alice: ovh.Client, quirk: str, status: int, length: int
) -> None:
    sandbox.quirks = Quirks(broken_page=quirk)
    sandbox.faults.add(f"forbid={alice.get(CREDENTIALS)[1]}")
    answer = alice.raw_call("GET", CREDENTIALS, headers=PAGES)
    assert answer.status_code == status
    assert status != 200 or len(answer.json()) == length


def test_the_vanish_fault_deletes_a_key_between_list_and_read(
    sandbox: Sandbox, alice: ovh.Client
) -> None:
    sandbox.faults.add(f"vanish path={CREDENTIALS}/* count=1")
    ids = alice.get(CREDENTIALS)
    with pytest.raises(ovh.exceptions.ResourceNotFoundError):
        alice.get(f"{CREDENTIALS}/{ids[-1]}")
    assert alice.get(CREDENTIALS) == ids[:-1]


def test_the_shift_fault_removes_the_first_object_between_pages(
    sandbox: Sandbox, alice: ovh.Client
) -> None:
    ids = alice.get(CREDENTIALS)
    sandbox.faults.add("shift")
    pages = [
        alice.raw_call("GET", CREDENTIALS, headers=PAGES | {"X-Pagination-Number": number})
        for number in ("1", "2")
    ]
    listed = [item["credentialId"] for page in pages for item in page.json()]
    assert listed == ids[:3] + ids[4:7]


def test_faults_disable_batches_and_pages(sandbox: Sandbox, alice: ovh.Client) -> None:
    ids = alice.get(CREDENTIALS)
    sandbox.faults.add("no-batch")
    sandbox.faults.add("no-pages")
    path = f"{CREDENTIALS}/{ids[0]},{ids[1]}"
    assert alice.raw_call("GET", path, headers={"X-Ovh-Batch": ","}).status_code == 404
    assert alice.raw_call("GET", CREDENTIALS, headers=PAGES).json() == ids


def test_the_echo_fault_repeats_every_secret(
    sandbox: Sandbox, alice: ovh.Client, demo: DemoWorld
) -> None:
    sandbox.faults.add("echo")
    key = demo.management("aa11111-ovh")
    text = alice.raw_call("GET", "/me/api/credential/7").json()["message"]
    for secret in (key.application_key, key.application_secret, key.consumer_key):
        assert secret in text


def test_the_echo_fault_repeats_the_client_secret(
    served: Running, sandbox: Sandbox, demo: DemoWorld
) -> None:
    sandbox.faults.add("echo")
    account = demo.clients[0]
    pair = (account.client_id, account.client_secret)
    answer = requests.post(f"{served.url}/oauth2/token", auth=pair, timeout=PATIENCE)
    assert account.client_secret in answer.json()["error_description"]


@pytest.mark.parametrize(
    "line", ["", "nonsense", "status", "status=abc", "latency=1 colour=2", "hang=1 count=x"]
)
def test_an_invalid_fault_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(line)


@given(
    kind=st.sampled_from(sorted(FaultKind)),
    path=st.text("/abc*?[ ]'\"", min_size=1, max_size=12),
    method=st.sampled_from(["*", "GET", "DELETE"]),
    count=st.none() | st.integers(0, 9),
    after=st.integers(0, 9),
)
def test_a_fault_round_trips_through_its_line(
    kind: str, path: str, method: str, count: int | None, after: int
) -> None:
    fault = Fault(FaultKind(kind), "7", path=path, method=method, count=count, after=after)
    assert parse(str(fault)) == fault


def test_switches_count_calls_and_can_be_cleared() -> None:
    switches = FaultSwitches(["html method=GET after=1 count=1", "empty path=/me"])
    counts = [len(switches.for_call("GET", path)) for path in ("/me", "/me", "/me", "/x")]
    assert counts == [1, 2, 1, 0]
    switches.clear()
    assert switches.for_call("GET", "/me") == ()
