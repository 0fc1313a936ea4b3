"""A stream of the log and a trap with real clicks: set up, sent, failing, laid, taken up."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import Settings

from credentials.models import Account, LogStream, Person, Team
from tests.browser.console_page import ConsolePage
from tests.credentials.notices.driver import list_key
from tests.tls_receiver import tls_receiver

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_stream_is_set_up_sent_and_seen_to_fail(
    console: ConsolePage, team: Team, alice: Person, settings: Settings, tmp_path: Path
) -> None:
    console.sign_in(alice)
    console.open(reverse("activity:list"))
    console.follow("Streams")
    console.expect_text("None: the log is kept here alone.")
    console.check_everywhere()
    with tls_receiver(tmp_path) as receiver:
        settings.KEYDESK_LOG_STREAM_PRIVATE_HOSTS = frozenset({receiver.host})
        settings.KEYDESK_LOG_STREAM_CA = receiver.authority
        console.follow(f"Add stream {team}")
        console.confirm()
        console.fill("Label", "archive")
        console.fill("Address", receiver.host)
        console.check_everywhere()
        console.follow("Add the stream", role="button")
        console.expect_text("The log is sent there from now on.")
        console.follow("Try now archive", role="button")
        console.expect_text("All taken")
        console.check_everywhere()
        assert receiver.batches
        receiver.fault = "refuses"
        console.follow("Try now archive", role="button")
        console.expect_text("Failing")
        console.check_everywhere()
    console.follow("Remove archive", role="button")
    console.expect_text("The log is sent there no more.")
    assert not LogStream.objects.exists()


def test_a_trap_is_laid_and_taken_up(console: ConsolePage, account: Account, alice: Person) -> None:
    list_key(account, 1, "GET /auth/time")
    console.sign_in(alice)
    console.open(reverse("live:credential", args=[account.pk, 1]))
    console.follow("Make it a trap")
    console.confirm()
    console.fill("Where it lies", "deploy.sh of the old repository")
    console.check_everywhere()
    console.follow("Lay the trap", role="button")
    console.expect_text("is a trap")
    console.check_everywhere()
    console.follow("Take the trap up", role="button")
    console.expect_text("is no trap any more")
