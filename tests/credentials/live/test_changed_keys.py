"""A reading of what changed costs a few calls, and says nothing that a whole one would not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from credentials import live
from credentials.audit import SYSTEM
from credentials.core import SyncState
from credentials.live import start_due_syncs
from credentials.models import Account, LiveCredential, Sync
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from sandbox.state.records import Credential
from tests.live_world import LiveWorld, take_over

KEYS, LABEL = "/me/api/credential", "certbot on web-1"
FACTS = ("credential_id", "status", "allowed_ips", "rules", "last_use", "gone_at", "application_id")


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    return take_over(account, demo, sandbox_server)


def read_changes(world: LiveWorld) -> Sync:
    done = live.read_account(world.account, actor=SYSTEM, is_whole=False)
    assert done.state == SyncState.DONE
    return done


def key_calls(world: LiveWorld) -> int:
    return world.sandbox.record.count("GET", f"{KEYS}*")


def facts(world: LiveWorld) -> list[tuple[object, ...]]:
    """What is known of each key but the one that reads; of one that is gone only that."""
    reader = world.demo.management(world.nic).credential_id
    others = world.account.live_credentials.exclude(credential_id=reader)
    rows = others.order_by("credential_id").values_list(*FACTS)
    return [row if row[5] is None else (row[0], True) for row in rows]


def own(world: LiveWorld, label: str = LABEL) -> Credential:
    return world.demo.world.credentials[world.planned(label).credential_id]


def use(world: LiveWorld) -> None:
    world.demo.world.last_use[own(world).id] = world.sandbox.clock.now()


def end(world: LiveWorld) -> None:
    world.demo.world.drop(own(world, "audit trial"))


def expire(world: LiveWorld) -> None:
    world.demo.world.keep(replace(own(world), expiration=world.sandbox.clock.now() - 5))


def add(world: LiveWorld) -> None:
    world.fill(world.account.live_credentials.count() + 3)


CHANGES: dict[str, Callable[[LiveWorld], None]] = {
    "nothing": lambda world: None,
    "used": use,
    "gone": end,
    "expired": expire,
    "new": add,
}


def test_a_repeat_with_many_keys_asks_for_their_numbers_and_for_those_that_were_used(
    world: LiveWorld,
) -> None:
    world.fill(1200)
    world.sync()
    world.sandbox.record.calls.clear()
    done = read_changes(world)
    assert (done.is_whole, done.done, done.total) == (False, 1200, 1200)
    assert key_calls(world) == 4  # and the pending one by itself
    world.sandbox.record.calls.clear()
    assert world.sync().is_whole
    assert key_calls(world) == 3  # a page of 500 each; of ten times the keys it would be 24


def test_every_change_is_seen_as_a_whole_reading_sees_it(world: LiveWorld) -> None:
    world.fill(30)
    world.sync()
    for name, happen in CHANGES.items():
        happen(world)
        assert not read_changes(world).is_whole, name
        seen = facts(world)
        world.sync()
        assert facts(world) == seen, name


def test_addresses_of_a_key_that_nobody_uses_wait_for_the_whole_reading(world: LiveWorld) -> None:
    world.demo.world.last_use.pop(world.planned("audit trial").credential_id, None)
    world.sync()
    trial = own(world, "audit trial")
    world.demo.world.keep(replace(trial, allowed_ips=("203.0.113.0/24",)))
    read_changes(world)
    assert world.live("audit trial").allowed_ips != ["203.0.113.0/24"]
    world.sync()
    assert world.live("audit trial").allowed_ips == ["203.0.113.0/24"]


def test_a_key_that_could_not_be_read_is_asked_for_again(world: LiveWorld) -> None:
    world.fail(f"forbid={world.planned(LABEL).credential_id} path={KEYS}*")
    world.sync()
    assert world.live(LABEL).cause
    world.fail()
    assert not read_changes(world).is_whole
    assert not world.live(LABEL).cause


@pytest.mark.parametrize("faults", [("no-pages",), ("no-pages", "no-batch"), ()])
@pytest.mark.parametrize("answer", ["ignored", "refused"])
def test_where_the_filter_is_not_answered_the_reading_is_whole(
    world: LiveWorld, faults: tuple[str, ...], answer: str
) -> None:
    world.fill(30)
    world.sync()
    world.fail(*faults)
    world.sandbox.quirks = replace(world.sandbox.quirks, page_filter=answer)
    use(world)
    assert read_changes(world).is_whole
    assert world.live(LABEL).last_use is not None
    world.fail()
    world.sandbox.quirks = replace(world.sandbox.quirks, page_filter="applied")
    assert read_changes(world).is_whole  # not tried again for an hour


def test_a_filter_that_leaves_out_a_key_known_to_be_used_is_not_believed(world: LiveWorld) -> None:
    world.demo.world.last_use.pop(world.planned("audit trial").credential_id, None)
    world.sync()
    ahead = timezone.now() + timedelta(days=400)
    LiveCredential.objects.filter(pk=world.live("audit trial").pk).update(last_use=ahead)
    assert read_changes(world).is_whole


@pytest.mark.usefixtures("tasks_wait")
def test_the_schedule_reads_whole_once_a_day_and_a_person_always(world: LiveWorld) -> None:
    Sync.objects.create(account=world.account, state=SyncState.DONE)
    for age, is_whole in ((timedelta(hours=2), False), (timedelta(days=2), True)):
        Sync.objects.update(started_at=timezone.now() - age)
        Account.objects.update(next_sync_at=None)
        start_due_syncs()
        queued = Sync.objects.get(state=SyncState.QUEUED)
        assert queued.is_whole == is_whole
        assert live.start_sync(world.account, actor=SYSTEM) == queued
        queued.refresh_from_db()
        assert queued.is_whole
        queued.delete()
