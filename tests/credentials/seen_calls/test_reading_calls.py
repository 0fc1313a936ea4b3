"""The logs of an account are read once an entry, by few calls, and kept for as long as is set."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from credentials import seen_calls
from credentials.audit import SYSTEM
from credentials.core import AuditAction, CallSource, NotAllowedError, Outcome
from credentials.models import (
    Account,
    AuditEntry,
    CallReading,
    ConsumerKey,
    OldCallNumber,
    SeenCall,
)
from credentials.seen_calls import reading
from sandbox.demo_world import NIC_A, NIC_C
from sandbox.state.quirks import Quirks
from sandbox.state.records import PastCall
from tests.live_world import LiveWorld

LOGS = "/me/api/logs/*"
DAY = 86_400


def plant(world: LiveWorld, count: int, *, first: int, days_ago: float = 1) -> None:
    """So many calls of the account in OVHcloud's log."""
    at = world.sandbox.clock.now() - days_ago * DAY
    for number in range(first, first + count):
        world.demo.world.keep(
            PastCall(number, NIC_A, at, NIC_A, "192.0.2.1", "POST", "/vps/x/reboot", "/vps/{v}")
        )


def read(world: LiveWorld) -> CallReading:
    CallReading.objects.update(busy_until=None)
    seen_calls.start_reading_calls(world.account, actor=SYSTEM)
    return CallReading.objects.get(account=world.account)


def listed(world: LiveWorld) -> dict[str, list[int]]:
    past = world.demo.world.past_calls.values()
    own = [call.id for call in past if call.owner == NIC_A]
    others = [call.id for call in past if call.owner == NIC_A and call.account != NIC_A]
    return {"all": own, "others": others}


def spent(world: LiveWorld) -> int:
    return world.sandbox.record.count("GET", LOGS)


def test_both_logs_are_read_and_each_entry_once(world: LiveWorld) -> None:
    first = read(world)
    assert (first.left, first.trouble) == (0, [])
    assert first.read_at is not None
    rows = SeenCall.objects.filter(account=world.account)
    assert rows.count() == len(listed(world)["all"])
    other = rows.filter(source=CallSource.BY_OTHERS)
    assert other.count() == len(listed(world)["others"])
    call = other[0]
    assert (call.caller, call.method, call.path) == (
        NIC_C,
        "POST",
        "/domain/zone/example.com/refresh",
    )
    assert (call.address, call.credential_id, call.identities) == ("192.0.2.90", None, [])
    before = spent(world)
    read(world)
    assert spent(world) == before + 2  # the two lists
    plant(world, 1, first=950_000_000)
    before = spent(world)
    read(world)
    assert spent(world) == before + 3
    assert rows.count() == len(listed(world)["all"])


def test_entries_come_fifty_a_call(world: LiveWorld) -> None:
    plant(world, 230, first=950_000_000)
    read(world)
    assert SeenCall.objects.count() == len(listed(world)["all"])
    assert spent(world) <= 2 + 6 + 1


