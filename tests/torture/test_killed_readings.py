"""Accounts are read beside each other, and what a killed worker read is not read again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sandbox import server
from sandbox.demo_world import NIC_A, NIC_B, build_world
from sandbox.demo_world.bulk import fill
from sandbox.server import Running
from tests import scratch
from tests.scratch import Scratch
from tests.served import until
from tests.torture.instance import inside

pytestmark = pytest.mark.slow

KEYS = 80
_WORKER = ("manage.py", "db_worker", "--interval", "0.1", "--no-startup-delay")


def _served(nic: str, *faults: str) -> Running:
    demo = build_world()
    running = server.start(demo.world)
    fill(demo.world, nic, credentials=KEYS, applications=0, now=running.sandbox.clock.now())
    for fault in faults:
        running.sandbox.faults.add(fault)
    return running


def _states(place: Scratch) -> dict[str, list[object]]:
    states: dict[str, list[object]] = json.loads(inside(place, "look()", "sync_inside"))
    return states


def test_a_slow_account_holds_no_other_and_goes_on_after_its_worker_is_killed(
    tmp_path: Path,
) -> None:
    place = scratch.empty(tmp_path / "place", keys="ab" * 32)
    single = "path=/me/api/credential/*"
    slow_one = _served(NIC_A, "no-pages", "no-batch", f"latency=900 {single}")
    with slow_one as slow, _served(NIC_B) as quick:
        endpoints = f"slow={slow.api_root},quick={quick.api_root}"
        settings = {
            "OVH_EXTRA_ENDPOINTS": endpoints,
            "OVH_CALLS_PER_SECOND": "0",
            "OVH_WORKERS": "4",
        }
        inside(place, "fill('slow', 'quick')", "sync_inside", **settings)
        worker = place.start(*_WORKER, **settings)
        until(lambda: _states(place)["quick"] == ["done", 1, KEYS])
        until(lambda: int(str(_states(place)["slow"][2])) >= 8)
        worker.kill()
        worker.communicate()
        state, tries, reached = _states(place)["slow"]
        assert (state, tries) == ("running", 1)
        slow.sandbox.faults.clear()
        for fault in ("no-pages", "no-batch"):
            slow.sandbox.faults.add(fault)
        slow.sandbox.record.clear()
        worker = place.start(*_WORKER, **settings)
        try:
            until(lambda: _states(place)["slow"] == ["done", 2, KEYS])
        finally:
            worker.kill()
            worker.communicate()
        read = slow.sandbox.record.count("GET", "/me/api/credential/[0-9]*[0-9]")
        missing = KEYS - int(str(reached))
        assert missing <= read <= missing + 8  # some calls were on their way when it was killed
