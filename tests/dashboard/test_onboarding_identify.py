"""What is this key: the values of a text that are kept are told, and nothing of the text stays."""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from credentials import audit, vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction
from credentials.models import (
    Account,
    Application,
    AuditEntry,
    ConsumerKey,
    LiveApplication,
    LiveClient,
    LiveCredential,
    Person,
    ServiceAccount,
)
from tests.people import Browser, sign_in

PAGE = "/keys/identify/"


def look(browser: Browser, text: str) -> str:
    answer: Any = browser.post(PAGE, {"text": text})
    assert "no-store" in answer["Cache-Control"]
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def secret_of(entry: Any) -> str:
    return vault.use(entry, actor=SYSTEM, purpose="token test").expose()


@pytest.fixture
def secrets(
    application: Application, consumer_key: ConsumerKey, service_account: ServiceAccount
) -> dict[str, str]:
    return {
        "application secret": secret_of(application),
        "consumer key": secret_of(consumer_key),
        "client secret": secret_of(service_account),
    }


def test_secrets_are_known_by_blind_index_wherever_they_stand(
    browser_of_alice: Browser, secrets: dict[str, str]
) -> None:
    encoded = base64.b64encode(secrets["client secret"].encode()).decode()
    text = (
        f"2026-01-01 POST key={secrets['application secret']}&x=1\n"
        f'X-Ovh-Consumer: "{secrets["consumer key"]}".\n  clientSecret: {encoded}\n'
    )
    page = look(browser_of_alice, text)
    for number, name in enumerate(secrets, 1):
        assert f"{name.capitalize()} line {number}, version 1" in page
    for value in (*secrets.values(), encoded, "POST key="):
        assert value not in page


def test_ids_are_known_in_clear(
    browser_of_alice: Browser, application: Application, service_account: ServiceAccount
) -> None:
    page = look(browser_of_alice, f"{application.application_key} {service_account.client_id}")
    assert "Application key line 1" in page
    assert "Client id line 1" in page
    assert "Main account" in page


def test_who_knows_a_value_is_told_and_that_it_was_replaced(
    browser_of_alice: Browser, application: Application, alice: Person, secrets: dict[str, str]
) -> None:
    vault.reveal(application, actor=audit.actor_of(alice))
    vault.replace_secret(application, "another0secret0of0the0application", actor=SYSTEM)
    page = look(browser_of_alice, secrets["application secret"])
    assert "Replaced since" in page
    assert f"alice@example.com {alice.email}" not in page  # the owner is nobody
    assert page.rpartition("Replaced since")[2].count(alice.email) == 1


def test_what_is_not_kept_is_said_to_be(browser_of_alice: Browser) -> None:
    page = look(browser_of_alice, "0a1b2c3d4e5f60718293 and 99998888777766665555")
    assert "2 values of the text could be keys, and your teams keep none of them." in page


@pytest.fixture
def listed(account: Account, service_account: ServiceAccount) -> LiveApplication:
    """What OVHcloud lists in Alice's account, and nobody stored."""
    seen = {"first_seen_at": timezone.now(), "read_at": timezone.now()}
    LiveClient.objects.create(account=account, client_id="EU.fedcba9876543210", name="bot", **seen)
    return LiveApplication.objects.create(
        account=account,
        application_id=71,
        application_key="fedcba9876543210",
        name="dns-updater",
        **seen,
    )


def test_an_id_that_ovhcloud_lists_is_told_with_its_account_though_nobody_stored_it(
    browser_of_alice: Browser, listed: LiveApplication, application: Application, charlie: Person
) -> None:
    text = (
        f"{listed.application_key}\nid: EU.fedcba9876543210\n{application.application_key}\n"
        "0a1b2c3d4e5f60718293"
    )
    page = look(browser_of_alice, text)
    assert "dns-updater Application key, line 1 Main account · Harbour" in page
    assert "bot Client id, line 2" in page
    assert "Application key line 3" in page
    assert "1 of 4 values that could be keys is neither stored here nor listed." in page
    assert "dns-updater" not in look(sign_in(charlie), text)
    assert "Not stored here" not in look(browser_of_alice, listed.application_key)
    listed.gone_at = timezone.now()
    listed.save()
    assert "gone since it was read" in look(browser_of_alice, listed.application_key)


def test_what_a_key_may_and_its_last_use_are_told(
    browser_of_alice: Browser, consumer_key: ConsumerKey, secrets: dict[str, str]
) -> None:
    day = timezone.now() - timedelta(days=3)
    consumer_key.credential_id = 4711
    consumer_key.save()
    LiveCredential.objects.create(
        account=consumer_key.account,
        credential_id=4711,
        last_use=day,
        first_seen_at=day,
    )
    page = look(browser_of_alice, secrets["consumer key"])
    assert f"{len(consumer_key.rules)} rule" in page
    assert "last use 3 days ago" in page


def test_a_stranger_learns_nothing(charlie: Person, secrets: dict[str, str]) -> None:
    page = look(sign_in(charlie), secrets["consumer key"])
    assert "your teams keep none like it" in page


def test_the_lookup_is_in_the_log_without_a_value(
    browser_of_alice: Browser, secrets: dict[str, str]
) -> None:
    look(browser_of_alice, " ".join(secrets.values()))
    entry = AuditEntry.objects.get(action=AuditAction.VALUES_LOOKED_UP)
    assert entry.details == {"values": 3}
    assert entry.subject == "Harbour"


def test_many_values_cost_few_queries(
    browser_of_alice: Browser, secrets: dict[str, str], django_assert_max_num_queries: Any
) -> None:
    text = " ".join(f"0a1b2c3d{number:08}" for number in range(450))
    with django_assert_max_num_queries(40):
        look(browser_of_alice, text)
