"""How soon a long reading shows something: by how many calls, at a pace and with slow answers."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from credentials import live, ovhcloud
from credentials.core import SyncState
from credentials.live import sync, sync_rows
from credentials.models import Account, Sync
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.credentials.live.readings import queued
from tests.credentials.ovhcloud.client.conftest import IMPATIENT
from tests.live_world import LiveWorld, take_over

pytestmark = pytest.mark.slow

_KEYS = 2000
#: Sixty calls a minute, of which the first fifteen of a reading go at once.
_PACED = replace(IMPATIENT, rate=1.0, burst=20, is_shared=False, listing_deadline=60)
_AT_ONCE = 15


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    stands = take_over(account, demo, sandbox_server)
    stands.fill(_KEYS)
    return stands


@pytest.mark.parametrize("ways", [(), ("no-pages",), ("no-pages", "no-batch")])
def test_the_first_rows_come_with_the_calls_that_need_not_wait_and_nothing_is_read_twice(
    world: LiveWorld, monkeypatch: pytest.MonkeyPatch, ways: tuple[str, ...]
) -> None:
    """At 250 ms a call, these calls take less than five seconds even one after the other."""
    world.fail("latency=250", *ways)
    monkeypatch.setattr(ovhcloud, "limits", cache(lambda: _PACED))
    begun, shown = queued(world.account), list[tuple[int, int | None]]()

    def end_at_the_first_rows(under_way: Sync) -> None:
        if under_way.done:
            shown.append((under_way.done, under_way.total))
            raise MemoryError

    monkeypatch.setattr(sync_rows, "beat", end_at_the_first_rows)
    monkeypatch.setattr(sync, "_finish", lambda *_, **__: None)
    world.sandbox.record.calls.clear()
    with pytest.raises(MemoryError):
        live.run_sync.call(str(begun.pk), None)
    calls = world.sandbox.record.count()
    reached = world.account.live_credentials.count()
    assert 0 < reached < _KEYS
    assert calls <= _AT_ONCE + 2  # as many as went at once, and what was on its way
    assert shown == [(reached, _KEYS)]
    monkeypatch.undo()
    world.fail(*ways)
    live.resume_sync(str(begun.pk), None)
    begun.refresh_from_db()
    assert (begun.state, begun.done, begun.total) == (SyncState.DONE, _KEYS, _KEYS)
    assert world.account.live_credentials.filter(gone_at=None).count() == _KEYS
