"""Reading lists while things fail, vanish and shift: nothing is lost, and the cause is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from credentials.core import CredentialNotValid, NotFound, NotGranted, Unavailable
from credentials.ovhcloud import Strategy
from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld, build_world
from sandbox.state.quirks import Quirks
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


@pytest.mark.parametrize("strategies", [PAGES, BATCH, SINGLE], ids=str)
@pytest.mark.parametrize("shape", ["both", "modern", "old"])
def test_one_forbidden_key_keeps_its_row_and_its_cause_and_loses_no_other(
    alice: ClientMaker,
    demo: DemoWorld,
    sandbox: Sandbox,
    strategies: tuple[Strategy, ...],
    shape: str,
) -> None:
    sandbox.quirks = Quirks(error_shape=shape)
    bad = max(ids_of(demo))
    sandbox.faults.add(f"forbid={bad}")
    reads = read_all(alice(limits_of(*strategies)).credentials())
    assert reads.keys() == ids_of(demo)
    assert isinstance(reads[bad].error, NotGranted)
    assert [read.id for read in reads.values() if read.error] == [bad]


@pytest.mark.parametrize("strategies", [PAGES, BATCH, SINGLE], ids=str)
@pytest.mark.parametrize(
    "error", ["not-signed-in", "credential-not-valid", "signature", "bad-request", "resource-name"]
)
def test_one_damaged_key_loses_no_other_whatever_its_reading_says(
    alice: ClientMaker,
    demo: DemoWorld,
    sandbox: Sandbox,
    strategies: tuple[Strategy, ...],
    error: str,
) -> None:
    """Even that the caller is not signed in: another call tells that it is."""
    sandbox.quirks = Quirks(broken_page="fail")
    bad = min(ids_of(demo) - {demo.management(NIC_A).credential_id})
    sandbox.faults.add(f"forbid={bad} error={error}")
    for _ in range(2):
        reads = read_all(alice(limits_of(*strategies)).credentials())
        assert reads.keys() == ids_of(demo)
        assert [read.id for read in reads.values() if read.error] == [bad]


@pytest.mark.parametrize("strategies", [BATCH, SINGLE], ids=str)
@pytest.mark.parametrize("words", ["object", "text"])
def test_a_key_that_vanishes_between_list_and_read_has_not_found_as_its_error(
    alice: ClientMaker,
    demo: DemoWorld,
    sandbox: Sandbox,
    strategies: tuple[Strategy, ...],
    words: str,
) -> None:
    sandbox.quirks = Quirks(batch_error=words)
    gone = min(ids_of(demo) - {demo.management(NIC_A).credential_id})
    sandbox.faults.add(f"vanish={gone}")
    reads = read_all(alice(limits_of(*strategies)).credentials())
    assert len(reads) == N
    assert isinstance(reads[gone].error, NotFound)
    assert [read.id for read in reads.values() if read.error] == [gone]


def test_a_list_that_shifts_between_two_pages_loses_nothing(
    alice: ClientMaker, demo: DemoWorld, sandbox: Sandbox
) -> None:
    sandbox.faults.add("shift")
    reads = read_all(alice(limits_of()).credentials())
    assert reads.keys() == ids_of(demo)
    assert all(read.value for read in reads.values())


@pytest.mark.parametrize("fault", ["status=500", "html", "empty", "truncate=9"])
def test_objects_of_an_unreadable_page_are_read_by_the_next_strategy(
    alice: ClientMaker, demo: DemoWorld, sandbox: Sandbox, fault: str
) -> None:
    limits = limits_of(attempts=1, workers=1)
    listing = alice(limits).credentials()
    sandbox.faults.add(f"{fault} path={LIST} count=1")
    reads = read_all(listing)
    assert reads.keys() == ids_of(demo)
    assert all(read.value for read in reads.values())
    assert sandbox.record.count("GET", f"{LIST}*") == 1 + 1 + 1 + 2


def test_objects_of_an_unreadable_batch_are_read_singly(
    alice: ClientMaker, demo: DemoWorld, sandbox: Sandbox
) -> None:
    listing = alice(limits_of(*BATCH, attempts=1, workers=1)).credentials()
    sandbox.faults.add("status=502 path=*,* count=1 after=1")
    reads = read_all(listing)
    assert all(read.value for read in reads.values())
    assert len(reads) == N
    assert sandbox.record.count("GET", f"{LIST}*") == 1 + 3 + 50


@pytest.mark.parametrize("strategies", [PAGES, BATCH, SINGLE], ids=str)
def test_passing_faults_on_every_tenth_call_change_nothing(
    alice: ClientMaker, demo: DemoWorld, sandbox: Sandbox, strategies: tuple[Strategy, ...]
) -> None:
    for after in range(2, 60, 10):
        sandbox.faults.add(f"status=503 path={LIST}* count=1 after={after}")
    reads = read_all(alice(limits_of(*strategies)).credentials())
    assert reads.keys() == ids_of(demo)
    assert not [read for read in reads.values() if read.error]


def test_a_server_that_is_down_ends_the_list_with_its_cause_and_few_calls(
    alice: ClientMaker, sandbox: Sandbox
) -> None:
    listing = alice(limits_of(*SINGLE, attempts=2)).credentials()
    sandbox.faults.add("status=503")
    with pytest.raises(Unavailable):
        list(listing)
    assert sandbox.record.count("GET", f"{LIST}/*") < 100


def test_our_own_key_revoked_meanwhile_ends_the_list_at_once(
    alice: ClientMaker, demo: DemoWorld, sandbox: Sandbox
) -> None:
    listing = alice(limits_of(*SINGLE, workers=1)).credentials()
    own = demo.world.credentials[demo.management(NIC_A).credential_id]
    sandbox.world.keep(replace(own, status="expired"))
    with pytest.raises(CredentialNotValid):
        list(listing)
    assert sandbox.record.count("GET", f"{LIST}/*") == 1


@pytest.mark.parametrize("strategies", [PAGES, BATCH, SINGLE], ids=str)
def test_a_list_nobody_may_read_says_which_call_is_not_allowed(
    alice: ClientMaker, demo: DemoWorld, sandbox: Sandbox, strategies: tuple[Strategy, ...]
) -> None:
    own = demo.world.credentials[demo.management(NIC_A).credential_id]
    sandbox.world.keep(replace(own, rules=(("GET", "/me"),)))
    with pytest.raises(NotGranted, match=r"GET /me/api/credential\.$"):
        alice(limits_of(*strategies)).credentials()


def test_status_429_in_the_middle_is_waited_out(
    alice: ClientMaker, demo: DemoWorld, sandbox: Sandbox
) -> None:
    listing = alice(limits_of(*SINGLE, attempts=1)).credentials()
    sandbox.faults.add("status=429 retry-after=0 count=30 after=20")
    reads = read_all(listing)
    assert reads.keys() == ids_of(demo)
    assert not [read for read in reads.values() if read.error]
