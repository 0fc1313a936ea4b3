"""Reports as files: every row of the teams and no other, harmless in a spreadsheet, and for CI."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from credentials import audit, findings, reports, teams, vault
from credentials.audit import SYSTEM
from credentials.models import Account, ConsumerKey, Finding, LiveCredential, Person, Team
from credentials.rights import parse_rules, rules_to_api
from tests.credentials.findings.destructive import DESTRUCTIVE

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged(account: Account, consumer_key: ConsumerKey) -> Account:
    """Five keys that can destroy, and one named like a formula."""
    for number, rules in enumerate(DESTRUCTIVE, 1):
        LiveCredential.objects.create(
            account=account,
            credential_id=number,
            status="validated",
            rules=rules_to_api(parse_rules(rules)),
            first_seen_at=timezone.now(),
        )
    vault.relabel(consumer_key, vault.EntryMetadata(label="=1+1"), actor=SYSTEM)
    findings.judge_account.func(str(account.pk), "reading")
    return account


def rows_of(name: str, only: Any = None) -> list[dict[str, Any]]:
    chosen = Team.objects.all() if only is None else only
    return list(reports.REPORTS[name].rows(chosen))


def said(*words: str, **options: Any) -> str:
    output = StringIO()
    call_command("report_findings", *words, stdout=output, stderr=StringIO(), **options)
    return output.getvalue()


def code_of(*words: str) -> int:
    """The exit code of the command."""
    try:
        said(*words)
    except SystemExit as end:
        return int(end.code or 0)
    except CommandError as error:
        return error.returncode
    return 0


def test_every_report_has_its_columns_and_only_the_rows_of_the_teams(
    judged: Account, charlie: Person
) -> None:
    other = teams.create_team("Lighthouse", admin=charlie, actor=SYSTEM)
    for name, report in reports.REPORTS.items():
        rows = rows_of(name)
        assert rows or name in ("knowledge", "log"), name
        assert all(set(row) == set(report.columns) for row in rows), name
        if name not in ("access", "log"):
            assert rows_of(name, Team.objects.filter(pk=other.pk)) == [], name


def test_reports_say_what_keys_can_destroy(judged: Account) -> None:
    for form in ("text", "csv", "json", "sarif"):
        text = said("--format", form)
        for words in DESTRUCTIVE.values():
            assert words in text, (form, words)


def test_numbers_of_reports_are_those_of_the_lists(judged: Account) -> None:
    assert len(rows_of("findings")) == Finding.objects.filter(resolved_at=None).count()
    kinds = [row["kind"] for row in rows_of("inventory")]
    assert kinds.count("live-key") == len(DESTRUCTIVE)
    assert len(rows_of("access")) == Person.objects.filter(memberships__isnull=False).count()


def test_who_saw_a_secret_is_in_the_report_of_who_knows_what(
    judged: Account, consumer_key: ConsumerKey, alice: Person
) -> None:
    vault.reveal(consumer_key, actor=audit.actor_of(alice))
    (row,) = rows_of("knowledge")
    assert (row["entry"], row["person"], row["version"]) == ("=1+1", alice.email, 1)
    assert row["is_newest"]


def test_no_cell_is_a_formula(judged: Account) -> None:
    lines = reports.csv_lines(rows_of("inventory"), reports.REPORTS["inventory"].columns)
    table = list(csv.reader(StringIO("".join(lines))))
    assert "'=1+1" in {cell for row in table for cell in row}
    assert not [cell for row in table for cell in row if cell[:1] in tuple("=+-@\t\r")]
    assert "".join(reports.csv_lines([{"a": "@x", "b": -1}], ["a", "b"])).endswith("'@x,-1\r\n")


def test_a_json_report_names_its_schema(judged: Account) -> None:
    document = json.loads(said("--format", "json"))
    assert (document["schema"], document["report"]) == ("keydesk-report-1", "findings")
    assert len({row["fingerprint"] for row in document["rows"]}) == len(document["rows"])
    assert json.loads("".join(reports.document_lines("x", [], made_at="now")))["rows"] == []


def test_a_sarif_report_has_a_rule_for_each_code_and_a_result_for_each_finding(
    judged: Account,
) -> None:
    finding = Finding.objects.filter(resolved_at=None).first()
    assert finding is not None
    Finding.objects.filter(pk=finding.pk).update(is_muted=True)
    (run,) = json.loads(said("--format", "sarif"))["runs"]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert rules == set(findings.CODES)
    assert len(run["results"]) == Finding.objects.filter(resolved_at=None).count()
    assert sum("suppressions" in result for result in run["results"]) == 1
    assert {result["level"] for result in run["results"]} <= {"error", "warning", "note"}


def test_the_exit_code_says_whether_something_new_is_as_bad(
    judged: Account, tmp_path: Path
) -> None:
    assert [code_of(), code_of("--fail-on", "high")] == [0, 1]
    baseline = tmp_path / "baseline.json"
    baseline.write_text(said("--format", "json"))
    assert code_of("--fail-on", "low", "--baseline", str(baseline)) == 0
    Finding.objects.filter(code="full-read").update(subject="key:0")
    assert code_of("--fail-on", "high", "--baseline", str(baseline)) == 1
    Finding.objects.update(is_muted=True)
    assert code_of("--fail-on", "low") == 0
    for wrong in ('{"rows": []}', "[", '{"schema": "keydesk-report-1", "report": "access"}'):
        baseline.write_text(wrong)
        assert code_of("--baseline", str(baseline)) == 2
    assert code_of("--team", "Nowhere") == 2


def test_codes_are_listed_with_severity_and_controls() -> None:
    listed = said("--list-codes").splitlines()
    assert [line.split()[0] for line in listed] == sorted(findings.CODES)
    assert all("ISO/IEC 27001" in line or "CIS" in line for line in listed)
