"""Streams against real receivers that fail: nothing is lost, the order is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from credentials import audit, log_streams, teams
from credentials.audit import SYSTEM
from credentials.core import AuditAction, LogStreamKind
from credentials.log_streams import sending
from credentials.models import AuditEntry, LogStream, Person, Team
from credentials.outgoing import connecting
from tests.credentials.log_streams.driver import (
    add,
    gelf_messages,
    log,
    send_all,
    syslog_messages,
    syslog_rows,
    webhook_rows,
)
from tests.tls_receiver import TlsReceiver, tls_receiver
from tests.webhook_receiver import Receiver, webhook_receiver

pytestmark = pytest.mark.django_db

FAULTS = {
    LogStreamKind.SYSLOG: ("refuses", "cuts", "is-mute", "is-plain"),
    LogStreamKind.GELF: ("refuses", "cuts", "is-mute", "is-plain"),
    LogStreamKind.WEBHOOK: ("500", "429", "301", "cuts", "is-mute", "drips"),
}


@dataclass(slots=True)
class Place:
    """A receiver of one kind, and how the numbers of the entries that it took are read."""

    kind: LogStreamKind
    receiver: Any
    address: str
    numbers: Callable[[], list[int]]


@pytest.fixture
def places(settings: Settings, tmp_path: Path) -> Iterator[dict[LogStreamKind, Place]]:
    with ExitStack() as stack:
        tls: TlsReceiver = stack.enter_context(tls_receiver(tmp_path))
        web: Receiver = stack.enter_context(webhook_receiver())
        settings.KEYDESK_LOG_STREAM_PRIVATE_HOSTS = frozenset({tls.host, web.host})
        settings.KEYDESK_LOG_STREAM_CA = tls.authority
        numbers: dict[LogStreamKind, Callable[[], list[int]]] = {
            LogStreamKind.SYSLOG: lambda: [row["seq"] for row in syslog_rows(tls)],
            LogStreamKind.GELF: lambda: [row["_seq"] for row in gelf_messages(tls)],
            LogStreamKind.WEBHOOK: lambda: [row["seq"] for row in webhook_rows(web)],
        }
        yield {
            kind: Place(
                kind,
                web if kind is LogStreamKind.WEBHOOK else tls,
                web.url if kind is LogStreamKind.WEBHOOK else tls.host,
                numbers[kind],
            )
            for kind in LogStreamKind
        }


@pytest.fixture
def other_team(bob: Person) -> Team:
    return teams.create_team("Lighthouse", admin=bob, actor=SYSTEM)


def of_team(team: Team) -> list[int]:
    """The numbers of all that the team's readers may read."""
    entries = teams.entries_of(Team.objects.filter(pk=team.pk))
    return list(entries.order_by("seq").values_list("seq", flat=True))


@pytest.mark.parametrize("kind", LogStreamKind)
def test_the_log_is_sent_in_order_and_goes_on_where_it_was(
    team: Team, places: dict[LogStreamKind, Place], monkeypatch: pytest.MonkeyPatch, kind: Any
) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 3)
    place = places[kind]
    add(team, kind, place.address)
    log(team, *"abcdefgh")
    send_all()
    assert place.numbers() == of_team(team)
    log(team, "i", "j")
    send_all()
    assert place.numbers() == of_team(team)
    send_all()
    assert place.numbers() == of_team(team)
    assert LogStream.objects.get().acknowledged == of_team(team)[-1]


@pytest.mark.parametrize(
    ("kind", "fault"), [(kind, fault) for kind, faults in FAULTS.items() for fault in faults]
)
def test_nothing_is_lost_and_the_order_is_kept_whatever_the_receiver_does(
    team: Team,
    places: dict[LogStreamKind, Place],
    monkeypatch: pytest.MonkeyPatch,
    kind: Any,
    fault: str,
) -> None:
    place = places[kind]
    stream, _ = add(team, kind, place.address, is_whole=False)
    place.receiver.fault = fault
    log(team, "a", "b")
    with monkeypatch.context() as hurry:
        hurry.setattr(connecting, "TIMEOUT", 0.5)
        hurry.setattr(connecting, "LONGEST", 1.0)
        send_all()
    waiting = LogStream.objects.get(pk=stream.pk)
    assert waiting.tries == 1
    assert str(waiting.outcome)
    assert waiting.acknowledged == stream.acknowledged
    assert place.numbers() == []
    asked = place.receiver.asked
    log(team, "c")
    send_all()
    assert place.receiver.asked == asked, "it was not yet time"
    place.receiver.fault = ""
    send_all(minutes=2)
    expected = [number for number in of_team(team) if number > stream.acknowledged]
    assert place.numbers() == expected
    after = LogStream.objects.get(pk=stream.pk)
    assert (after.tries, after.failing_since, str(after.outcome)) == (0, None, "")


@pytest.mark.parametrize("kind", LogStreamKind)
def test_a_receiver_that_is_down_is_waited_for(
    team: Team, settings: Settings, kind: LogStreamKind
) -> None:
    settings.KEYDESK_LOG_STREAM_PRIVATE_HOSTS = frozenset({"127.0.0.1:1"})
    address = "http://127.0.0.1:1/" if kind is LogStreamKind.WEBHOOK else "127.0.0.1:1"
    add(team, kind, address)
    for tries in range(1, 8):
        send_all(days=1)
        stream = LogStream.objects.get()
        assert stream.tries == tries
        assert stream.acknowledged == 0
    failed = AuditEntry.objects.filter(action=AuditAction.LOG_STREAM_FAILED)
    assert failed.count() == 1, "the log says it once, not once a try"


