"""Secrets are planted through every page and command, made to exist, and then looked for.

They may be found in one place: the answer to a reveal, a copy or an export. Not in another page, a
header, a log line, an exception, a session, a task's arguments, nor in the database's own files.
"""

from __future__ import annotations

import traceback
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import KeydeskError
from credentials.models import Account, Application, ConsumerKey, Entry, Person, ServiceAccount
from credentials.sealing import instance_key
from credentials.vault import seal_locations
from sandbox.demo_world import NIC_A, DemoKey, DemoWorld
from sandbox.server import Running
from tests.leak_detectors import (
    LogCollector,
    RecordingBrowser,
    database_files,
    log_collector,
    stored_text,
)
from tests.people import Browser

__all__ = ["log_collector"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def recording_browser(alice: Person, team: object) -> RecordingBrowser:
    browser = RecordingBrowser()
    browser.force_login(alice)
    browser.confirm()
    return browser


@pytest.fixture
def planted(
    demo: DemoWorld, sandbox_server: Running, recording_browser: RecordingBrowser, account: Account
) -> set[str]:
    """Every secret that the pages below take in or make."""
    management = demo.management(NIC_A)
    paste(recording_browser, account, management, manages="on")
    confirm_the_account(recording_browser, account)
    request_a_key(recording_browser)
    return {
        management.application_secret,
        management.consumer_key,
        vault.reveal(ConsumerKey.objects.get(label="fresh"), actor=SYSTEM).expose(),
        *plant_an_application(recording_browser, account, demo.of("unused")[0]),
        *plant_service_accounts(recording_browser, account, demo),
    }


def plant_an_application(browser: Browser, account: Account, key: DemoKey) -> set[str]:
    """The secret of one that is stored, and the secret that replaces it."""
    post(
        browser,
        "vault:create",
        "application",
        account=account.pk,
        label="other",
        application_key=key.application_key,
        application_secret=key.application_secret,
    )
    replacement = "planted0replacement0000000000001"
    entry = Application.objects.get(label="other")
    post(browser, "vault:replace", entry.pk, secret=replacement)
    return {key.application_secret, replacement}


def plant_service_accounts(browser: Browser, account: Account, demo: DemoWorld) -> set[str]:
    """The secret of one that is stored, and of one that is made."""
    client = next(client for client in demo.clients if client.account == NIC_A)
    post(
        browser,
        "service_accounts:store",
        account=account.pk,
        label="reporting",
        client_id=client.client_id,
        client_secret=client.client_secret,
    )
    fields = {"account": account.pk, "label": "minted", "description": "made here"}
    post(browser, "service_accounts:create", **fields)
    minted = ServiceAccount.objects.get(label="minted")
    return {client.client_secret, vault.reveal(minted, actor=SYSTEM).expose()}


def confirm_the_account(browser: Browser, account: Account) -> None:
    """Its first key told whose it is, and is the management key once that is confirmed."""
    fields = {"nic": NIC_A, "answer": "yes", "manages": ConsumerKey.objects.get().pk}
    post(browser, "accounts:confirm", account.pk, **fields)


def post(browser: Browser, name: str, *args: object, **data: object) -> Any:
    return browser.post(reverse(name, args=args), data)


def paste(browser: Browser, account: Account, key: DemoKey, **data: object) -> Any:
    values = {
        "account": account.pk,
        "label": key.label,
        "application_key": key.application_key,
        "application_secret": key.application_secret,
        "consumer_key": key.consumer_key,
    }
    return post(browser, "onboarding:paste", **(values | data))


def request_a_key(browser: Browser) -> None:
    """Through the wizard, up to the pending key."""
    application = Application.objects.earliest("created_at")
    start = reverse("onboarding:start")
    answer = browser.get(f"{start}?application={application.pk}&rule=GET+/me")
    draft = answer["Location"].split("/")[3]
    post(browser, "onboarding:addresses", draft, addresses="")
    post(browser, "onboarding:details", draft, label="fresh")
    post(browser, "onboarding:review", draft)


def misuse(browser: Browser, account: Account, demo: DemoWorld, running: Running) -> None:
    """The same secrets in every form that refuses them, and an OVHcloud that repeats them."""
    key, other = demo.of("validated")[0], demo.of("unused")[0]
    paste(browser, account, key, application_secret=other.application_secret)
    paste(browser, account, key, consumer_key=f"{key.consumer_key}\u00e9")
    paste(browser, account, key, label="")
    running.sandbox.faults.add("echo")
    paste(browser, account, key, application_secret=other.application_secret)
    paste(browser, account, key, consumer_key=other.consumer_key)
    for name in ("status=500", "html", "empty"):
        running.sandbox.faults.add(f"{name} count=8")
        paste(browser, account, key)
    running.sandbox.faults.clear()
    running.sandbox.faults.add("echo")
    post(browser, "live:sync", account.pk)
    post(browser, "vault:replace", Entry.objects.earliest("created_at").pk, secret="x")
    for label in ("reporting", "fresh"):
        post(browser, "vault:check", Entry.objects.get(label=label).pk)


def look_everywhere(browser: Browser, account: Account) -> None:
    """Every page that shows an entry, and every list."""
    for name in ("overview:home", "accounts:list", "vault:list", "live:list", "activity:list"):
        browser.get(reverse(name))
    browser.get(reverse("accounts:detail", args=[account.pk]))
    for entry in Entry.objects.all():
        browser.get(reverse("vault:detail", args=[entry.pk]))
        browser.get(reverse("vault:replace", args=[entry.pk]))
        browser.get(reverse("vault:export", args=[entry.pk]))
        for name, sent in (("reveal", {}), ("copy", {}), ("export", {"name": "shell"})):
            answer = browser.post(reverse(f"vault:{name}", args=[entry.pk]), sent)
            assert "no-store" in answer["Cache-Control"]


def test_secrets_are_found_nowhere_but_in_the_answer_to_a_reveal(
    log_collector: LogCollector,
    recording_browser: RecordingBrowser,
    planted: set[str],
    account: Account,
    demo: DemoWorld,
    sandbox_server: Running,
) -> None:
    misuse(recording_browser, account, demo, sandbox_server)
    look_everywhere(recording_browser, account)
    everywhere = planted | {settings.KEYDESK_MASTER_KEYS, instance_key.key().to_text()}
    everywhere |= {seal_locations.data_key(account).to_text(), demo.of("validated")[0].consumer_key}
    assert len(recording_browser.answers) > 30
    assert len(log_collector.records) > 30
    for secret in everywhere:
        assert [text[:90] for text in recording_browser.answers if secret in text] == []
        assert [text[:90] for text in recording_browser.session_texts if secret in text] == []
        assert [text[:300] for text in log_collector.records if secret in text] == []
        assert [table for table, text in stored_text() if secret in text] == []
        assert [name for name, blob in database_files() if secret.encode() in blob] == []


def test_each_planted_secret_exists_and_a_reveal_shows_it(
    recording_browser: RecordingBrowser, planted: set[str]
) -> None:
    shown = [
        recording_browser.post(reverse("vault:reveal", args=[entry.pk])).content.decode()
        for entry in Entry.objects.all()
    ]
    newest = {secret for secret in planted if any(secret in page for page in shown)}
    assert len(newest) == len(planted) - 1  # all but the value that was replaced


def test_an_error_holds_no_secret(
    recording_browser: RecordingBrowser, planted: set[str], demo: DemoWorld, sandbox_server: Running
) -> None:
    sandbox_server.sandbox.faults.add("echo")
    sandbox_server.sandbox.faults.add("status=403")
    key = ConsumerKey.objects.get(label=demo.management(NIC_A).label)
    ovh = vault.signed_client(key, actor=SYSTEM, purpose="test")
    with pytest.raises(KeydeskError) as caught:
        ovh.details()
    text = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value)) + repr(ovh)
    assert not [secret for secret in planted if secret in text]


def test_commands_say_no_secret(planted: set[str], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check")
    call_command("diffsettings", all=True)
    printed = capsys.readouterr().out
    assert not [secret for secret in planted if secret in printed]
