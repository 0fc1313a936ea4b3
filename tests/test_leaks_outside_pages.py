"""Planted secrets, looked for outside the pages: dumps, files of the database, backups, reports."""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as live_settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.log import AdminEmailHandler
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from credentials import vault
from credentials.audit import SYSTEM
from credentials.models import Account, Application, ConsumerKey, SecretVersion, ServiceAccount
from credentials.sealing import instance_key, master_keys
from credentials.vault import seal_locations
from tests.as_production import environment
from tests.conftest import SECRETS
from tests.credentials.vault.test_fails_closed import refusing
from tests.people import Browser
from tests.scratch import Scratch
from tests.with_postgres import newest_binaries

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def planted(
    application: Application, consumer_key: ConsumerKey, service_account: ServiceAccount
) -> list[bytes]:
    """What must be found nowhere: every secret, a destroyed one, and every key in the process."""
    vault.replace_secret(consumer_key, "planted0and0destroyed0000000001", actor=SYSTEM)
    vault.destroy(consumer_key, 2, actor=SYSTEM)
    for entry in (application, consumer_key, service_account):
        vault.reveal(entry, actor=SYSTEM)
    keys = [instance_key.key(), seal_locations.data_key(application.account)]
    values = [*SECRETS.values(), "planted0and0destroyed0000000001"]
    texts = [*values, str(live_settings.KEYDESK_MASTER_KEYS), str(live_settings.SECRET_KEY)]
    hexes = [key.to_text() for key in keys]
    return [text.encode() for text in (*texts, *hexes)] + [key.material for key in keys]


def leaked(planted: list[bytes], text: str | bytes) -> list[bytes]:
    blob = text.encode() if isinstance(text, str) else text
    return [secret for secret in planted if secret in blob]


def dump() -> bytes:
    """The database as its own tool writes it out."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            lines = "\n".join(cursor.connection.iterdump())
            cursor.execute("ROLLBACK")
        return lines.encode()
    binaries = newest_binaries(Path("/usr/lib/postgresql"))
    assert binaries is not None
    host, user = connection.settings_dict["HOST"], connection.settings_dict["USER"]
    command = [str(binaries / "pg_dump"), "--host", host, "--username", user, name]
    return subprocess.run(command, check=True, capture_output=True).stdout


def files_of_the_database() -> Iterator[tuple[Path, bytes]]:
    """Tables, indexes and write-ahead log, as they lie on the disk.

    A server at work removes files too, of a dropped database, of the log, of a table that became
    empty: what has gone between being listed and being read lies on no disk.
    """
    for path in _paths_of_the_database():
        with contextlib.suppress(FileNotFoundError):
            yield path, path.read_bytes()


def _paths_of_the_database() -> Iterator[Path]:
    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        yield from name.parent.glob(f"{name.name}*")
        return
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        data = Path(cursor.fetchone()[0])
    for folder, _, names in os.walk(data):
        yield from (path for name in names if (path := Path(folder, name)).is_file())


def test_a_dump_holds_no_secret(planted: list[bytes]) -> None:
    text = dump()
    assert b"kd2.s." in text
    assert leaked(planted, text) == []


def test_the_files_of_the_database_and_its_write_ahead_log_hold_no_secret(
    planted: list[bytes],
) -> None:
    read = {path: leaked(planted, content) for path, content in files_of_the_database()}
    assert any("wal" in str(path) for path in read)
    assert [path.name for path, secrets in read.items() if secrets] == []


def test_a_backup_holds_no_secret(planted: list[bytes], tmp_path: Path) -> None:
    call_command("back_up", to=tmp_path / "backup")
    files = list((tmp_path / "backup").iterdir())
    assert len(files) > 10
    assert [path.name for path in files if leaked(planted, path.read_bytes())] == []


def test_the_arguments_of_the_worker_hold_no_secret(
    planted: list[bytes], account: Account, settings: Settings, browser_of_alice: Browser
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    account.management_key = ConsumerKey.objects.get()
    account.save(update_fields=["management_key"])
    browser_of_alice.post(reverse("live:sync", args=[account.pk]))
    tasks = list(DBTaskResult.objects.values_list("args_kwargs", flat=True))
    assert tasks
    assert leaked(planted, repr(tasks)) == []
    (given,) = [[*task["args"], *task["kwargs"].values()] for task in tasks]
    assert all(len(str(argument)) <= 36 for argument in given)


@pytest.fixture(params=["page", "text", "mail"])
def report(
    request: pytest.FixtureRequest, settings: Settings, browser_of_alice: Browser
) -> Callable[[str], str]:
    """The report of the error that posting a new secret ends in, in each of its forms."""
    settings.DEBUG = request.param != "mail"
    settings.ADMINS = [("Alice", "alice@example.com")]
    browser_of_alice.raise_request_exception = False
    accept = "text/html" if request.param == "page" else "text/plain"

    def post(secret: str) -> str:
        url = reverse("vault:replace", args=[Application.objects.get().pk])
        with refusing():
            answer = browser_of_alice.post(url, {"secret": secret}, headers={"accept": accept})
        if request.param == "mail":
            call_mail(url, secret, browser_of_alice)
            return "".join(
                f"{message.subject} {message.body} {getattr(message, 'alternatives', '')}"
                for message in mail.outbox
            )
        return answer.content.decode()

    return post


def call_mail(url: str, secret: str, browser: Client) -> None:
    """What Django's own handler would mail, were it in use."""
    handler, logger = AdminEmailHandler(include_html=True), logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        with refusing():
            browser.post(url, {"secret": secret})
    finally:
        logger.removeHandler(handler)


