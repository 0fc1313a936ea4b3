"""Secrets are planted through every page and command, made to exist, and then looked for.

They may be found in one place: the answer to a reveal, a copy or an export. Not in another page, a
header, a log line, an exception, a session, a task's arguments, nor in the database's own files.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from credentials import instance, validation, vault
from credentials.audit import SYSTEM
from credentials.errors import KeydeskError
from credentials.models import Account, Application, ConsumerKey, Entry, Person, ServiceAccount
from sandbox.demo_world import DemoKey, DemoWorld
from sandbox.server import Running
from tests.people import Browser

NIC = "aa11111-ovh"

pytestmark = pytest.mark.django_db(transaction=True)


class Listener(logging.Handler):
    """Everything any logger says, at any level, tracebacks included."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.getMessage()} {record.args!r} {record.__dict__!r}")
        if record.exc_info and record.exc_info[1]:
            self.heard += traceback.format_exception(record.exc_info[1])


class Witness(Browser):
    """A browser that keeps every answer it was given, but for the reveals."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[str] = []

    def generic(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().generic(*args, **kwargs)
        if not str(args[1]).endswith(
            ("/reveal/", "/copy/")
        ) and "attachment" not in answer.headers.get("Content-Disposition", ""):
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            self.answers.append(f"{args[1]} {dict(answer.items())} {body.decode()}")
        return answer


@pytest.fixture
def listener() -> Iterator[Listener]:
    handler, root = Listener(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def witness(alice: Person, team: object) -> Witness:
    browser = Witness()
    browser.force_login(alice)
    browser.confirm()
    return browser


@pytest.fixture
def planted(demo: DemoWorld, ovhcloud: Running, witness: Witness, account: Account) -> set[str]:
    """Every secret that the pages below take in or make."""
    management, other = demo.management(NIC), demo.of("unused")[0]
    client = next(client for client in demo.clients if client.account == NIC)
    paste(witness, account, management, manages="on")
    post(
        witness,
        "vault:create",
        "application",
        account=account.pk,
        label="other",
        application_key=other.application_key,
        application_secret=other.application_secret,
    )
    post(
        witness,
        "service_accounts:store",
        account=account.pk,
        label="reporting",
        client_id=client.client_id,
        client_secret=client.client_secret,
    )
    post(
        witness,
        "service_accounts:create",
        account=account.pk,
        label="minted",
        description="made here",
    )
    replaced = "planted0replacement0000000000001"
    post(witness, "vault:replace", Application.objects.get(label="other").pk, secret=replaced)
    request_a_key(witness)
    fresh = ConsumerKey.objects.get(label="fresh")
    minted = ServiceAccount.objects.get(label="minted")
    return {
        management.application_secret,
        management.consumer_key,
        other.application_secret,
        client.client_secret,
        replaced,
        vault.reveal(fresh, actor=SYSTEM).expose(),
        vault.reveal(minted, actor=SYSTEM).expose(),
    }


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
    post(browser, "onboarding:card", draft, label="fresh")
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
    client_id = ServiceAccount.objects.get(label="reporting").client_id
    post(browser, "service_accounts:test", account.pk, client_id)


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


def stored_text() -> Iterator[tuple[str, str]]:
    """Every row of every table, as text; sessions as what they hold, for their column is packed."""
    for session in Session.objects.all():
        yield "a session", repr(session.get_decoded())
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield table, repr(row)


def database_files() -> Iterator[tuple[str, bytes]]:
    """The bytes of the SQLite file and of its log; a server keeps its files elsewhere."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        for path in Path(name).parent.glob(f"{Path(name).name}*"):
            yield path.name, path.read_bytes()


def test_secrets_are_found_nowhere_but_in_the_answer_to_a_reveal(
    listener: Listener,
    witness: Witness,
    planted: set[str],
    account: Account,
    demo: DemoWorld,
    ovhcloud: Running,
) -> None:
    misuse(witness, account, demo, ovhcloud)
    look_everywhere(witness, account)
    everywhere = planted | {settings.KEYDESK_MASTER_KEYS, instance.key().to_text()}
    everywhere |= {vault.data_key(account).to_text(), demo.of("validated")[0].consumer_key}
    assert len(witness.answers) > 30
    assert len(listener.heard) > 30
    for secret in everywhere:
        assert [text[:90] for text in witness.answers if secret in text] == []
        assert [text[:300] for text in listener.heard if secret in text] == []
        assert [table for table, text in stored_text() if secret in text] == []
        assert [name for name, blob in database_files() if secret.encode() in blob] == []


def test_each_planted_secret_exists_and_a_reveal_shows_it(
    witness: Witness, planted: set[str]
) -> None:
    shown = [
        witness.post(reverse("vault:reveal", args=[entry.pk])).content.decode()
        for entry in Entry.objects.all()
    ]
    newest = {secret for secret in planted if any(secret in page for page in shown)}
    assert len(newest) == len(planted) - 1  # all but the value that was replaced


def test_an_error_holds_no_secret(
    witness: Witness, planted: set[str], demo: DemoWorld, ovhcloud: Running
) -> None:
    ovhcloud.sandbox.faults.add("echo")
    ovhcloud.sandbox.faults.add("status=403")
    key = ConsumerKey.objects.get(label=demo.management(NIC).label)
    ovh = validation.signed_client(key, actor=SYSTEM, purpose="test")
    with pytest.raises(KeydeskError) as caught:
        ovh.details()
    text = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value)) + repr(ovh)
    assert not [secret for secret in planted if secret in text]


def test_commands_say_no_secret(planted: set[str], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check")
    call_command("diffsettings", all=True)
    printed = capsys.readouterr().out
    assert not [secret for secret in planted if secret in printed]
