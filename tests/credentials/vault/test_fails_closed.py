"""What cannot be logged is not shown: a full disk, a lock that is not given, a refusing trigger."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from credentials import audit, vault
from credentials.audit import SYSTEM
from credentials.models import Application, AuditEntry, AuditHead
from credentials.sealing import Secret
from tests.conftest import SECRETS
from tests.people import Browser

pytestmark = pytest.mark.django_db(transaction=True)
_TABLE = "credentials_auditentry"


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def full_disk() -> Iterator[None]:
    """SQLite: not a page more than there is. PostgreSQL: the error it has for a full disk."""
    if connection.vendor == "postgresql":
        with refusing("RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'"):
            yield
        return
    execute("VACUUM", "PRAGMA max_page_count = 1")  # which holds it at the size it has
    try:
        yield
    finally:
        execute("PRAGMA max_page_count = 1073741823")


@contextmanager
def refusing(act: str = "RAISE EXCEPTION 'refused'") -> Iterator[None]:
    """A trigger that refuses every new entry."""
    if connection.vendor == "postgresql":
        execute(
            f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {act}; END $$",
            f"CREATE TRIGGER refuses BEFORE INSERT ON {_TABLE} EXECUTE FUNCTION refuse()",
        )
        undo = [f"DROP TRIGGER refuses ON {_TABLE}", "DROP FUNCTION refuse()"]
    else:
        execute(
            f"CREATE TRIGGER refuses BEFORE INSERT ON {_TABLE} "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
        undo = ["DROP TRIGGER refuses"]
    try:
        yield
    finally:
        execute(*undo)


@contextmanager
def held_lock() -> Iterator[None]:
    """Somebody else holds the head of the log for longer than one waits."""
    taken, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            AuditHead.objects.select_for_update().get(pk=AuditHead.ROW)
            AuditHead.objects.update(seq=AuditHead.objects.get().seq)
            taken.set()
            let_go.wait(30)
        connection.close()

    is_postgresql = connection.vendor == "postgresql"
    execute("SET lock_timeout = '200ms'" if is_postgresql else "PRAGMA busy_timeout = 200")
    holder = threading.Thread(target=hold)
    holder.start()
    taken.wait(30)
    try:
        yield
    finally:
        let_go.set()
        holder.join()
        if is_postgresql:  # the pool would give the short timeout to the next test
            execute("RESET lock_timeout")
        connection.close()


CAUSES = pytest.mark.parametrize("cause", [full_disk, held_lock, refusing])
Cause = Callable[[], AbstractContextManager[None]]


def shown_until_refused(act: Callable[[], object]) -> int:
    """How often it was shown before the database refused; a page may hold a few."""
    for count in range(1000):
        try:
            act()
        except DatabaseError:
            return count
    raise AssertionError("the log was never refused")


@CAUSES
@pytest.mark.parametrize("verb", [vault.reveal, vault.copy])
def test_reveal_fails_closed_when_the_append_fails(
    cause: Cause, verb: Callable[..., Secret], application: Application
) -> None:
    before = AuditEntry.objects.count()
    with cause():
        shown = shown_until_refused(lambda: verb(application, actor=SYSTEM))
    assert AuditEntry.objects.count() - before == shown
    assert verb(application, actor=SYSTEM).expose() == SECRETS["application"]
    assert audit.verify().verdict == 0


@pytest.mark.parametrize("cause", [held_lock, refusing])
@pytest.mark.parametrize("act", [vault.destroy, vault.replace_secret])
def test_nothing_changes_that_cannot_be_logged(
    cause: Cause, act: Callable[..., object], application: Application
) -> None:
    given = 1 if act is vault.destroy else "a0newer0secret"
    with cause(), pytest.raises(DatabaseError):
        act(application.entry, given, actor=SYSTEM)
    version = application.versions.get()
    assert version.destroyed_at is None
    assert vault.reveal(application, actor=SYSTEM).expose() == SECRETS["application"]


def test_the_page_shows_nothing_either(application: Application, browser_of_alice: Browser) -> None:
    browser_of_alice.raise_request_exception = False
    with refusing():
        answer = browser_of_alice.post(reverse("vault:reveal", args=[application.pk]))
    assert answer.status_code == 500
    assert SECRETS["application"] not in answer.content.decode()
