"""Every fault the sandbox knows, through the client: the error with its sentence, or a true answer.

``tests/dashboard/test_every_fault.py`` puts the same switches through a page.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from credentials.core import (
    ApiError,
    ClockOff,
    Forbidden,
    NotGranted,
    RateLimited,
    TimedOut,
    Unavailable,
    Unreachable,
    Unreadable,
)
from sandbox.app import Sandbox
from sandbox.demo_world import DemoKey, DemoWorld
from sandbox.state.fault import FaultKind
from tests.credentials.ovhcloud.client.conftest import BRISK, NIC_A, ClientMaker
from tests.credentials.ovhcloud.client.many_keys import SINGLE, limits_of, read_all

AT_FAULT = "OVHcloud has a fault of its own: it answered GET /me/api/credential/{id} with status"
SLOW_DOWN = "OVHcloud asks to slow down: too many calls with this key."
#: Switches, the class of the error that reading one key gives, and how its sentence begins.
CAUSES: list[tuple[FaultKind, str, type[ApiError], str]] = [
    (FaultKind.RATE_LIMIT, "rate-limit=0", RateLimited, SLOW_DOWN),
    (
        FaultKind.RATE_LIMIT,
        "rate-limit=0 retry-after=30",
        RateLimited,
        "OVHcloud asks to wait 30 s before GET /me/api/credential/{id}.",
    ),
    (FaultKind.STATUS, "status=429", RateLimited, SLOW_DOWN),
    *(
        (FaultKind.STATUS, f"status={code}", Unavailable, f"{AT_FAULT} {code}.")
        for code in (408, 500, 502, 503, 504)
    ),
    (
        FaultKind.HTML,
        "html",
        Unreadable,
        "A web page came back for GET /me/api/credential/{id} instead of the API's answer",
    ),
    (
        FaultKind.TRUNCATE,
        "truncate",
        Unreadable,
        "The answer to GET /me/api/credential/{id} is not one that OVHcloud's API gives",
    ),
    (
        FaultKind.EMPTY,
        "empty",
        Unreadable,
        "OVHcloud's answer to GET /me/api/credential/{id} is empty (status 200).",
    ),
    (
        FaultKind.HUGE,
        "huge=3000000",
        Unreadable,
        "OVHcloud's answer to GET /me/api/credential/{id} is larger than 1 MiB.",
    ),
    (
        FaultKind.DRIP,
        "drip=50",
        TimedOut,
        "OVHcloud did not answer GET /me/api/credential/{id} within ",
    ),
    (
        FaultKind.HANG,
        "hang=30",
        TimedOut,
        "OVHcloud did not answer GET /me/api/credential/{id} within ",
    ),
    (
        FaultKind.RESET,
        "reset=0",
        Unreachable,
        "The connection broke before OVHcloud had answered GET /me/api/credential/{id}.",
    ),
    (
        FaultKind.WRONG_TIME,
        "wrong-time=600",
        ClockOff,
        "OVHcloud refused the request's time: the two clocks disagree.",
    ),
    (
        FaultKind.FORBID,
        "forbid={id}",
        NotGranted,
        "The key's rights do not allow GET /me/api/credential/{id}.",
    ),
    (
        FaultKind.ECHO,
        "echo",
        Forbidden,
        "OVHcloud forbids GET /me/api/credential/{id} and does not say why.",
    ),
]
#: What the client puts right by itself.
PUT_RIGHT = {
    FaultKind.LATENCY: "latency=20 jitter=20 object=1",
    FaultKind.CLOCK_SKEW: "clock-skew=600",
    FaultKind.VANISH: "vanish={id}",
    FaultKind.SHIFT: "shift",
    FaultKind.NO_BATCH: "no-batch",
    FaultKind.NO_PAGES: "no-pages",
}
#: Nothing is wrong with the text of an error unless there is an error.
WITH = {FaultKind.ECHO: "status=403"}


def test_no_fault_is_left_out() -> None:
    assert {kind for kind, *_ in CAUSES} | PUT_RIGHT.keys() == set(FaultKind)


@pytest.fixture
def key(demo: DemoWorld) -> DemoKey:
    return demo.of("unused")[0]


@pytest.mark.parametrize(("kind", "fault", "error", "sentence"), CAUSES)
def test_a_fault_is_told_by_its_cause(
    alice: ClientMaker,
    demo: DemoWorld,
    sandbox: Sandbox,
    key: DemoKey,
    kind: FaultKind,
    fault: str,
    error: type[ApiError],
    sentence: str,
) -> None:
    for switch in (fault, *([WITH[kind]] if kind in WITH else [])):
        place = "" if kind is FaultKind.WRONG_TIME else " path=/me/*"
        sandbox.faults.add(switch.format(id=key.credential_id) + place)
    limits = replace(BRISK, attempts=1, deadline=0.6, max_body=2**20)
    with pytest.raises(ApiError) as caught:
        alice(limits).credential(key.credential_id)
    assert type(caught.value) is error
    assert str(caught.value).startswith(sentence.format(id=key.credential_id))
    assert caught.value.next_step
    assert demo.management(NIC_A).consumer_key not in str(vars(caught.value))


@pytest.mark.parametrize("kind", PUT_RIGHT)
def test_what_can_be_put_right_is(
    alice: ClientMaker, demo: DemoWorld, sandbox: Sandbox, key: DemoKey, kind: FaultKind
) -> None:
    ids = {credential.id for credential in demo.world.credentials_of(NIC_A)}
    sandbox.faults.add(PUT_RIGHT[kind].format(id=key.credential_id))
    strategies = SINGLE if kind is FaultKind.VANISH else ()
    reads = read_all(alice(limits_of(*strategies, page_size=3)).credentials())
    assert reads.keys() == ids
    gone = {key.credential_id} if kind is FaultKind.VANISH else set()
    assert {item.id for item in reads.values() if item.error} == gone
