"""A second factor that was moved to another person, or written by others, is refused and said."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from credentials.core import AuditAction, Outcome
from credentials.models import Person, Team
from tests.dashboard.test_factors import FACTOR, SIGN_IN, newest, set_up_app
from tests.people import PASSWORD, Browser


@pytest.fixture
def misplaced(browser_of_alice: Browser, bob: Person, team: Team) -> Browser:
    """Alice's app and recovery codes in Bob's place; Bob, signed in and confirmed."""
    set_up_app(browser_of_alice)
    browser_of_alice.get(reverse("mfa_view_recovery_codes"))
    Authenticator.objects.update(user=bob)
    browser = Browser()
    browser.force_login(bob)
    return browser.confirm()


def _is_logged_as_unreadable(action: AuditAction) -> bool:
    entry = newest(action)
    assert (entry.actor, entry.outcome) == ("bob@example.com", Outcome.DENIED)
    return bool(entry.details["cause"] == "unreadable")


@pytest.mark.parametrize(
    "data", [None, {}, [], {"secret": 7, "seed": 7}, {"seed": "kd2.s.1.x", "used_mask": "x"}]
)
def test_a_factor_that_was_moved_or_written_by_others_lets_nobody_in_and_says_so(
    misplaced: Browser, bob: Person, data: object
) -> None:
    if data is not None:
        Authenticator.objects.update(data=data)
    browser = Browser()
    answer = browser.post(SIGN_IN, {"login": bob.email, "password": PASSWORD})
    assert answer["Location"] == FACTOR
    answer = browser.post(FACTOR, {"code": "123456"}, follow=True)
    assert "does not open, so none of them can be checked" in answer.content.decode()
    assert browser.get("/").status_code == 302
    assert _is_logged_as_unreadable(AuditAction.SIGN_IN_FAILED)


@pytest.mark.parametrize(
    "credential", [{}, {"id": 5}, {"response": {"attestationObject": "AA"}}, {"response": 7}, [7]]
)
@pytest.mark.parametrize(
    "page", ["mfa_reauthenticate_webauthn", "mfa_reauthenticate", "mfa_index", "mfa_authenticate"]
)
def test_a_passkey_that_is_none_is_said_on_every_page_that_reads_it(
    browser_of_alice: Browser, alice: Person, credential: object, page: str
) -> None:
    data = {"name": "key", "credential": credential}
    Authenticator.objects.create(user=alice, type=Authenticator.Type.WEBAUTHN, data=data)
    browser = browser_of_alice
    if page == "mfa_authenticate":
        browser = Browser()
        browser.post(SIGN_IN, {"login": alice.email, "password": PASSWORD})
    assert browser.get(reverse(page), follow=True).status_code == 200
    assert browser.post(reverse(page), {"code": "1"}, follow=True).status_code in (200, 405)


def test_a_factor_that_was_moved_confirms_nothing_and_shows_nothing(
    misplaced: Browser, bob: Person
) -> None:
    answer = misplaced.post(reverse("mfa_reauthenticate"), {"code": "123456"}, follow=True)
    assert "does not open" in answer.content.decode()
    assert _is_logged_as_unreadable(AuditAction.CONFIRMATION_FAILED)
    for page in ("mfa_view_recovery_codes", "mfa_generate_recovery_codes"):
        answer = misplaced.get(reverse(page), follow=True)
        assert answer.request["PATH_INFO"] == reverse("mfa_index")
        assert "does not open" in answer.content.decode()
