"""One pace for a key, whoever uses it; a person's click does not queue behind a list."""

from __future__ import annotations

import time
from dataclasses import replace
from threading import Thread

import pytest

from credentials.core import RateLimited
from credentials.ovhcloud.client import pacing
from credentials.ovhcloud.client.call import get
from credentials.ovhcloud.client.deadline import Cancelled, Deadline
from credentials.ovhcloud.client.pacing import Pacer, PastDeadline, pacer_for
from sandbox.app import Sandbox
from sandbox.state.call_record import FairUse
from tests.credentials.ovhcloud.client.conftest import BRISK, IMPATIENT, ClientMaker
from tests.credentials.ovhcloud.client.many_keys import SINGLE
from tests.credentials.ovhcloud.client.scripted import Scripted, http

SLOW = replace(IMPATIENT, rate=0.001, burst=4)


def test_a_burst_goes_at_once_and_then_the_rate_holds() -> None:
    pacer, deadline, began = Pacer(50, 5), Deadline(5), time.monotonic()
    for _ in range(15):
        pacer.take(deadline)
    assert time.monotonic() - began >= 0.19


def test_the_default_pace_keeps_to_sixty_calls_in_any_minute() -> None:
    limits = replace(BRISK, rate=2 / 3, burst=20)
    assert limits.burst + 60 * limits.rate <= 60


def test_rate_zero_lets_everything_pass() -> None:
    pacer, over = Pacer(0, 1), Deadline(0)
    for _ in range(1000):
        pacer.take(over)


def test_a_call_that_could_go_only_after_its_deadline_does_not_wait() -> None:
    pacer = Pacer(0.1, 1)
    pacer.take(Deadline(1))
    with pytest.raises(PastDeadline) as caught:
        pacer.take(Deadline(1))
    assert 9 < caught.value.seconds <= 10


def test_bulk_work_leaves_a_quarter_of_the_burst_to_others() -> None:
    pacer, bulk = Pacer(0.01, 8), Deadline(1, is_bulk=True)
    for _ in range(6):
        pacer.take(bulk)
    with pytest.raises(PastDeadline):
        pacer.take(bulk)
    pacer.take(Deadline(1))


def test_hold_stops_every_call_for_its_time_with_pacing_off_too() -> None:
    pacer = Pacer(0, 1)
    pacer.block(0.1)
    began = time.monotonic()
    pacer.take(Deadline(1))
    assert time.monotonic() - began >= 0.09


def test_a_wait_for_the_pacer_ends_when_cancelled() -> None:
    pacer, deadline, ends = Pacer(0.01, 1), Deadline(500), []

    def wait() -> None:
        try:
            pacer.take(deadline)
        except Cancelled:
            ends.append(time.monotonic())

    pacer.take(deadline)
    thread = Thread(target=wait)
    thread.start()
    deadline.cancel()
    thread.join(1)
    assert len(ends) == 1


def test_threads_share_a_bucket_without_losing_a_token() -> None:
    pacer, deadline = Pacer(0.0001, 40), Deadline(0.05)
    taken: list[int] = []

    def take_all() -> None:
        try:
            while True:
                pacer.take(deadline)
                taken.append(1)
        except PastDeadline:
            return

    threads = [Thread(target=take_all) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 40


def test_two_clients_with_one_key_share_its_pace(alice: ClientMaker, sandbox: Sandbox) -> None:
    for _ in range(4):
        alice(SLOW).details()
    with pytest.raises(RateLimited, match="spaced out; GET /auth/details may go in") as caught:
        alice(SLOW).details()
    assert caught.value.retry_after > 100
    assert sandbox.record.count("GET", "/auth/details") == 4


@pytest.mark.parametrize(
    ("rate", "fair", "objections"), [(2 / 3 * 60, 60, set()), (0, 1, {"burst"})]
)
def test_the_sandbox_has_no_objection_to_the_default_pace(
    alice: ClientMaker, sandbox: Sandbox, rate: float, fair: float, objections: set[str]
) -> None:
    """With the pace, both buckets are filled sixty times as fast: a minute is a second."""
    sandbox.record.fair_use = FairUse(rate=fair, burst=20)
    limits = replace(BRISK, rate=rate, burst=20, strategies=SINGLE)
    list(alice(limits).credentials())
    for _ in range(50):
        alice(limits).details()
    assert sandbox.record.count("GET", "/auth/details") == 50
    assert {objection.kind for objection in sandbox.record.objections} == objections
    sandbox.record.objections.clear()


def test_another_key_has_its_own_pace(alice: ClientMaker) -> None:
    for _ in range(4):
        alice(SLOW).details()
    other = alice(SLOW, consumer_key="x" * 32)
    with pytest.raises(Exception, match="does not exist"):
        other.details()


def test_the_open_time_route_is_not_paced(alice: ClientMaker, sandbox: Sandbox) -> None:
    client = alice(SLOW)
    for _ in range(10):
        client.server_time()
    assert sandbox.record.count("GET", "/auth/time") == 10


def test_status_429_pauses_the_key_for_every_client(ask: ClientMaker, scripted: Scripted) -> None:
    scripted.answers = [http(429, {}, {"Retry-After": "30"})]
    for _ in range(2):
        with pytest.raises(RateLimited):
            ask(IMPATIENT).details()
    assert len(scripted.sent) == 1


def test_the_registry_keeps_no_key_and_stays_small() -> None:
    for number in range(1500):
        pacer_for("e", f"application0key{number} consumer", limits=BRISK)
    assert len(pacing._pacers) <= 1000
    assert "application0key" not in repr(pacing._pacers)


def test_a_cancelled_deadline_makes_no_call(ask: ClientMaker, scripted: Scripted) -> None:
    deadline = Deadline(5)
    deadline.cancel()
    with pytest.raises(Cancelled):
        ask()._session.ask(get("/me"), deadline)
    assert scripted.sent == []