@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_a_reading_spends_no_more_calls_than_it_may(
    world: LiveWorld, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    """Where OVHcloud takes no batches, the newest are read first and the rest with the next one."""
    world.sandbox.quirks = Quirks(log_order=order)
    monkeypatch.setattr(reading, "MOST_CALLS", 12)
    plant(world, 30, first=950_000_000)
    world.fail("no-batch", "no-pages")
    waiting = len(listed(world)["all"])
    for _ in range(20):
        before, kept = spent(world), SeenCall.objects.count()
        state = read(world)
        assert spent(world) - before <= 12
        assert state.left == waiting - SeenCall.objects.count()
        if not state.left:
            break
        newest = max(int(call.number) for call in SeenCall.objects.filter(source="own"))
        assert newest == 950_000_029
        assert SeenCall.objects.count() > kept
    assert SeenCall.objects.count() == waiting


def test_what_is_too_old_is_read_once_and_not_kept(world: LiveWorld, settings: Settings) -> None:
    plant(world, 3, first=800_000_000, days_ago=120)
    plant(world, 2, first=950_000_000, days_ago=50)
    read(world)
    assert SeenCall.objects.filter(number__startswith="8").count() == 0
    assert OldCallNumber.objects.count() == 3
    before = spent(world)
    read(world)
    assert spent(world) == before + 2
    settings.KEYDESK_CALLS_KEPT_DAYS = 40
    seen_calls.prune_calls()
    assert not SeenCall.objects.filter(at__lt=timezone.now() - timedelta(days=40)).exists()
    assert OldCallNumber.objects.filter(number__startswith="95").count() == 2
    read(world)
    assert spent(world) == before + 4
    world.sandbox.quirks = Quirks(log_days=60)
    read(world)
    assert not OldCallNumber.objects.filter(number__startswith="8").exists()
    assert OldCallNumber.objects.filter(number__startswith="95").count() == 2


def test_a_log_that_cannot_be_read_is_said_and_the_other_is_read(world: LiveWorld) -> None:
    world.fail("status=500 path=/me/api/logs/services")
    state = read(world)
    assert SeenCall.objects.filter(source=CallSource.OWN).exists()
    assert "/me/api/logs/services" in str(state.causes[0])
    assert all("code" in sentence for sentence in state.trouble)


def test_where_neither_can_be_read_the_reading_failed(world: LiveWorld) -> None:
    world.fail("status=500 path=/me/api/logs/*")
    state = read(world)
    assert state.read_at is None
    assert state.causes
    assert state.busy_until is None
    entry = AuditEntry.objects.filter(action=AuditAction.CALLS_READ).order_by("-seq")[0]
    assert entry.outcome == Outcome.FAILED


def test_an_entry_in_no_known_shape_is_counted_and_no_row(world: LiveWorld) -> None:
    plant(world, 1, first=950_000_000)
    call = world.demo.world.past_calls[950_000_000]
    world.demo.world.keep(
        PastCall(call.id, NIC_A, call.at, NIC_A, "", "TRACE", call.path, call.route)
    )
    state = read(world)
    assert not SeenCall.objects.filter(number="950000000").exists()
    assert str(state.causes[0]) == "1 entry of /me/api/logs/self could not be read."


def test_a_query_is_not_kept(world: LiveWorld) -> None:
    at = world.sandbox.clock.now()
    path = "/me/api/credential?status=validated"
    world.demo.world.keep(PastCall(950_000_000, NIC_A, at, NIC_A, "", "POST", path, path))
    read(world)
    assert SeenCall.objects.get(number="950000000").path == "/me/api/credential"


def test_one_process_reads_an_account_at_a_time(world: LiveWorld) -> None:
    CallReading.objects.create(
        account=world.account, busy_until=timezone.now() + timedelta(minutes=5)
    )
    seen_calls.start_reading_calls(world.account, actor=SYSTEM)
    assert not SeenCall.objects.exists()
    CallReading.objects.update(busy_until=timezone.now() - timedelta(seconds=1))
    seen_calls.start_reading_calls(world.account, actor=SYSTEM)
    assert SeenCall.objects.exists()


def test_the_clock_reads_what_is_due_once_a_day(world: LiveWorld) -> None:
    seen_calls.read_calls_by_the_clock()
    before = spent(world)
    assert before > 0
    seen_calls.read_calls_by_the_clock()
    assert spent(world) == before
    CallReading.objects.update(next_at=timezone.now())
    seen_calls.read_calls_by_the_clock()
    assert spent(world) > before


def test_without_the_rule_nothing_is_asked(world: LiveWorld) -> None:
    rules = [{"method": "GET", "path": "/me/api/credential"}]
    ConsumerKey.objects.filter(manages=world.account).update(rules=rules)
    account = Account.objects.get(pk=world.account.pk)
    with pytest.raises(NotAllowedError, match="lacks the rule GET /me/api/logs/self"):
        seen_calls.start_reading_calls(account, actor=SYSTEM)
    seen_calls.read_calls_by_the_clock()
    assert spent(world) == 0


def test_a_column_of_causes_that_holds_no_list_says_nothing(account: Account) -> None:
    for planted in (7, "text", None, {"code": "calls.fault"}):
        assert CallReading(account=account, trouble=planted).causes == []
