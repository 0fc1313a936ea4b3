"""A reading that goes on asks for what it has not read, and for nothing else."""

from __future__ import annotations

import pytest

from credentials.ovhcloud import Strategy
from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld, build_world
from tests.credentials.ovhcloud.client.conftest import NIC_A, ClientMaker
from tests.credentials.ovhcloud.client.many_keys import (
    BATCH,
    LIST,
    PAGES,
    N,
    ids_of,
    limits_of,
    read_all,
)


@pytest.fixture
def demo() -> DemoWorld:
    return build_world(credentials=N)


@pytest.mark.parametrize(
    ("strategies", "known", "calls"),
    [
        (PAGES, range(1, N), 1 + 1),  # all but the first: the numbers, then its page
        (PAGES, range(50), 1 + 2),
        (PAGES, range(50, 100), 1 + 2),
        (PAGES, range(N), 1),
        (BATCH, range(100), 1 + 1),
    ],
    ids=str,
)
def test_pages_that_were_read_are_not_asked_for_again(
    alice: ClientMaker,
    demo: DemoWorld,
    sandbox: Sandbox,
    strategies: tuple[Strategy, ...],
    known: range,
    calls: int,
) -> None:
    ids = [credential.id for credential in demo.world.credentials_of(NIC_A)]
    read_before = frozenset(ids[index] for index in known)
    reads = read_all(alice(limits_of(*strategies)).credentials(known=read_before))
    assert reads.keys() | read_before == ids_of(demo)
    assert sandbox.record.count("GET", f"{LIST}*") == calls


@pytest.mark.parametrize(
    "fault", ["no-pages", "shift", "status=400 path=/me/api/credential after=1"]
)
def test_nothing_is_missed_where_pages_fail_or_hold_something_else(
    alice: ClientMaker, demo: DemoWorld, sandbox: Sandbox, fault: str
) -> None:
    ids = [credential.id for credential in demo.world.credentials_of(NIC_A)]
    sandbox.faults.add(fault)
    read_before = frozenset(ids[:50])
    reads = read_all(alice(limits_of()).credentials(known=read_before))
    assert reads.keys() | read_before == ids_of(demo)
