"""Reading lists: all of it, with no more calls than its steps need, whatever happens."""

from __future__ import annotations

import time
from threading import Thread, active_count

import pytest

from credentials.core import ApiError, CredentialState, RateLimited, TimedOut
from credentials.ovhcloud import Strategy
from credentials.ovhcloud.client.deadline import Cancelled
from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld, build_world
from tests.credentials.ovhcloud.client.conftest import NIC_A, ClientMaker
from tests.credentials.ovhcloud.client.many_keys import (
    BATCH,
    LIST,
    PAGES,
    SINGLE,
    N,
    ids_of,
    limits_of,
    read_all,
)


@pytest.fixture
def demo() -> DemoWorld:
    return build_world(credentials=N)


@pytest.mark.parametrize(
    ("strategies", "calls"), [(PAGES, 3), (BATCH, 1 + 3), (SINGLE, 1 + N)], ids=str
)
def test_each_strategy_reads_everything_with_the_calls_it_needs(
    alice: ClientMaker,
    demo: DemoWorld,
    sandbox: Sandbox,
    strategies: tuple[Strategy, ...],
    calls: int,
) -> None:
    listing = alice(limits_of(*strategies)).credentials()
    assert listing.total == N
    reads = read_all(listing)
    assert reads.keys() == ids_of(demo)
    assert all(read.value and read.value.credential_id == read.id for read in reads.values())
    assert sandbox.record.count("GET", f"{LIST}*") == calls


@pytest.mark.parametrize(("strategies", "read"), [(PAGES, N), (BATCH, N), (SINGLE, 0)], ids=str)
def test_what_takes_a_call_of_its_own_can_be_left_out(
    alice: ClientMaker, demo: DemoWorld, strategies: tuple[Strategy, ...], read: int
) -> None:
    listing = alice(limits_of(*strategies)).applications(singly=False)
    applications = {item.id for item in listing}
    assert applications.isdisjoint(listing.left)
    others = {item.id for item in alice(limits_of(*SINGLE)).applications_by_id(listing.left)}
    assert (not listing.left, not applications) == (read > 0, read == 0)
    everything = {item.id for item in alice(limits_of(*strategies)).applications()}
    assert applications | others == everything


