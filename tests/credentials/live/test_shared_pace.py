"""One pace for a key over all processes: each of these paces stands for one of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from credentials import live
from credentials.live.shared_pace import SharedPace, shared_name
from credentials.models import CallPace
from credentials.ovhcloud.client.deadline import Deadline
from credentials.ovhcloud.client.pacing import Pacer, PastDeadline

pytestmark = pytest.mark.django_db
SECRET = "planted0consumer0key00000000001"


def process(*, rate: float = 0.01, burst: int = 4) -> SharedPace:
    return SharedPace(shared_name("ovh-eu", f"application {SECRET}"), rate, burst)


def calls_at_once(*paces: SharedPace, kept_back: int = 0) -> int:
    """How many calls go before one has to wait, the processes taking turns."""
    count = 0
    while not paces[count % len(paces)].claim(kept_back):
        count += 1
    return count


def test_processes_share_the_calls_that_may_go_at_once() -> None:
    assert calls_at_once(process(), process(), process()) == 4
    wait = process().claim(0)
    assert wait is not None
    assert 95 < wait <= 100


def test_bulk_work_of_one_process_leaves_calls_to_the_others() -> None:
    assert calls_at_once(process(), kept_back=1) == 3
    assert calls_at_once(process()) == 1


def test_keys_have_paces_of_their_own() -> None:
    calls_at_once(process())
    other = SharedPace(shared_name("ovh-eu", "another key"), 0.01, 4)
    assert other.claim(0) == 0


def test_a_pause_that_ovhcloud_asked_for_holds_in_every_process_and_is_never_cut_short() -> None:
    process().claim(0)
    process().block(60)
    process().block(5)
    wait = process().claim(0)
    assert wait is not None
    assert 55 < wait <= 60


def test_of_two_that_found_the_same_row_one_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    process(burst=1).claim(0)
    CallPace.objects.update(full_at=timezone.now() - timedelta(seconds=1))
    found_before = CallPace.objects.get()
    assert process(burst=1).claim(0) == 0
    late = CallPace.objects.filter(pk=found_before.pk, full_at=found_before.full_at)
    assert late.update(full_at=timezone.now()) == 0


def test_the_row_tells_nothing_of_the_key() -> None:
    process().claim(0)
    (row,) = CallPace.objects.all()
    assert SECRET not in f"{row.name} {row}"
    assert len(row.name) == 64


def test_without_the_database_a_process_keeps_its_own_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(CallPace.objects, "filter", refuse)
    pacer = Pacer(0.01, 4, process())
    for _ in range(4):
        pacer.take(Deadline(1))
    with pytest.raises(PastDeadline):
        pacer.take(Deadline(1))
    pacer.block(1)


def test_paces_that_nobody_needs_are_forgotten() -> None:
    process().claim(0)
    live.forget_idle_paces()
    assert CallPace.objects.count() == 1
    CallPace.objects.update(full_at=timezone.now() - timedelta(days=2))
    live.forget_idle_paces()
    assert not CallPace.objects.exists()
