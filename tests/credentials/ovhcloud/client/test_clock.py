"""The server's time: asked once, asked again when it was refused, and then it is said."""

from __future__ import annotations

from threading import Thread

import pytest

from credentials.core import ApiError, ClockOff, Unavailable, Unreadable
from sandbox.app import Sandbox
from tests.credentials.ovhcloud.client.conftest import ClientMaker
from tests.credentials.ovhcloud.client.scripted import Scripted, http, refusal

OUT_OF_TIME = refusal(400, "Query out of time", code="QUERY_TIME_OUT")


def test_the_time_is_asked_once_for_all_clients(alice: ClientMaker, sandbox: Sandbox) -> None:
    for _ in range(3):
        alice().details()
    assert sandbox.record.count("GET", "/auth/time") == 1
    assert sandbox.record.count("GET", "/auth/details") == 3


@pytest.mark.parametrize("skew", [-600, 600, 86_400])
def test_a_clock_difference_is_compensated(alice: ClientMaker, sandbox: Sandbox, skew: int) -> None:
    sandbox.faults.add(f"clock-skew={skew}")
    assert alice().details().account
    assert sandbox.record.count() == 2


def test_a_clock_that_moves_is_asked_again_once(alice: ClientMaker, sandbox: Sandbox) -> None:
    client = alice()
    client.details()
    sandbox.faults.add("clock-skew=600")
    assert client.details().account
    assert sandbox.record.count("GET", "/auth/time") == 2


def test_a_write_is_repeated_after_a_refused_timestamp(
    alice: ClientMaker, sandbox: Sandbox
) -> None:
    client = alice()
    client.details()
    sandbox.faults.add("clock-skew=600")
    assert client.create_oauth2_client(name="ci", description="builds").client_secret
    assert sandbox.record.count("POST", "/me/api/oauth2/client") == 2
    assert len([client for client in sandbox.world.clients.values() if client.name == "ci"]) == 1


def test_a_timestamp_refused_twice_raises_clock_off(alice: ClientMaker, sandbox: Sandbox) -> None:
    sandbox.faults.add("wrong-time=600")
    with pytest.raises(ClockOff, match="two clocks disagree") as caught:
        alice().details()
    assert sandbox.record.count("GET", "/auth/details") == 2
    assert "NTP" in str(caught.value.next_step)


@pytest.mark.parametrize("time", [True, None, "1800000000", -5, 0, 10**40, [1], 1e300])
def test_a_time_that_is_none_is_unreadable(
    ask: ClientMaker, scripted: Scripted, time: object
) -> None:
    scripted.answers = [http(200, time)]
    with pytest.raises(Unreadable):
        ask().server_time()


def test_a_clock_error_of_the_open_time_route_is_no_endless_loop(
    ask: ClientMaker, scripted: Scripted
) -> None:
    scripted.answers = [OUT_OF_TIME]
    with pytest.raises(ClockOff):
        ask().details()
    assert scripted.targets() == ["GET /1.0/auth/details", "GET /1.0/auth/time"]


def test_a_time_that_cannot_be_had_is_told_with_its_own_cause(
    alice: ClientMaker, sandbox: Sandbox
) -> None:
    sandbox.faults.add("status=503 path=/auth/time")
    with pytest.raises(Unavailable, match="GET /auth/time"):
        alice().details()
    assert sandbox.record.count("GET", "/auth/details") == 0


def test_threads_refused_together_ask_for_the_time_together(
    alice: ClientMaker, sandbox: Sandbox
) -> None:
    client = alice()
    client.details()
    sandbox.faults.add("clock-skew=600")
    sandbox.faults.add("latency=50")
    failures: list[ApiError] = []
    threads = [Thread(target=_collect, args=(client.details, failures)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sandbox.record.count("GET", "/auth/time") == 2


def _collect(call: object, failures: list[ApiError]) -> None:
    try:
        call()  # type: ignore[operator]
    except ApiError as error:
        failures.append(error)