def test_an_entry_that_was_taken_unnoticed_is_sent_again(
    team: Team, places: dict[LogStreamKind, Place]
) -> None:
    place = places[LogStreamKind.WEBHOOK]
    stream, _ = add(team, place.kind, place.address)
    send_all()
    first = list(place.receiver.taken)
    row = LogStream.objects.get()
    row.acknowledged = 0
    row.save(update_fields=["acknowledged"])
    LogStream.objects.update(due_at=stream.created_at)
    send_all()
    again = place.receiver.taken[len(first) :]
    assert [taken.body for taken in again] == [taken.body for taken in first]
    assert again[0].headers["webhook-id"] == first[0].headers["webhook-id"]


def test_syslog_is_as_rfc_5424_and_5425_have_it(
    team: Team, places: dict[LogStreamKind, Place]
) -> None:
    place = places[LogStreamKind.SYSLOG]
    add(team, place.kind, place.address)
    log(team, "bell\r\n\x07 é \U0001f511")
    send_all()
    exported = list(audit.json_lines(teams.entries_of(Team.objects.filter(pk=team.pk))))
    messages = syslog_messages(place.receiver)
    assert len(messages) == len(exported)
    for message, line in zip(messages, exported, strict=True):
        head, _, body = message.decode("ascii").partition("{")
        assert re.fullmatch(
            r"<10[89]>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00 \S+ "
            r"keydesk - [!-~]{1,32} - ",
            head,
        )
        assert "{" + body == line


def test_gelf_is_as_logs_data_platform_reads_it(
    team: Team, places: dict[LogStreamKind, Place]
) -> None:
    place = places[LogStreamKind.GELF]
    add(team, place.kind, place.address, token="3b0c-token")
    log(team, "harbour")
    send_all()
    message = gelf_messages(place.receiver)[-1]
    entry = AuditEntry.objects.order_by("-seq")[0]
    assert message["version"] == "1.1"
    assert message["host"]
    assert message["short_message"] == "keydesk account:account:changed harbour"
    assert message["timestamp"] == pytest.approx(entry.time.timestamp(), abs=1e-5)
    assert message["_X-OVH-TOKEN"] == "3b0c-token"
    assert message["_mac"] == entry.mac
    assert json.loads(message["_details"]) == entry.details
    assert "_id" not in message
    assert all(isinstance(value, str | int | float) for value in message.values())


def test_a_stream_of_one_team_says_nothing_of_another(
    team: Team, other_team: Team, places: dict[LogStreamKind, Place]
) -> None:
    place = places[LogStreamKind.WEBHOOK]
    add(team, place.kind, place.address)
    log(other_team, "theirs")
    send_all()
    assert place.numbers()
    assert "theirs" not in str(webhook_rows(place.receiver))


def test_a_stream_that_was_changed_or_put_back_is_sent_nothing(
    team: Team, places: dict[LogStreamKind, Place]
) -> None:
    place = places[LogStreamKind.WEBHOOK]
    stream, _ = add(team, place.kind, place.address)
    LogStream._base_manager.filter(pk=stream.pk).update(acknowledged=9000)
    send_all()
    assert "changed outside Keydesk" in str(LogStream.objects.get().outcome)
    log_streams.remove_stream(stream, actor=SYSTEM)
    stream._state.adding = True
    stream.save_base(raw=True, force_insert=True)
    send_all(days=1)
    assert place.receiver.taken == []


def test_a_receiver_whose_certificate_is_not_trusted_gets_nothing(
    team: Team, places: dict[LogStreamKind, Place], settings: Settings
) -> None:
    place = places[LogStreamKind.SYSLOG]
    settings.KEYDESK_LOG_STREAM_CA = ""
    add(team, place.kind, place.address)
    send_all()
    assert "SSLCertVerificationError" in str(LogStream.objects.get().outcome)
    assert place.receiver.batches == []


def test_the_delay_is_that_of_the_oldest_entry_that_was_not_taken(
    team: Team, other_team: Team, places: dict[LogStreamKind, Place]
) -> None:
    place = places[LogStreamKind.WEBHOOK]
    add(team, place.kind, place.address, is_whole=False)
    log(team, "first", "second")
    log(other_team, "theirs")
    ((stream, since),) = log_streams.with_delay(LogStream.objects.all())
    oldest = min(number for number in of_team(team) if number > stream.acknowledged)
    assert since == AuditEntry.objects.get(pk=oldest).time
    send_all()
    assert [since for _, since in log_streams.with_delay(LogStream.objects.all())] == [None]


def test_the_clock_asks_for_what_waits_alone(
    team: Team, places: dict[LogStreamKind, Place]
) -> None:
    place = places[LogStreamKind.WEBHOOK]
    add(team, place.kind, place.address)
    log_streams.send_by_the_clock()
    assert place.numbers() == of_team(team)
    asked = place.receiver.asked
    log_streams.send_by_the_clock()
    assert place.receiver.asked == asked
