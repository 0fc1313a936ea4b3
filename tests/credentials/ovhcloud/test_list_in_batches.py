from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import Unavailable
from credentials.ovhcloud import OvhClient, list_in_batches
from tests.dashboard.conftest import world
from tests.live_world import LiveWorld

__all__ = ["world"]


@pytest.fixture
def ovh(world: LiveWorld) -> Iterator[OvhClient]:
    world.fail("no-pages", "no-batch")
    with vault.management_client(world.account, actor=SYSTEM, purpose="test") as client:
        yield client


def test_everything_comes_and_the_total_with_it(ovh: OvhClient) -> None:
    arrived = list(list_in_batches(ovh.credentials))
    assert sum(len(reads) for reads, _total in arrived) == 6
    assert arrived[-1][1] == 6


def test_while_nothing_comes_batches_are_empty(world: LiveWorld, ovh: OvhClient) -> None:
    world.fail("latency=1500", "no-pages", "no-batch")
    reads, total = next(list_in_batches(ovh.credentials))
    assert (reads, total) == ([], 0)


def test_what_came_is_handed_out_before_the_error(world: LiveWorld, ovh: OvhClient) -> None:
    world.fill(100)
    world.fail("status=500 path=/me/api/credential/* after=20", "no-pages", "no-batch")
    came: list[int] = []

    def take() -> None:
        for reads, _total in list_in_batches(ovh.credentials):
            came.extend(read.id for read in reads if read.value is not None)

    with pytest.raises(Unavailable):
        take()
    assert 15 < len(came) <= 20


def test_an_error_of_the_first_call_is_raised_to_the_caller(
    world: LiveWorld, ovh: OvhClient
) -> None:
    world.fail("status=500")
    with pytest.raises(Unavailable):
        list(list_in_batches(ovh.credentials))


def test_leaving_early_stops_the_calls(world: LiveWorld, ovh: OvhClient) -> None:
    world.fill(100)
    world.fail("latency=100", "no-pages", "no-batch")
    arriving = list_in_batches(ovh.credentials)
    next(arriving)
    arriving.close()
    asked = len(world.sandbox.record.calls)
    time.sleep(0.4)
    assert len(world.sandbox.record.calls) == asked < 100