@pytest.mark.parametrize("size", [1, 59, 60, 61, 119, 120, 121, 5000])
def test_pages_of_any_size_are_all_read_once(
    alice: ClientMaker, demo: DemoWorld, sandbox: Sandbox, size: int
) -> None:
    assert read_all(alice(limits_of(page_size=size)).credentials()).keys() == ids_of(demo)
    assert sandbox.record.count("GET", LIST) == -(-N // size)


@pytest.mark.parametrize(
    ("faults", "calls", "again"),
    [
        (["no-pages"], 1 + 3, 1 + 3),
        (["no-batch", "no-pages"], 1 + 2 + N, 1 + N),
        (["status=400 path=/me/api/credential count=1"], 1 + 1 + 3, 3),
        (["no-pages", "status=400 path=*,* count=1"], 1 + 3 + 50, 1 + 3),
    ],
    ids=str,
)
def test_what_an_endpoint_does_not_know_is_found_out_once(
    alice: ClientMaker,
    demo: DemoWorld,
    sandbox: Sandbox,
    faults: list[str],
    calls: int,
    again: int,
) -> None:
    for fault in faults:
        sandbox.faults.add(fault)
    for expected in (calls, again):
        sandbox.record.calls.clear()
        assert read_all(alice(limits_of()).credentials()).keys() == ids_of(demo)
        assert sandbox.record.count("GET", f"{LIST}*") == expected


def test_an_empty_list_is_one_call(alice: ClientMaker, sandbox: Sandbox) -> None:
    for client in list(sandbox.world.clients.values()):
        sandbox.world.drop(client)
    listing = alice(limits_of()).oauth2_clients()
    assert (listing.total, list(listing)) == (0, [])
    assert sandbox.record.count("GET", "/me/api/oauth2/client*") == 1


@pytest.mark.parametrize("strategies", [PAGES, BATCH, SINGLE], ids=str)
def test_applications_and_service_accounts_are_listed_likewise(
    alice: ClientMaker, demo: DemoWorld, strategies: tuple[Strategy, ...]
) -> None:
    client = alice(limits_of(*strategies))
    applications = {read.id: read.value for read in client.applications()}
    owned = {
        application.id: application.key
        for application in demo.world.applications.values()
        if application.owner == NIC_A and not application.deleted
    }
    assert {key: value and value.application_key for key, value in applications.items()} == owned
    names = {read.value.name for read in client.oauth2_clients() if read.value}
    assert names == {
        client.name for client in demo.world.clients.values() if client.account == NIC_A
    }


@pytest.mark.parametrize("strategies", [PAGES, BATCH, SINGLE], ids=str)
def test_a_list_can_be_asked_for_by_application_and_state(
    alice: ClientMaker, demo: DemoWorld, strategies: tuple[Strategy, ...]
) -> None:
    wanted = next(iter(demo.world.credentials_of(NIC_A))).application_id
    listing = alice(limits_of(*strategies)).credentials(
        application_id=wanted, status=CredentialState.VALIDATED
    )
    keys = [read.value for read in listing]
    assert keys
    assert all(key and key.application_id == wanted for key in keys)
    assert {key.status for key in keys if key} == {CredentialState.VALIDATED}


def test_objects_come_while_others_are_still_read(alice: ClientMaker, sandbox: Sandbox) -> None:
    sandbox.faults.add("latency=30")
    listing = alice(limits_of(*SINGLE, workers=2)).credentials()
    next(iter(listing))
    assert sandbox.record.count("GET", "/me/api/credential/*") < N
    listing.close()


@pytest.mark.parametrize("strategies", [PAGES, BATCH, SINGLE], ids=str)
def test_leaving_the_loop_stops_the_calls(
    alice: ClientMaker, sandbox: Sandbox, strategies: tuple[Strategy, ...]
) -> None:
    sandbox.faults.add("latency=60")
    limits = limits_of(*strategies, workers=2, page_size=5, batch_size=5)
    reads = alice(limits).credentials()
    for count, _ in enumerate(reads):
        if count == 6:
            break
    del reads
    time.sleep(0.03)
    begun = sandbox.record.count()
    time.sleep(0.25)
    assert sandbox.record.count() <= begun + limits.workers


def test_closing_wakes_threads_that_wait_for_the_pacer(alice: ClientMaker) -> None:
    before = active_count()
    listing = alice(limits_of(*SINGLE, rate=0.01, burst=8, workers=4)).credentials()
    reads = iter(listing)
    next(reads)
    listing.close()
    for _ in range(100):
        if active_count() <= before + 4:
            break
        time.sleep(0.01)
    assert list(reads) == []


@pytest.mark.parametrize("strategies", [PAGES, BATCH, SINGLE], ids=str)
def test_another_thread_may_close_a_list_that_is_being_read(
    alice: ClientMaker, sandbox: Sandbox, strategies: tuple[Strategy, ...]
) -> None:
    limits = limits_of(*strategies, workers=2, page_size=5, batch_size=5)
    listing = alice(limits).credentials()
    sandbox.faults.add("latency=100")
    ends: list[type[BaseException]] = []

    def read() -> None:
        try:
            list(listing)
        except Cancelled as end:
            ends.append(type(end))

    thread = Thread(target=read)
    thread.start()
    time.sleep(0.15)
    listing.close()
    thread.join(0.5)
    assert not thread.is_alive()
    assert ends == [Cancelled]


def test_a_list_has_a_deadline_of_its_own_and_says_how_far_it_got(
    alice: ClientMaker, sandbox: Sandbox
) -> None:
    sandbox.faults.add("latency=100")
    listing = alice(limits_of(*SINGLE, workers=1, listing_deadline=0.8)).credentials()
    with pytest.raises(TimedOut, match=rf"within 0 seconds: \d of {N} were"):
        list(listing)


def test_the_pace_is_kept_and_something_comes_at_once(
    alice: ClientMaker, demo: DemoWorld, sandbox: Sandbox
) -> None:
    limits = limits_of(*SINGLE, rate=100, burst=20)
    began = time.monotonic()
    listing = alice(limits).credentials()
    next(iter(listing))
    assert sandbox.record.count("GET", "/me/api/credential/*") < N
    assert len(list(listing)) == N - 1
    assert time.monotonic() - began >= (N + 1 - 20) / 100


def test_calls_in_flight_never_exceed_the_workers(
    alice: ClientMaker, sandbox: Sandbox, running: object
) -> None:
    sandbox.faults.add("latency=5")
    list(alice(limits_of(*SINGLE, workers=4)).credentials())
    assert len(running._server.connections) <= 4  # type: ignore[attr-defined]


def test_a_second_loop_over_a_list_finds_nothing_left(alice: ClientMaker) -> None:
    listing = alice(limits_of()).credentials()
    assert len(list(listing)) == N
    assert list(listing) == []


def test_a_refused_first_call_raises_where_the_list_is_asked_for(
    alice: ClientMaker, sandbox: Sandbox
) -> None:
    sandbox.faults.add("status=429 retry-after=60 path=/me/*")
    with pytest.raises(RateLimited) as caught:
        alice(limits_of(listing_deadline=1)).credentials()
    assert isinstance(caught.value, ApiError)
    assert caught.value.retry_after == 60
