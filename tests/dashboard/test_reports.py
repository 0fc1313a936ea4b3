"""Reports in the console: for those who read the log, about their teams, and each taking logged."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest

from credentials import audit, findings, reports, teams
from credentials.core import AuditAction, Role
from credentials.models import AuditEntry, Finding, Person, Team
from credentials.reports import verifier
from dashboard.pages.report import COLUMNS
from tests.people import Browser, join, sign_in
from tests.world import World

ADDRESSES = [
    "/reports/all/",
    *(f"/reports/{name}/" for name in reports.REPORTS),
    *(f"/reports/{name}/{form}/" for name in reports.REPORTS for form in ("csv", "json")),
    "/reports/findings/sarif/",
]


def text_of(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


@pytest.fixture
def auditor(one_of_each: World, team: Team, bob: Person) -> Browser:
    join(team, bob, Role.AUDITOR)
    findings.judge_account.func(str(team.accounts.get().pk), "reading")
    return sign_in(bob)


def test_one_page_says_what_there_is_what_is_dangerous_who_knows_it_and_whether_the_log_holds(
    auditor: Browser, team: Team
) -> None:
    page = text_of(auditor.get("/reports/all/"))
    for report in reports.REPORTS.values():
        assert report.question in page
        count = len(list(report.rows(Team.objects.all())))
        assert f"{count} {'row' if count == 1 else 'rows'}" in page
    worst = Finding.objects.filter(resolved_at=None).first()
    assert worst is not None
    assert worst.label in page
    assert page.rstrip().endswith("</html>")


def test_every_report_is_a_page_and_a_file_and_each_taking_is_logged(auditor: Browser) -> None:
    for address in ADDRESSES:
        before = AuditEntry.objects.filter(action=AuditAction.REPORT_EXPORTED).count()
        answer = auditor.get(address)
        assert answer.status_code == 200, address
        assert text_of(answer)
        after = AuditEntry.objects.filter(action=AuditAction.REPORT_EXPORTED).count()
        assert after == before + 1, address


def test_a_file_has_as_many_rows_as_its_report(auditor: Browser) -> None:
    auditor.get("/reports/")
    for name, report in reports.REPORTS.items():
        count = len(list(report.rows(Team.objects.all())))
        document = json.loads(text_of(auditor.get(f"/reports/{name}/json/")))
        table = list(csv.reader(StringIO(text_of(auditor.get(f"/reports/{name}/csv/")))))
        assert len(document["rows"]) == len(table) - 1 == count, name
        assert table[0] == list(report.columns)


def test_what_is_not_there_is_not_found(auditor: Browser) -> None:
    for address in (
        "/reports/x/",
        "/reports/x/csv/",
        "/reports/access/xml/",
        "/reports/log/sarif/",
    ):
        assert auditor.get(address).status_code == 404, address


def test_who_may_not_read_the_log_gets_no_report(
    one_of_each: World, team: Team, bob: Person
) -> None:
    membership = join(team, bob, Role.REQUESTER)
    browser = sign_in(bob)
    for address in (*ADDRESSES, "/reports/"):
        assert browser.get(address).status_code == 403, address
    assert browser.post("/reports/evidence/").status_code in (302, 403)
    assert (
        membership is None
        or not AuditEntry.objects.filter(action=AuditAction.REPORT_EXPORTED).exists()
    )


def test_an_auditor_takes_evidence_that_verifies(auditor: Browser) -> None:
    assert audit.public_key() in auditor.get("/reports/").content.decode()
    answer: Any = auditor.confirm().post("/reports/evidence/")
    pack = b"".join(answer.streaming_content)
    assert verifier.verify(pack, audit.public_key())
    assert b"planted0" not in pack


def test_another_team_is_in_no_report(auditor: Browser, charlie: Person) -> None:
    teams.create_team("Lighthouse", admin=charlie, actor=audit.SYSTEM)
    for name in reports.REPORTS:
        text = text_of(auditor.get(f"/reports/{name}/json/"))
        assert "Lighthouse" not in text
        assert charlie.email not in text


def test_every_column_has_a_heading() -> None:
    named = {column for report in reports.REPORTS.values() for column in report.columns}
    assert named <= COLUMNS.keys()
