"""Mail against a real server that fails: nothing is lost, order is kept, and giving up is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from credentials.core import AuditAction, Outcome
from credentials.models import AuditEntry, Notice, Person, Team
from credentials.notices import delivering
from credentials.notices.delivering import LADDER, deliver
from tests.credentials.notices.driver import queue, send_all, states
from tests.mail_server import MailServer, mail_server
from tests.people import rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_TIMEOUT = 0.3
        yield running


@pytest.mark.parametrize("fault", ["refuses", "is-busy", "cuts", "is-mute", "is-down"])
def test_what_was_not_taken_is_tried_again_in_order(
    server: MailServer, team: Team, alice: Person, settings: Settings, fault: str
) -> None:
    server.fault = fault
    if fault == "is-down":
        settings.EMAIL_PORT = 1
    queue(team, alice, "first", "second")
    send_all()
    assert server.taken == []
    assert states() == ["waiting", "waiting"]
    waiting = Notice.objects.order_by("pk").first()
    assert waiting is not None
    assert waiting.tries == 1
    assert str(waiting.outcome)
    deliver.func(f"person:{alice.pk}")  # too early: nothing is tried
    assert Notice.objects.filter(tries__gt=0).count() == 1
    server.fault, settings.EMAIL_PORT = "", server.port
    send_all(minutes=2)
    assert server.subjects == [f"{team}: first", f"{team}: second"]
    assert states() == ["sent", "sent"]
    send_all(days=2)
    assert len(server.taken) == 2


def test_after_the_last_try_it_is_given_up_which_is_in_the_log_and_the_next_one_follows(
    server: MailServer, team: Team, alice: Person
) -> None:
    server.fault = "is-busy"
    queue(team, alice, "first", "second")
    for _ in range(len(LADDER)):
        send_all(days=1)
    assert states() == ["waiting", "waiting"]
    send_all(days=1)
    assert states() == ["failed", "waiting"]
    entry = AuditEntry.objects.get(action=AuditAction.NOTICE_FAILED)
    assert (entry.outcome, entry.details["receiver"]) == (Outcome.FAILED, alice.email)
    server.fault = ""
    send_all(days=1)
    assert server.subjects == [f"{team}: second"]


def test_a_try_that_a_worker_died_in_is_made_again(
    server: MailServer, team: Team, alice: Person
) -> None:
    queue(team, alice, "first")
    assert delivering._claimed({"person_id": str(alice.pk)}) is not None
    deliver.func(f"person:{alice.pk}")  # another worker waits for the first
    assert server.taken == []
    send_all(minutes=3)
    assert server.subjects == [f"{team}: first"]


def test_what_is_over_is_forgotten_after_a_while(team: Team, alice: Person) -> None:
    queue(team, alice, "first", "second")
    rows = Notice.objects.order_by("pk")
    rewrite(rows.filter(pk=rows[0].pk), state="sent", over_at=timezone.now() - timedelta(days=91))
    delivering.deliver_by_the_clock()
    assert states() == ["sent"]
