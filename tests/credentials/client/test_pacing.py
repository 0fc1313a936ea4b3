"""One pace for a key, whoever uses it; a person's click does not queue behind a list."""

from __future__ import annotations

import time
from dataclasses import replace
from threading import Thread

import pytest

from credentials.client import pacing
from credentials.client.call import get
from credentials.client.errand import Abandoned, Errand
from credentials.client.pacing import Overdue, Pacer, pacer_for
from credentials.errors import RateLimited
from sandbox.app import Sandbox
from sandbox.record import FairUse
from tests.credentials.client.conftest import BRISK, ClientMaker
from tests.credentials.client.many_keys import SINGLE
from tests.credentials.client.scripted import Scripted, http

SLOW = replace(BRISK, rate=0.001, burst=4)


def test_a_burst_goes_at_once_and_then_the_rate_holds() -> None:
    pacer, errand, began = Pacer(50, 5), Errand(5), time.monotonic()
    for _ in range(15):
        pacer.take(errand)
    assert time.monotonic() - began >= 0.19


def test_the_default_pace_keeps_to_sixty_calls_in_any_minute() -> None:
    limits = replace(BRISK, rate=2 / 3, burst=20)
    assert limits.burst + 60 * limits.rate <= 60


def test_rate_zero_lets_everything_pass() -> None:
    pacer, over = Pacer(0, 1), Errand(0)
    for _ in range(1000):
        pacer.take(over)


def test_a_turn_that_comes_too_late_is_not_waited_for() -> None:
    pacer = Pacer(0.1, 1)
    pacer.take(Errand(1))
    with pytest.raises(Overdue) as caught:
        pacer.take(Errand(1))
    assert 9 < caught.value.seconds <= 10


def test_a_bulk_errand_leaves_a_quarter_of_the_burst_to_others() -> None:
    pacer, bulk = Pacer(0.01, 8), Errand(1, is_bulk=True)
    for _ in range(6):
        pacer.take(bulk)
    with pytest.raises(Overdue):
        pacer.take(bulk)
    pacer.take(Errand(1))


def test_a_hold_keeps_everybody_for_its_time_with_pacing_off_too() -> None:
    pacer = Pacer(0, 1)
    pacer.hold(0.1)
    began = time.monotonic()
    pacer.take(Errand(1))
    assert time.monotonic() - began >= 0.09


def test_whoever_waits_wakes_when_the_errand_is_called_off() -> None:
    pacer, errand, ends = Pacer(0.01, 1), Errand(500), []

    def wait() -> None:
        try:
            pacer.take(errand)
        except Abandoned:
            ends.append(time.monotonic())

    pacer.take(errand)
    thread = Thread(target=wait)
    thread.start()
    errand.call_off()
    thread.join(1)
    assert len(ends) == 1


def test_threads_share_a_bucket_without_losing_a_token() -> None:
    pacer, errand = Pacer(0.0001, 40), Errand(0.05)
    taken: list[int] = []

    def take_all() -> None:
        try:
            while True:
                pacer.take(errand)
                taken.append(1)
        except Overdue:
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
def test_the_default_pace_is_no_burst_to_an_honest_ovhcloud(
    alice: ClientMaker, sandbox: Sandbox, rate: float, fair: float, objections: set[str]
) -> None:
    """With the pace, both buckets are filled sixty times as fast: a minute is a second."""
    sandbox.record.fair_use = FairUse(rate=fair, burst=20)
    limits = replace(BRISK, rate=rate, burst=20, strategies=SINGLE)
    list(alice(limits).credentials())
    for _ in range(50):
        alice(limits).details()
    assert sandbox.record.count("GET", "/auth/details") == 50
    assert {one.kind for one in sandbox.record.objections} == objections
    sandbox.record.objections.clear()


def test_another_key_has_its_own_pace(alice: ClientMaker) -> None:
    for _ in range(4):
        alice(SLOW).details()
    other = alice(SLOW, consumer_key="x" * 32)
    with pytest.raises(Exception, match="does not exist"):
        other.details()


def test_the_open_time_route_takes_no_turn(alice: ClientMaker, sandbox: Sandbox) -> None:
    client = alice(SLOW)
    for _ in range(10):
        client.server_time()
    assert sandbox.record.count("GET", "/auth/time") == 10


def test_a_slow_down_holds_the_key_for_every_client(ask: ClientMaker, scripted: Scripted) -> None:
    scripted.answers = [http(429, {}, {"Retry-After": "30"})]
    for _ in range(2):
        with pytest.raises(RateLimited):
            ask().details()
    assert len(scripted.sent) == 1


def test_the_registry_keeps_no_key_and_stays_small() -> None:
    for number in range(1500):
        pacer_for("e", f"application0key{number} consumer", limits=BRISK)
    assert len(pacing._pacers) <= 1000
    assert "application0key" not in repr(pacing._pacers)


def test_an_errand_that_was_called_off_makes_no_call(ask: ClientMaker, scripted: Scripted) -> None:
    errand = Errand(5)
    errand.call_off()
    with pytest.raises(Abandoned):
        ask()._caller.ask(get("/me"), errand)
    assert scripted.sent == []
