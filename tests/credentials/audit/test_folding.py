"""What counts repeated denials says nothing that the log does not hold already."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from credentials import audit
from credentials.audit import SYSTEM, Actor, Subject, folding, triggers
from credentials.audit.folding import Event
from credentials.core import AuditAction, Outcome
from credentials.models import AuditEntry, AuditFold
from credentials.sealing import ChainVerdict

pytestmark = pytest.mark.django_db

BOB = Actor("bob@example.com", 2, "192.0.2.1")
ENTRY = Subject("entry", "1", "dns-updater", uuid.UUID(int=1))


def deny(*, times: int = 1) -> None:
    for _ in range(times):
        audit.record(
            AuditAction.ACCESS_DENIED,
            actor=BOB,
            subject=ENTRY,
            outcome=Outcome.DENIED,
            details={"path": "/vault/1/", "roles": ["auditor"]},
        )


def write_another() -> None:
    audit.record(AuditAction.SIGNED_IN, actor=SYSTEM)


def minutes_ago(minutes: float) -> None:
    """Let the open windows have been opened so long ago."""
    AuditFold.objects.update(opened_at=timezone.now() - timedelta(minutes=minutes))


@pytest.fixture
def after_a_minute(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Called, it lets a minute pass."""
    present = timezone.now

    def let_pass() -> None:
        monkeypatch.setattr(timezone, "now", lambda: present() + folding.WINDOW)

    return let_pass


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("seq").values_list("action", flat=True))


def is_intact() -> bool:
    return audit.verify().verdict is ChainVerdict.INTACT


REVEAL = Event(
    AuditAction.SECRET_REVEALED, Outcome.DONE, actor=BOB, subject=ENTRY, details={"version": 1}
)


@pytest.mark.parametrize("seq", [1, 2, 99, -1])
def test_a_planted_count_makes_no_entry_of_its_own(seq: int) -> None:
    """Not of an event that never was, whichever entry it names."""
    deny()
    AuditFold.objects.all().delete()
    AuditFold.objects.create(
        digest=REVEAL.digest(), seq=seq, opened_at=timezone.now() - folding.WINDOW, count=1
    )
    write_another()
    assert AuditAction.SECRET_REVEALED not in actions()
    refused = AuditEntry.objects.get(action=AuditAction.COUNT_REFUSED)
    assert (refused.outcome, refused.details) == (Outcome.FAILED, {"counts": 1})
    assert not AuditFold.objects.exists()
    assert is_intact()


def test_a_thousand_planted_counts_are_one_entry() -> None:
    old = timezone.now() - timedelta(hours=1)
    AuditFold.objects.bulk_create(
        AuditFold(digest=f"{number:064}", seq=number, opened_at=old, count=1)
        for number in range(1000)
    )
    write_another()
    assert AuditEntry.objects.get(seq=1).details == {"counts": 1000}


def test_an_entry_that_was_changed_to_fit_a_count_is_not_repeated() -> None:
    deny()
    write_another()
    triggers.remove(connection)
    AuditEntry.objects.filter(seq=1).update(action=REVEAL.action, details=REVEAL.details)
    forged = Event.of_entry(AuditEntry.objects.get(seq=1))
    AuditFold.objects.update(digest=forged.digest(), count=1)
    minutes_ago(1)
    write_another()
    assert actions()[2:] == [AuditAction.COUNT_REFUSED, AuditAction.SIGNED_IN]


def test_a_success_is_not_repeated() -> None:
    write_another()
    digest = Event.of_entry(AuditEntry.objects.get()).digest()
    old = timezone.now() - folding.WINDOW
    AuditFold.objects.create(digest=digest, seq=1, opened_at=old, count=3)
    write_another()
    assert actions()[1:] == [AuditAction.COUNT_REFUSED, AuditAction.SIGNED_IN]


def test_a_count_beyond_what_anybody_can_send_is_dropped() -> None:
    deny()
    AuditFold.objects.update(count=folding.MOST_COUNTED + 1)
    minutes_ago(1)
    write_another()
    assert actions()[1:] == [AuditAction.COUNT_REFUSED, AuditAction.SIGNED_IN]


def test_a_count_that_was_written_is_not_written_again(
    after_a_minute: Callable[[], None],
) -> None:
    deny(times=3)
    (fold,) = AuditFold.objects.all()
    after_a_minute()
    write_another()
    fold.save(force_insert=True)
    write_another()
    assert actions() == [
        AuditAction.ACCESS_DENIED,
        AuditAction.ACCESS_DENIED,
        AuditAction.SIGNED_IN,
        AuditAction.COUNT_REFUSED,
        AuditAction.SIGNED_IN,
    ]


@pytest.mark.parametrize("minutes", [-600, -0.5, 0.5, 2])
def test_moving_a_window_hides_no_denial_for_longer_than_a_minute(
    after_a_minute: Callable[[], None], minutes: float
) -> None:
    """Whenever it is said to have been opened, it counts for a minute after its entry."""
    deny()
    minutes_ago(minutes)
    after_a_minute()
    minutes_ago(minutes)
    deny()
    assert actions().count(AuditAction.ACCESS_DENIED) == 2
    assert is_intact()


def test_a_window_that_was_planted_before_the_denial_does_not_hide_it() -> None:
    deny()
    (fold,) = AuditFold.objects.all()
    fold.delete()
    later = timezone.now() + timedelta(days=1)
    AuditFold.objects.create(digest=fold.digest, seq=0, opened_at=later)
    deny()
    assert actions().count(AuditAction.ACCESS_DENIED) == 2


def test_deleting_windows_loses_what_was_counted_and_no_more() -> None:
    deny(times=5)
    AuditFold.objects.all().delete()
    deny()
    assert actions() == [AuditAction.ACCESS_DENIED] * 2