def test_an_error_report_holds_no_secret(
    planted: list[bytes], report: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "DATABASE_URL", "postgres://keydesk:planted0password@db/x")
    fresh = "planted0in0a0post0000000000000001"
    text = report(fresh)
    assert "refused" in text
    assert "Traceback" in text
    assert leaked([*planted, fresh.encode(), b"planted0password"], text) == []


def test_there_is_no_admin() -> None:
    assert not apps.is_installed("django.contrib.admin")
    assert Client().get("/admin/", secure=True).status_code in {302, 404}


@pytest.mark.parametrize(
    "typed",
    [
        "settings.KEYDESK_MASTER_KEYS",
        "settings.SECRET_KEY",
        "settings.DATABASES",
        "master_keys.keyring()",
        "vars(master_keys.keyring())",
        "instance_key.key()",
        "seal_locations.data_key(account)",
        "account.__dict__",
        "vault.reveal(entry, actor=SYSTEM)",
        "entry, entry.__dict__, list(entry.versions.values())",
        "list(SecretVersion.objects.all())",
        "{type(one): one for one in [instance_key.key(), master_keys.keyring()]}",
    ],
)
def test_what_is_typed_into_a_shell_shows_no_secret(
    typed: str, planted: list[bytes], account: Account
) -> None:
    names = {
        "settings": live_settings,
        "master_keys": master_keys,
        "instance_key": instance_key,
        "seal_locations": seal_locations,
        "vault": vault,
        "account": account,
        "entry": Application.objects.get(),
        "SYSTEM": SYSTEM,
        "SecretVersion": SecretVersion,
    }
    shown = repr(eval(typed, names))
    assert shown
    assert leaked(planted, shown) == []


def test_a_dump_of_the_settings_shows_no_key_and_no_password(tmp_path: Path) -> None:
    given = environment()
    keydesk = Scratch("postgres://keydesk:planted0password@db.example.com/x", "ab" * 32, tmp_path)
    dumped = keydesk.manage(
        "diffsettings",
        "--all",
        SECRET_KEY=given["SECRET_KEY"],
        EMAIL_URL="smtp://keydesk:planted0mail0password@mail.example.com:25",
    )
    assert dumped.returncode == 0, dumped.stderr
    assert "KEYDESK_MASTER_KEYS = '…'" in dumped.stdout
    secrets = ["ab" * 32, given["SECRET_KEY"], "planted0password", "planted0mail0password"]
    assert leaked([secret.encode() for secret in secrets], dumped.stdout) == []


@pytest.mark.usefixtures("planted")
def test_a_process_that_holds_keys_leaves_no_core_file() -> None:
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
