"""Each fault switch does what it says."""

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
from sandbox.faults import Board, Fault, Kind, parse
from sandbox.quirks import Quirks
from sandbox.server import Running

CREDENTIALS = "/me/api/credential"
PAGES = {"X-Pagination-Mode": "CachedObjectList-Pages", "X-Pagination-Size": "3"}


def get(served: Running, path: str = "/auth/time", **options: Any) -> requests.Response:
    return requests.get(f"{served.api_root}{path}", timeout=5, **options)


def took(action: Callable[[], object]) -> float:
    started = time.monotonic()
    action()
    return time.monotonic() - started


def test_latency_delays_every_answer(served: Running, sandbox: Sandbox) -> None:
    sandbox.faults.add("latency=60 jitter=10")
    assert took(lambda: get(served)) >= 0.05


def test_latency_can_be_priced_by_the_object(
    served: Running, sandbox: Sandbox, alice: ovh.Client
) -> None:
    assert alice.time_delta < 5
    sandbox.faults.add("latency=1 object=20")
    assert took(lambda: alice.raw_call("GET", CREDENTIALS, headers=PAGES)) >= 0.06


@pytest.mark.parametrize("wait", ["", "7"])
def test_calls_beyond_the_rate_are_429(
    served: Running, sandbox: Sandbox, alice: ovh.Client, wait: str
) -> None:
    sandbox.faults.add("rate-limit=2 path=/me*" + (f" retry-after={wait}" if wait else ""))
    statuses = [alice.raw_call("GET", "/me").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert alice.raw_call("GET", "/me").headers.get("Retry-After", "") == wait
    sandbox.clock.move(61)
    assert get(served, "/me").status_code == 401


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_any_status_can_be_answered(served: Running, sandbox: Sandbox, status: int) -> None:
    sandbox.faults.add(f"status={status} retry-after=3 path=/auth/time method=get count=1")
    answer = get(served)
    assert (answer.status_code, answer.headers["Retry-After"]) == (status, "3")
    assert "class" in answer.json()
    assert get(served).ok


def test_408_is_a_web_page(served: Running, sandbox: Sandbox) -> None:
    sandbox.faults.add("status=408")
    assert get(served).headers["Content-Type"].startswith("text/html")


def test_html_where_json_should_be(served: Running, sandbox: Sandbox) -> None:
    sandbox.faults.add("html=502 after=1 count=1")
    assert [get(served).status_code for _ in range(3)] == [200, 502, 200]


def test_a_body_can_be_cut_short(served: Running, sandbox: Sandbox, alice: ovh.Client) -> None:
    assert alice.time_delta < 5
    sandbox.faults.add("truncate path=/me")
    with pytest.raises(ovh.exceptions.InvalidResponse):
        alice.get("/me")


def test_a_body_can_be_empty(served: Running, sandbox: Sandbox) -> None:
    sandbox.faults.add("empty")
    assert get(served).content == b""


def test_a_body_can_be_huge(served: Running, sandbox: Sandbox) -> None:
    sandbox.faults.add("huge=3000000")
    assert len(get(served).content) == 3_000_000


def test_a_body_can_drip(served: Running, sandbox: Sandbox) -> None:
    sandbox.faults.add("drip=10")
    assert took(lambda: get(served)) >= 0.09


def test_an_answer_can_never_come(served: Running, sandbox: Sandbox) -> None:
    sandbox.faults.add("hang=30")
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(f"{served.api_root}/auth/time", timeout=0.1)


def test_a_hung_call_ends_without_an_answer(served: Running, sandbox: Sandbox) -> None:
    sandbox.faults.add("hang=0.05")
    with pytest.raises(requests.exceptions.ConnectionError):
        get(served)


def test_a_connection_can_be_reset_with_the_work_done(
    served: Running, sandbox: Sandbox, alice: ovh.Client, demo: DemoWorld
) -> None:
    doomed = demo.of("unused")[0].credential_id
    assert alice.time_delta < 5
    sandbox.faults.add("reset=0 method=DELETE")
    with pytest.raises(ovh.exceptions.HTTPError):
        alice.delete(f"{CREDENTIALS}/{doomed}")
    assert doomed not in sandbox.world.credentials


def test_a_status_can_come_with_the_work_done(
    sandbox: Sandbox, alice: ovh.Client, demo: DemoWorld
) -> None:
    doomed = demo.of("unused")[0].credential_id
    sandbox.faults.add("status=504 method=DELETE when=after")
    with pytest.raises(ovh.exceptions.APIError):
        alice.delete(f"{CREDENTIALS}/{doomed}")
    assert doomed not in sandbox.world.credentials


def test_a_skewed_clock_still_agrees_with_itself(sandbox: Sandbox, alice: ovh.Client) -> None:
    sandbox.faults.add("clock-skew=600")
    assert abs(alice.get("/auth/time", _need_auth=False) - time.time() - 600) < 5
    assert alice.get("/me")


def test_a_lying_clock_never_does(sandbox: Sandbox, alice: ovh.Client) -> None:
    sandbox.faults.add("time-lie=600")
    with pytest.raises(ovh.exceptions.BadParametersError, match="Query out of time"):
        alice.get("/me")


def test_one_object_can_be_forbidden_alone_and_in_a_batch(
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
def test_a_forbidden_object_in_a_page(
    sandbox: Sandbox, alice: ovh.Client, quirk: str, status: int, length: int
) -> None:
    sandbox.quirks = Quirks(broken_page=quirk)
    sandbox.faults.add(f"forbid={alice.get(CREDENTIALS)[1]}")
    answer = alice.raw_call("GET", CREDENTIALS, headers=PAGES)
    assert answer.status_code == status
    assert status != 200 or len(answer.json()) == length


def test_a_key_can_vanish_between_list_and_read(sandbox: Sandbox, alice: ovh.Client) -> None:
    sandbox.faults.add(f"vanish path={CREDENTIALS}/* count=1")
    ids = alice.get(CREDENTIALS)
    with pytest.raises(ovh.exceptions.ResourceNotFoundError):
        alice.get(f"{CREDENTIALS}/{ids[-1]}")
    assert alice.get(CREDENTIALS) == ids[:-1]


def test_a_list_can_shift_between_two_pages(sandbox: Sandbox, alice: ovh.Client) -> None:
    ids = alice.get(CREDENTIALS)
    sandbox.faults.add("shift")
    pages = [
        alice.raw_call("GET", CREDENTIALS, headers=PAGES | {"X-Pagination-Number": number})
        for number in ("1", "2")
    ]
    seen = [one["credentialId"] for page in pages for one in page.json()]
    assert seen == ids[:3] + ids[4:7]


def test_batches_and_pages_can_be_unknown(sandbox: Sandbox, alice: ovh.Client) -> None:
    ids = alice.get(CREDENTIALS)
    sandbox.faults.add("no-batch")
    sandbox.faults.add("no-pages")
    path = f"{CREDENTIALS}/{ids[0]},{ids[1]}"
    assert alice.raw_call("GET", path, headers={"X-Ovh-Batch": ","}).status_code == 404
    assert alice.raw_call("GET", CREDENTIALS, headers=PAGES).json() == ids


def test_error_texts_can_repeat_every_secret(
    sandbox: Sandbox, alice: ovh.Client, demo: DemoWorld
) -> None:
    sandbox.faults.add("echo")
    key = demo.management("aa11111-ovh")
    text = alice.raw_call("GET", "/me/api/credential/7").json()["message"]
    for secret in (key.application_key, key.application_secret, key.consumer_key):
        assert secret in text


def test_the_token_endpoint_can_be_as_careless(
    served: Running, sandbox: Sandbox, demo: DemoWorld
) -> None:
    sandbox.faults.add("echo")
    account = demo.clients[0]
    pair = (account.client_id, account.client_secret)
    answer = requests.post(f"{served.url}/oauth2/token", auth=pair, timeout=5)
    assert account.client_secret in answer.json()["error_description"]


@pytest.mark.parametrize(
    "line", ["", "nonsense", "status", "status=abc", "latency=1 colour=2", "hang=1 count=x"]
)
def test_a_line_that_is_no_switch_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(line)


@given(
    kind=st.sampled_from(sorted(Kind)),
    path=st.text("/abc*?[ ]'\"", min_size=1, max_size=12),
    method=st.sampled_from(["*", "GET", "DELETE"]),
    count=st.none() | st.integers(0, 9),
    after=st.integers(0, 9),
)
def test_a_switch_is_what_its_line_says(
    kind: str, path: str, method: str, count: int | None, after: int
) -> None:
    fault = Fault(Kind(kind), "7", path=path, method=method, count=count, after=after)
    assert parse(str(fault)) == fault


def test_switches_count_and_can_all_go_off() -> None:
    board = Board(["html method=GET after=1 count=1", "empty path=/me"])
    struck = [len(board.strike("GET", path)) for path in ("/me", "/me", "/me", "/x")]
    assert struck == [1, 2, 1, 0]
    board.clear()
    assert board.strike("GET", "/me") == ()
