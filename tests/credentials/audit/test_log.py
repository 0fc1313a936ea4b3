"""The log counts without gaps, and shows what was done to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from credentials import audit
from credentials.audit import SYSTEM, Actor, Subject, checkpoints, folding, triggers
from credentials.core import AuditAction, Outcome
from credentials.models import (
    AuditCheckpoint,
    AuditEntry,
    AuditFold,
    AuditHead,
    InstanceKey,
    Team,
)
from credentials.sealing import (
    ChainReport,
    ChainVerdict,
    Checkpoint,
    chain,
    instance_key,
    row_proofs,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _five_entries() -> None:
    for number in range(5):
        audit.record(
            AuditAction.TEAM_CREATED,
            actor=SYSTEM,
            subject=Subject("team", str(number), f"Team {number}"),
            details={"number": number, "é": "ü"},
        )


@pytest.fixture
def unguarded() -> None:
    """Without the triggers: what someone with the database's own password could do."""
    triggers.remove(connection)


def test_an_unchanged_log_is_intact() -> None:
    assert audit.verify() == ChainReport(ChainVerdict.INTACT, 5)
    assert list(AuditEntry.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5]


def test_an_entry_asks_once_for_the_head_the_key_and_the_newest_entry(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Each of them, the counted denials, the entry and the head; two for the savepoint."""
    with django_assert_num_queries(8) as queries:
        audit.record(AuditAction.TEAM_CREATED, actor=SYSTEM)
    asked = [query["sql"] for query in queries.captured_queries]
    assert sum(InstanceKey._meta.db_table in sql for sql in asked) == 1


def test_a_proof_of_a_row_asks_once_for_the_key_and_the_newest_entry(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    team = Team.objects.create(name="Harbour")
    with django_assert_num_queries(2):
        row_proofs.prove_values(team, ["Harbour"])


@pytest.mark.parametrize(
    "change",
    [
        {"action": "team:member:added"},
        {"actor": "someone else"},
        {"actor_id": 7},
        {"address": "192.0.2.9"},
        {"outcome": "denied"},
        {"subject": "Team 9"},
        {"subject_id": "9"},
        {"subject_kind": "account"},
        {"details": {}},
        {"mac": "0" * 64},
        {"previous_mac": "0" * 64},
        {"team_id": "00000000-0000-0000-0000-000000000001"},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.usefixtures("unguarded")
def test_an_edit_of_any_field_is_detected(change: dict[str, object]) -> None:
    AuditEntry.objects.filter(seq=3).update(**change)
    assert audit.verify().first_bad == 3


@pytest.mark.usefixtures("unguarded")
def test_a_removed_entry_is_detected() -> None:
    AuditEntry.objects.filter(seq=2).delete()
    assert audit.verify().first_bad == 2


@pytest.mark.usefixtures("unguarded")
def test_a_cut_tail_is_detected() -> None:
    AuditEntry.objects.filter(seq__gt=3).delete()
    assert audit.verify() == ChainReport(ChainVerdict.CUT, 3, first_bad=4)


@pytest.mark.usefixtures("unguarded")
def test_a_log_rolled_back_and_continued_is_detected_by_a_checkpoint() -> None:
    """Two checkpoints of one number that differ: both are genuine, one of them is of this log."""
    point = audit.write_checkpoint()
    AuditEntry.objects.filter(seq__gt=3).delete()
    AuditHead.objects.update(seq=3, mac=AuditEntry.objects.get(seq=3).mac)
    AuditCheckpoint.objects.all().delete()
    for _ in range(2):
        audit.record(AuditAction.SIGNED_IN, actor=SYSTEM)
    audit.write_checkpoint()
    assert audit.verify() == ChainReport(ChainVerdict.INTACT, 5)
    assert audit.verify(also=[point]) == ChainReport(ChainVerdict.TAMPERED, 5, first_bad=5)


@pytest.mark.usefixtures("unguarded")
def test_reordered_entries_are_detected() -> None:
    AuditEntry.objects.filter(seq=2).update(seq=100)
    AuditEntry.objects.filter(seq=3).update(seq=2)
    AuditEntry.objects.filter(seq=100).update(seq=3)
    assert audit.verify().first_bad == 2


def test_a_head_that_was_set_back_is_detected() -> None:
    fourth = AuditEntry.objects.get(seq=4)
    AuditHead.objects.update(seq=4, mac=fourth.mac)
    assert audit.verify() == ChainReport(ChainVerdict.TAMPERED, 5, first_bad=5)


def test_a_head_with_another_mac_is_detected() -> None:
    AuditHead.objects.update(mac="0" * 64)
    assert audit.verify() == ChainReport(ChainVerdict.TAMPERED, 5, first_bad=5)


def test_an_entry_is_part_of_the_callers_transaction() -> None:
    with transaction.atomic():
        audit.record(AuditAction.SIGNED_IN, actor=SYSTEM)
        transaction.set_rollback(True)
    assert audit.verify() == ChainReport(ChainVerdict.INTACT, 5)


@pytest.mark.usefixtures("unguarded")
def test_an_inserted_entry_is_detected() -> None:
    for seq in (5, 4, 3):
        AuditEntry.objects.filter(seq=seq).update(seq=seq + 1)
    forged = AuditEntry.objects.get(seq=2)
    forged.seq = 3
    forged.save(force_insert=True)
    assert audit.verify().first_bad == 3


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_or_remove_an_entry(verb: str) -> None:
    entries = AuditEntry.objects.filter(seq=3)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        getattr(entries, verb)(**({"actor": "someone else"} if verb == "update" else {}))
    assert audit.verify() == ChainReport(ChainVerdict.INTACT, 5)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credentials_auditentry SET actor = 'x'",
        "DELETE FROM credentials_auditentry",
        "UPDATE credentials_auditcheckpoint SET seq = 1",
        "DELETE FROM credentials_auditcheckpoint",
    ],
)
def test_the_database_refuses_changes_in_raw_sql_too(statement: str) -> None:
    audit.write_checkpoint()
    refused(statement)


def test_the_database_refuses_to_replace_entries_or_to_empty_the_table() -> None:
    copied = "(rowid, seq, time, action, outcome, actor, address, subject_kind, subject_id, "
    copied += "subject, details, previous_mac, mac)"
    chosen = copied.strip("()").removeprefix("rowid, seq, ")
    table = "credentials_auditentry"
    if connection.vendor == "postgresql":
        refused(f"TRUNCATE {table}")
        named = chosen.replace("details", "'{}'::jsonb")
        into = f"INSERT INTO {table} (seq, {chosen}) SELECT seq, {named} FROM {table}"
        refused(f"{into} ON CONFLICT (seq) DO UPDATE SET actor = 'x'")
        return
    for rowid, seq in (("rowid", "seq"), ("rowid", "seq + 100"), ("rowid + 100", "seq")):
        refused(f"REPLACE INTO {table} {copied} SELECT {rowid}, {seq}, {chosen} FROM {table}")


def refused(statement: str) -> None:
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
    ):
        cursor.execute(statement)
    assert audit.verify().verdict is ChainVerdict.INTACT


@pytest.mark.usefixtures("unguarded")
def test_a_tail_cut_together_with_the_head_is_detected_by_a_checkpoint() -> None:
    point = audit.write_checkpoint()
    AuditEntry.objects.filter(seq__gt=3).delete()
    last = AuditEntry.objects.get(seq=3)
    AuditHead.objects.update(seq=3, mac=last.mac)
    AuditCheckpoint.objects.all().delete()
    assert audit.verify() == ChainReport(ChainVerdict.INTACT, 3)
    assert audit.verify(also=[point]) == ChainReport(ChainVerdict.CUT, 3, first_bad=4)


def test_a_checkpoint_reads_back_from_its_line() -> None:
    point = audit.write_checkpoint()
    assert Checkpoint.from_json(point.to_json()) == point
    assert (point.seq, point.count) == (5, 5)


@pytest.mark.usefixtures("unguarded")
@pytest.mark.usefixtures("unguarded")
def test_a_checkpoint_that_was_changed_is_no_checkpoint() -> None:
    point = audit.write_checkpoint()
    AuditCheckpoint.objects.update(seq=4)
    assert audit.verify().verdict is ChainVerdict.TAMPERED
    assert chain.is_signed(instance_key.audit_key(), point)


def test_an_export_is_verified_without_a_database(tmp_path: Path) -> None:
    log, key = tmp_path / "log.jsonl", tmp_path / "key"
    log.write_text("\n".join(audit.export(actor=SYSTEM)))
    key.write_text(instance_key.audit_key().hex())
    assert chain.main([str(log), "--key", str(key)]) == ChainVerdict.INTACT
    log.write_text(log.read_text().replace("Team 2", "Team 7"))
    assert chain.main([str(log), "--key", str(key)]) == ChainVerdict.TAMPERED
    log.write_text("no log")
    assert chain.main([str(log), "--key", str(key)]) == ChainVerdict.UNKNOWN


def deny(times: int) -> None:
    for _ in range(times):
        audit.record(
            AuditAction.ACCESS_DENIED,
            actor=Actor("bob@example.com", 2, "192.0.2.1"),
            subject=Subject("entry", "1", "dns-updater"),
            outcome=Outcome.DENIED,
        )


def test_identical_denials_within_a_minute_are_one_entry_and_a_number() -> None:
    deny(times=4)
    assert AuditEntry.objects.filter(outcome=Outcome.DENIED).count() == 1
    AuditFold.objects.update(opened_at=timezone.now() - folding.WINDOW)
    audit.record(AuditAction.SIGNED_IN, actor=SYSTEM)
    counted = AuditEntry.objects.filter(outcome=Outcome.DENIED).order_by("seq").last()
    assert counted is not None
    assert counted.details == {"repeated": 3}
    assert audit.verify() == ChainReport(ChainVerdict.INTACT, 8)


def test_a_denial_after_the_minute_is_a_new_entry() -> None:
    deny(times=1)
    AuditFold.objects.update(opened_at=timezone.now() - folding.WINDOW)
    deny(times=1)
    assert AuditEntry.objects.filter(outcome=Outcome.DENIED).count() == 2


def test_a_checkpoint_is_kept_at_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "EVERY", 2)
    audit.record(AuditAction.SIGNED_IN, actor=SYSTEM)
    assert [point.seq for point in checkpoints.kept_checkpoints()] == [6]
