"""A database that does not guard its log any more is told of: at the start, by health, by the
check and by whoever verifies the log; and so is a log in which entries are missing for a moment."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection

from credentials import audit, startup
from credentials.audit import SYSTEM, LogUnguarded, triggers
from credentials.core import AuditAction, LogChangedOutside
from credentials.management.heartbeat import Heartbeat
from credentials.models import AuditEntry, Team
from credentials.sealing import ChainVerdict
from tests.database_writer import kept_of, plant, rows_of
from tests.people import Browser

pytestmark = pytest.mark.django_db

_LOG = "credentials_auditentry"
_OTHER_BODY = (
    "CREATE OR REPLACE FUNCTION credentials_audit_keeps() RETURNS trigger LANGUAGE plpgsql "
    "AS $$ BEGIN RETURN NULL; END $$"
)
_ON_UPDATE_OF = (
    f"CREATE OR REPLACE TRIGGER {_LOG}_keeps BEFORE UPDATE OF seq OR DELETE OR TRUNCATE ON {_LOG} "
    "FOR EACH STATEMENT EXECUTE FUNCTION credentials_audit_keeps()"
)
_NEVER = (
    f"CREATE TRIGGER {_LOG}_keeps_delete BEFORE delete ON {_LOG} WHEN 0 "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
)
_WEAKENINGS = {
    "postgresql": [
        [f"DROP TRIGGER {_LOG}_keeps ON {_LOG}"],
        ["DROP TRIGGER credentials_auditcheckpoint_keeps ON credentials_auditcheckpoint"],
        [f"ALTER TABLE {_LOG} DISABLE TRIGGER {_LOG}_keeps"],
        [f"ALTER TABLE {_LOG} ENABLE REPLICA TRIGGER {_LOG}_keeps"],
        [_OTHER_BODY],
        [_ON_UPDATE_OF],
    ],
    "sqlite": [
        [f"DROP TRIGGER {_LOG}_keeps_update"],
        [f"DROP TRIGGER {_LOG}_keeps_insert"],
        ["DROP TRIGGER credentials_auditcheckpoint_keeps_delete"],
        [f"DROP TRIGGER {_LOG}_keeps_delete", _NEVER],
    ],
}


def test_a_guard_that_is_gone_or_another_one_is_noticed_and_put_back() -> None:
    for statements in _WEAKENINGS[connection.vendor]:
        triggers.guard_triggers(connection)
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        with pytest.raises(LogUnguarded):
            triggers.guard_triggers(connection)
        audit.on_migrated(using="default")


def test_it_is_told_at_the_start_by_health_by_the_check_and_beside_the_verdict() -> None:
    health = Browser().get("/healthz")
    assert (health.status_code, health.json()) == (200, {"status": "ok"})
    triggers.remove(connection)
    with pytest.raises(LogUnguarded, match="lost the triggers"):
        startup.check_database()
    health = Browser().get("/healthz")
    assert (health.status_code, health.json()) == (503, {"status": "log unguarded"})
    messages = run_checks(include_deployment_checks=True, databases=["default"])
    assert "credentials.W005" in {message.id for message in messages}
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit_log", stdout=StringIO(), stderr=said)
    assert ended.value.code == ChainVerdict.INTACT
    assert "Run manage.py migrate as the role that owns the tables" in said.getvalue()


def _take_out(entry: AuditEntry) -> AuditEntry:
    """The entry, gone; put back by ``plant`` as it was."""
    kept = AuditEntry(**kept_of(entry))
    triggers.remove(connection)
    rows_of(AuditEntry).filter(seq=entry.seq).delete()
    return kept


def test_an_entry_that_was_missing_for_a_moment_stays_told_of(
    team: Team, browser_of_alice: Browser
) -> None:
    audit.record(AuditAction.VAULT_CHECKED, actor=SYSTEM)
    assert "Log incomplete" not in browser_of_alice.page("/activity/")
    kept = _take_out(AuditEntry.objects.get(action=AuditAction.VAULT_CHECKED))
    for _ in range(2):
        assert "Log incomplete: 1 entry is missing now" in browser_of_alice.page("/activity/")
    plant(kept)
    assert "Log incomplete" not in browser_of_alice.page("/activity/")
    assert audit.verify().verdict is ChainVerdict.INTACT
    noted = AuditEntry.objects.get(action=AuditAction.LOG_INCOMPLETE)
    assert noted.details == {"missing": 1}


def test_a_worker_looks_for_missing_entries(team: Team) -> None:
    _take_out(AuditEntry.objects.get(action=AuditAction.TEAM_CREATED))
    Heartbeat("worker", is_busy=lambda: False)._beat(is_tidying=True)
    assert AuditEntry.objects.filter(action=AuditAction.LOG_INCOMPLETE).count() == 1


def test_a_worker_goes_on_where_the_end_of_the_log_is_missing(team: Team) -> None:
    audit.record(AuditAction.SIGNED_IN, actor=SYSTEM)
    for entry in (AuditEntry.objects.order_by("seq")[0], AuditEntry.objects.order_by("-seq")[0]):
        _take_out(entry)
    with pytest.raises(LogChangedOutside):
        audit.note_missing_entries()
    Heartbeat("worker", is_busy=lambda: False)._beat(is_tidying=True)
