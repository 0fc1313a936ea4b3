"""The status above the log says how the whole of it stands; the log is taken away on the record."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from credentials import audit
from credentials.audit import Actor, Subject, folding, log_verification, triggers
from credentials.core import AuditAction, Outcome, Role
from credentials.models import (
    Application,
    AuditEntry,
    AuditFold,
    AuditHead,
    ConsumerKey,
    LogVerification,
    Person,
    Team,
)
from credentials.sealing import ChainVerdict, Key
from tests.conftest import SECRETS
from tests.people import PASSWORD, Browser

SignIn = Callable[[Person], Browser]
LOG, CHECK, EXPORT = (reverse(f"activity:{name}") for name in ("list", "check", "export"))


def chain_status(browser: Browser) -> str:
    """What is said of the chain, the second time the page is looked at."""
    browser.page(LOG)
    return " ".join(
        browser.page(LOG).partition('class="chain-status"')[2].partition("</p>")[0].split()
    )


def taken(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


def test_the_page_says_that_the_chain_is_intact_how_long_it_is_and_when_that_was_seen(
    browser_of_alice: Browser,
) -> None:
    count = AuditEntry.objects.count() + 1  # the reading of the log is in it
    says = chain_status(browser_of_alice)
    assert f"Chain intact, {count} entries, checked" in says
    assert "<time" in says


def test_the_status_of_a_log_that_was_edited_names_the_entry(browser_of_alice: Browser) -> None:
    triggers.remove(connection)
    AuditEntry.objects.filter(seq=1).update(actor="someone else")
    assert "Chain broken: entry 1 is the first that does not hold" in chain_status(browser_of_alice)


def test_a_log_that_was_cut_is_not_written_to_and_that_is_said(browser_of_alice: Browser) -> None:
    """Reading the log is an entry of its own, and there is nothing left to add it to."""
    triggers.remove(connection)
    AuditEntry.objects.filter(seq=AuditHead.objects.get().seq).delete()
    answer = browser_of_alice.get(LOG)
    assert answer.status_code == 409
    assert "The end of the activity log was changed outside Keydesk" in answer.content.decode()
    assert audit.verify().verdict is ChainVerdict.CUT


def test_the_status_of_a_log_whose_key_does_not_open_says_so(
    team: Team, settings: Settings, browser_of_alice: Browser
) -> None:
    right = settings.KEYDESK_MASTER_KEYS
    settings.KEYDESK_MASTER_KEYS = Key.generate().to_text()
    audit.check_soon()
    settings.KEYDESK_MASTER_KEYS = right
    assert "Chain cannot be checked" in browser_of_alice.page(LOG)


def test_a_verification_that_is_old_is_renewed_by_a_worker_who_is_asked_once(
    browser_of_alice: Browser, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    for _ in range(3):
        assert "Chain not checked yet" in browser_of_alice.page(LOG)
    assert DBTaskResult.objects.count() == 1
    log_verification.verify_in_background.call()  # what the worker does with it
    assert "Chain intact" in browser_of_alice.page(LOG)
    assert DBTaskResult.objects.count() == 1
    LogVerification.objects.update(checked_at=timezone.now() - timedelta(hours=1))
    assert "1 h ago" in browser_of_alice.page(LOG)
    assert DBTaskResult.objects.count() == 2


def test_the_command_leaves_its_finding_on_the_page(team: Team) -> None:
    with pytest.raises(SystemExit):
        call_command("verify_audit_log")
    assert LogVerification.objects.get().count == AuditEntry.objects.count()


def test_whoever_may_read_the_log_may_have_it_checked(
    sign_in: SignIn, teammate: Callable[[Role], Person]
) -> None:
    bob = sign_in(teammate(Role.AUDITOR))
    assert bob.get(CHECK).status_code == 405
    assert bob.post(CHECK)["Location"] == LOG
    assert LogVerification.objects.get().checked_at


@pytest.mark.parametrize("url", [CHECK, EXPORT])
def test_whoever_may_not_read_the_log_may_neither_check_nor_take_it(
    sign_in: SignIn, teammate: Callable[[Role], Person], url: str
) -> None:
    assert sign_in(teammate(Role.OPERATOR)).confirm().post(url).status_code == 403
    assert AuditEntry.objects.filter(action=AuditAction.ACCESS_DENIED).exists()


def test_the_log_is_exported_as_json_lines_and_that_is_in_it(
    browser_of_alice: Browser, application: Application
) -> None:
    answer = browser_of_alice.post(EXPORT)
    lines = taken(answer)
    assert "no-store" in answer["Cache-Control"]
    assert "attachment" in answer["Content-Disposition"]
    assert [line["seq"] for line in lines] == sorted(line["seq"] for line in lines)
    assert lines[-1]["action"] == AuditAction.LOG_EXPORTED
    assert lines[-1]["actor"] == "alice@example.com"
    assert {"mac", "previous_mac", "details", "subject"} <= lines[-1].keys()


def test_an_export_is_narrowed_as_the_page_is(
    browser_of_alice: Browser, application: Application
) -> None:
    assert {
        line["action"] for line in taken(browser_of_alice.post(EXPORT, {"about": "vault"}))
    } == {AuditAction.ENTRY_STORED}
    page = browser_of_alice.page(LOG, about="vault")
    assert '<input type="hidden" name="about" value="vault">' in page


def test_an_export_holds_the_own_teams_events_alone_and_asks_who_it_is(
    sign_in: SignIn, charlie: Person, application: Application
) -> None:
    assert sign_in(charlie).post(EXPORT)["Location"].startswith("/sign-in/confirm/")
    lines = taken(sign_in(charlie).confirm().post(EXPORT))
    assert lines
    assert not [line for line in lines if line["subject"] == "dns-updater"]


def test_folded_denials_show_how_many_they_were(browser_of_alice: Browser, team: Team) -> None:
    for _ in range(4):
        audit.record(
            AuditAction.ACCESS_DENIED,
            actor=Actor("bob@example.com", 2, "192.0.2.1"),
            subject=audit.subject_of(team),
            outcome=Outcome.DENIED,
        )
    AuditFold.objects.update(opened_at=timezone.now() - folding.WINDOW)
    assert "3 more times within a minute" in browser_of_alice.page(LOG)


@pytest.mark.parametrize("text", ["nul \0 within", "half a pair \ud800", "long " * 1000])
def test_whatever_people_choose_can_be_logged(db: None, text: str) -> None:
    for outcome in (Outcome.DONE, Outcome.DENIED, Outcome.DENIED):
        audit.record(
            AuditAction.ACCESS_DENIED,
            actor=Actor(text, None, text),
            subject=Subject(text, text, text),
            outcome=outcome,
            details={"path": text, "names": [text]},
        )
    assert audit.verify().verdict == 0
    assert AuditEntry.objects.count() == 2


@pytest.mark.parametrize("name", ["x" * 600, "%ED%A0%80"])
def test_an_address_that_somebody_made_up_is_denied_and_logged_not_a_fault(
    sign_in: SignIn, charlie: Person, application: Application, name: str
) -> None:
    address = f"/service-accounts/{application.account_id}/{name}/"
    assert sign_in(charlie).get(address).status_code == 404
    assert AuditEntry.objects.filter(action=AuditAction.ACCESS_DENIED).count() == 1


@pytest.mark.parametrize("end", [{"seq": 0}, {"seq": -1}, {"seq": 2**63 - 1}, None])
def test_a_log_whose_end_was_changed_is_said_wherever_something_would_be_logged(
    browser_of_alice: Browser, consumer_key: ConsumerKey, end: dict[str, int] | None
) -> None:
    heads = AuditHead.objects.all()
    heads.delete() if end is None else heads.update(**end)
    reveal = browser_of_alice.post(reverse("vault:reveal", args=[consumer_key.pk]))
    known = {"login": "alice@example.com", "password": PASSWORD}
    sign_in = Browser().post(reverse("account_login"), known)
    assert (reveal.status_code, sign_in.status_code) == (200, 409)
    for answer in (reveal, sign_in):
        assert "The end of the activity log was changed outside Keydesk" in answer.content.decode()
    assert SECRETS["consumer_key"] not in reveal.content.decode()
    health = Browser().get("/healthz")
    assert (health.status_code, health.json()) == (503, {"status": "log changed"})
