"""Tokens of links and passphrases are in one answer each: in no row, no log line, no session."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from credentials.core.redaction import Redacting
from credentials.models import ConsumerKey
from tests.conftest import SECRETS
from tests.dashboard import consent_driver
from tests.dashboard.conftest import wizard
from tests.dashboard.test_handover_links import make, text
from tests.dashboard.wizard_driver import WizardDriver
from tests.leak_detectors import database_files, stored_text
from tests.people import Browser

__all__ = ["wizard"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the log would say, as the handler of the settings writes it, at any level."""
    lines, root = StringIO(), logging.getLogger()
    handler, before = logging.StreamHandler(lines), root.level
    handler.addFilter(Redacting())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(before)


def places(secrets: set[str], log: StringIO, *answers: str) -> list[str]:
    """Where one of them is."""
    lines = log.getvalue().splitlines()
    assert lines
    connection.close()
    spots = [line for line in lines if any(each in line for each in secrets)]
    spots += [table for table, row in stored_text() if any(each in row for each in secrets)]
    for name, blob in database_files():
        spots += [name for each in secrets if each.encode() in blob]
    mails = [f"{message.subject} {message.body}" for message in mail.outbox]
    return spots + [text for text in (*mails, *answers) if any(each in text for each in secrets)]


def test_a_handover_leaves_neither_token_nor_passphrase_nor_secret(
    log: StringIO, browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    link = make(browser_of_alice, consumer_key, with_passphrase="on")
    answers = [text(link.receiver.get(link.path)), text(link.open(passphrase="wrong-one"))]
    assert SECRETS["consumer_key"] in text(link.open(passphrase=link.passphrase))
    answers.append(text(link.receiver.get(link.path)))
    answers.append(browser_of_alice.page(reverse("vault:detail", args=[consumer_key.pk])))
    token = link.path.split("/")[2]
    secrets = {token, link.passphrase, *SECRETS.values()}
    assert places(secrets, log, *answers) == []
    assert places({"wrong-one"}, log, *answers) == []


def test_a_consent_link_leaves_no_token(log: StringIO, wizard: WizardDriver) -> None:
    consent = consent_driver.make(wizard)
    answers = [consent.page(), consent.go_through(), consent.page()]
    answers.append(wizard.page(consent.key_request))
    back = wizard.credential(consent.key_request).redirection.rstrip("/").rsplit("/", 1)[1]
    tokens = {consent.path.split("/")[2], back}
    assert places(tokens, log, *answers) == []
