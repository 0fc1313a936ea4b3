"""Codes are guessed, and mails asked for, a few times at most, from wherever and however."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from credentials.core import AuditAction
from credentials.models import AuditEntry, Person, Team
from dashboard import rate_limits
from tests.authenticator_app import code_of
from tests.dashboard.test_factors import FACTOR, SIGN_IN, recovery_codes, set_up_app
from tests.people import PASSWORD, Browser

SignIn = Callable[[Person], Browser]
CONFIRM, RESET = reverse("mfa_reauthenticate"), reverse("account_reset_password")
TOO_MANY = "Too many failed login attempts"


@pytest.fixture(autouse=True)
def _behind_a_proxy(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


def test_recovery_codes_are_guessed_a_few_times(browser_of_alice: Browser, team: Team) -> None:
    set_up_app(browser_of_alice)
    right, browser = recovery_codes(browser_of_alice)[0], Browser()
    browser.post(SIGN_IN, {"login": "alice@example.com", "password": PASSWORD})
    for number in range(rate_limits.CODES_BY_PERSON_AND_ADDRESS[0].most):
        wrong = browser.post(FACTOR, {"code": f"{number:08}"})
        assert "Incorrect code" in wrong.content.decode()
    assert TOO_MANY in browser.post(FACTOR, {"code": right}).content.decode()


def test_codes_that_confirm_are_guessed_a_few_times_in_all_sessions_together(
    browser_of_alice: Browser, sign_in: SignIn, alice: Person, team: Team
) -> None:
    """Whoever has several sessions of a person has no more guesses than one has."""
    seed = set_up_app(browser_of_alice)
    wrong = f"{(int(code_of(seed, steps=1)) + 500_000) % 1_000_000:06}"
    (of_person,), of_session = rate_limits.BY_PERSON, rate_limits.BY_SESSION[0].most
    for _ in range(of_person.most // of_session):
        browser = sign_in(alice)
        for _ in range(of_session):
            assert TOO_MANY not in browser.post(CONFIRM, {"code": wrong}).content.decode()
        assert TOO_MANY in browser.post(CONFIRM, {"code": code_of(seed)}).content.decode()
    assert TOO_MANY in sign_in(alice).post(CONFIRM, {"code": code_of(seed)}).content.decode()
    newest = AuditEntry.objects.filter(action=AuditAction.ATTEMPTS_LIMITED).latest("seq")
    assert (newest.actor, newest.details) == (alice.email, {"page": "confirmation"})


def test_a_person_gets_a_few_links_an_hour_however_many_ask_for_them(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    (limit,) = rate_limits.RESETS_BY_ACCOUNT
    present = timezone.now()
    for quarter in range(4):
        moment = present + quarter * limit.window + timedelta(seconds=quarter)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        for number in range(limit.most + 2):
            _ask_reset(alice.email, address=f"2001:db8:{quarter}:{number}::1")
    assert len(mail.outbox) == 4 * limit.most


@pytest.mark.django_db
def test_an_address_gives_the_worker_a_few_mails_to_send_whoever_they_are_for(
    settings: Settings,
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    a_minute, _ = rate_limits.RESETS_BY_ADDRESS
    for number in range(a_minute.most + 3):
        _ask_reset(f"nobody-{number}@example.com", address=f"2001:db8::{number}")
    assert DBTaskResult.objects.count() == a_minute.most


def _ask_reset(email: str, *, address: str) -> None:
    Browser().post(RESET, {"email": email}, headers={"X-Forwarded-For": address})
