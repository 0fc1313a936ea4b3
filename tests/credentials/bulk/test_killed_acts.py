"""A worker is killed at each write after OVHcloud did what it asked: the next one says that it is
done, and asks for it no second time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

import pytest
from django.db import connection

from credentials import bulk, live
from credentials.audit import SYSTEM
from credentials.core import BulkAction, BulkItemState, BulkState, CredentialState
from credentials.models import FROZEN, Account, BulkJob, Freeze, LiveApplication, LiveCredential
from sandbox.demo_world import DemoWorld
from sandbox.demo_world.bulk import fill
from sandbox.server import Running
from tests.killed import EndsAtWrite, Killed
from tests.live_world import LiveWorld, take_over

LABEL: Final = "certbot on web-1"
_MOST_WRITES: Final = 30
_CHANGES: Final = ("PUT", "DELETE")

pytestmark = pytest.mark.usefixtures("tasks_wait")


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    stands = take_over(account, demo, sandbox_server)
    stands.fill(2 * _MOST_WRITES)
    stands.sync()
    return stands


def at_ovhcloud(world: LiveWorld) -> tuple[str, ...] | None:
    return world.demo.world.credentials[world.planned(LABEL).credential_id].allowed_ips


def deleted_applications(world: LiveWorld) -> int:
    return sum(bool(each.deleted) for each in world.demo.world.applications.values())


def started(job: BulkJob) -> BulkJob:
    bulk.start_job(job, seen=bulk.digest_of(job), actor=SYSTEM)
    return job


def job_of(world: LiveWorld, action: BulkAction, key: LiveCredential | None = None) -> BulkJob:
    """A started job of one key."""
    keys = LiveCredential.objects.filter(pk=(key or world.live(LABEL)).pk)
    return started(bulk.select_keys(world.account.team, keys, actor=SYSTEM, action=action))


def killed_at_each_write(world: LiveWorld, begin: Callable[[], BulkJob]) -> Iterator[None]:
    """Kill a job at the first write after OVHcloud's change, the next at its second, to the last:
    after each it is ended, its one item is done, and OVHcloud was asked for one change."""

    def changes() -> list[str]:
        return [call.path for call in world.sandbox.record.calls if call.method in _CHANGES]

    for number in range(1, _MOST_WRITES):
        job, ends = begin(), EndsAtWrite(number, changes)
        world.sandbox.record.calls.clear()
        with connection.execute_wrapper(ends), suppress(Killed):
            bulk.run_job.call(str(job.pk))
        bulk.resume_job(str(job.pk))
        bulk.run_job.call(str(job.pk))
        job.refresh_from_db()
        item = job.items.get()
        became = (job.state, item.state, len(changes()))
        notes = [str(note) for note in item.notes]
        assert became == (BulkState.DONE, BulkItemState.DONE, 1), (number, notes)
        yield
        if not ends.is_over:
            assert number > 3, "it wrote less than it is known to write"
            return
    raise AssertionError("the job wrote more than was counted with")


def test_a_freeze(world: LiveWorld) -> None:
    before = at_ovhcloud(world)
    for _ in killed_at_each_write(world, lambda: job_of(world, BulkAction.FREEZE_KEYS)):
        assert world.live(LABEL).state == FROZEN
        live.thaw(world.live(LABEL), actor=SYSTEM)
        assert at_ovhcloud(world) == before


def test_a_thaw(world: LiveWorld) -> None:
    before = at_ovhcloud(world)
    live.freeze(world.live(LABEL), actor=SYSTEM)
    for _ in killed_at_each_write(world, lambda: job_of(world, BulkAction.THAW_KEYS)):
        assert at_ovhcloud(world) == before
        assert not Freeze.objects.exists()
        live.freeze(world.live(LABEL), actor=SYSTEM)


def test_a_revocation(world: LiveWorld) -> None:
    listed = LiveCredential.objects.filter(live.in_state(CredentialState.VALIDATED))
    keys = iter(listed.exclude(pk=world.live("keydesk").pk))
    there = len(world.demo.world.credentials)
    jobs = killed_at_each_write(world, lambda: job_of(world, BulkAction.REVOKE_KEYS, next(keys)))
    for done, _ in enumerate(jobs, 1):
        assert len(world.demo.world.credentials) == there - done


def test_the_end_of_an_application(world: LiveWorld) -> None:
    now, there = world.sandbox.clock.now(), deleted_applications(world)
    fill(world.demo.world, world.nic, credentials=0, applications=2 * _MOST_WRITES, now=now)
    world.sync()
    keyless = iter(bulk.keyless_applications(Account.objects.all()))

    def begin() -> BulkJob:
        chosen = LiveApplication.objects.filter(pk=next(keyless).pk)
        return started(bulk.select_applications(world.account.team, chosen, actor=SYSTEM))

    for done, _ in enumerate(killed_at_each_write(world, begin), 1):
        assert deleted_applications(world) == there + done
