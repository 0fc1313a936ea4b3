"""The page of streams: where a team's log is sent, and how far behind that is."""

from __future__ import annotations

from pathlib import Path

from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from credentials.core import LogStreamKind, Role
from credentials.log_streams import sealed_parts
from credentials.models import LogStream, Person, Team
from tests.people import Browser, join, sign_in
from tests.tls_receiver import tls_receiver
from tests.webhook_receiver import webhook_receiver

LIST = reverse("log_streams:list")


def plant(team: Team, count: int) -> None:
    for number in range(count):
        stream = LogStream(
            team=team,
            label=f"archive {number}",
            kind=LogStreamKind.SYSLOG,
            host="siem.example.com:6514",
            added_by="alice@example.com",
            created_at=timezone.now(),
        )
        sealed_parts.seal(stream, address="siem.example.com", secret="")
        stream.save()


def test_a_stream_is_added_sent_shown_and_removed(
    team: Team, browser_of_alice: Browser, settings: Settings, tmp_path: Path
) -> None:
    add = reverse("log_streams:add", args=[team.pk])
    values = {"label": "archive", "kind": "syslog", "address": "siem.example.com", "start": "whole"}
    refused = browser_of_alice.post(add, values).content.decode()
    assert "siem.example.com:6514 is not among the hosts that may be sent to" in refused
    assert "KEYDESK_LOG_STREAM_HOSTS" in refused
    with tls_receiver(tmp_path) as receiver:
        settings.KEYDESK_LOG_STREAM_PRIVATE_HOSTS = frozenset({receiver.host})
        settings.KEYDESK_LOG_STREAM_CA = receiver.authority
        browser_of_alice.post(add, {**values, "address": receiver.host})
        stream = LogStream.objects.get()
        before = browser_of_alice.page(LIST)
        assert "Nothing so far." in before
        assert "None: all were taken." not in before
        browser_of_alice.post(reverse("log_streams:try_now", args=[stream.pk]))
        assert receiver.batches
    page = browser_of_alice.page(LIST)
    assert "All taken" in page
    assert "None: all were taken." in page
    assert "Set up" in page
    assert receiver.host in page
    browser_of_alice.post(reverse("log_streams:remove", args=[stream.pk]))
    assert not LogStream.objects.exists()


def test_the_secret_of_a_webhook_is_shown_once_and_a_token_never(
    team: Team, browser_of_alice: Browser, settings: Settings
) -> None:
    add = reverse("log_streams:add", args=[team.pk])
    with webhook_receiver() as receiver:
        settings.KEYDESK_LOG_STREAM_PRIVATE_HOSTS = frozenset({receiver.host})
        values = {"label": "a", "kind": "webhook", "address": receiver.url, "start": "new"}
        added = browser_of_alice.post(add, values)
        assert "no-store" in added["Cache-Control"]
        assert "whsec_" in added.content.decode()
        wrong = {**values, "token": "a0token0of0ldp"}
        refused = browser_of_alice.post(add, wrong).content.decode()
        assert "for GELF alone" in refused
        assert "a0token0of0ldp" not in refused
        assert "a0secret0path" not in refused
    page = browser_of_alice.page(LIST)
    assert "whsec_" not in page
    assert "a0secret0path" not in page


def test_an_auditor_sees_the_streams_and_sets_none_up(team: Team, bob: Person) -> None:
    join(team, bob, Role.AUDITOR)
    plant(team, 1)
    page = sign_in(bob).page(LIST)
    assert "archive 0" in page
    assert "Add stream" not in page
    assert "Try now" not in page


def test_a_stream_that_fails_says_since_when_and_why(team: Team, browser_of_alice: Browser) -> None:
    plant(team, 1)
    stream = LogStream.objects.get()
    browser_of_alice.post(reverse("log_streams:try_now", args=[stream.pk]))
    page = browser_of_alice.page(LIST)
    assert "Failing" in page
    assert "siem.example.com:6514 is not among the hosts that may be sent to." in page


def test_it_asks_the_database_as_often_however_many_streams_there_are(
    team: Team, browser_of_alice: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 2, 7):
        plant(team, count)
        with django_assert_num_queries(10):
            browser_of_alice.page(LIST)
