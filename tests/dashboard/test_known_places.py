"""Strangers who guess at an account do not keep its owner out of where the owner signed in before.

The attacker comes from ever new addresses, the owner from one they know, or in a browser of theirs.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from credentials import people
from credentials.audit import SYSTEM
from credentials.core import AuditAction
from credentials.models import AuditEntry, Person, Team
from tests.authenticator_app import code_of
from tests.dashboard.test_factors import recovery_codes, set_up_app
from tests.people import PASSWORD, Browser
from tests.people import sign_in as signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SIGN_IN, FACTOR = reverse("account_login"), reverse("mfa_authenticate")
HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture(autouse=True)
def _behind_a_proxy(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ALLOWED_HOSTS = ["testserver"]


def sign_in(browser: Browser, *, address: str, password: str = PASSWORD) -> str:
    """Where that leads; empty where the page is shown again."""
    answer = browser.post(
        SIGN_IN,
        {"login": "alice@example.com", "password": password},
        headers={"X-Forwarded-For": address},
    )
    return str(answer.headers.get("Location", ""))


def type_code(browser: Browser, code: str, *, address: str) -> str:
    answer = browser.post(FACTOR, {"code": code}, headers={"X-Forwarded-For": address})
    return str(answer.headers.get("Location", ""))


def guess_passwords() -> None:
    """From ten networks of IPv6, in turn, more often than all strangers together may."""
    for number in range(60):
        sign_in(Browser(), address=f"2001:db8:0:{number % 10:x}::1", password=f"wrong {number}")


def guess_codes(right: str) -> None:
    """With the right password, from ever new addresses."""
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for number in range(12):
        browser, address = Browser(), f"2001:db8:1:{number:x}::1"
        assert sign_in(browser, address=address) == FACTOR
        type_code(browser, wrong, address=address)


def test_strangers_do_not_close_the_network_the_owner_came_from(alice: Person, team: Team) -> None:
    assert sign_in(Browser(), address=HOME) == "/"
    guess_passwords()
    assert sign_in(Browser(), address=ELSEWHERE) == ""
    assert sign_in(Browser(), address=HOME) == "/"


def test_strangers_do_not_close_the_browser_the_owner_came_by(alice: Person, team: Team) -> None:
    own = Browser()
    assert sign_in(own, address=HOME) == "/"
    own.post(reverse("account_logout"))
    guess_passwords()
    assert sign_in(own, address=ELSEWHERE) == "/"


def test_a_stranger_at_the_same_address_does_not_close_the_owners_browser(
    alice: Person, team: Team
) -> None:
    own = Browser()
    assert sign_in(own, address=HOME) == "/"
    own.post(reverse("account_logout"))
    for number in range(20):
        sign_in(Browser(), address=HOME, password=f"wrong {number}")
    assert sign_in(Browser(), address=HOME) == ""
    assert sign_in(own, address=HOME) == "/"


def test_a_known_network_and_a_known_browser_have_limits_of_their_own(
    alice: Person, team: Team
) -> None:
    own = Browser()
    sign_in(own, address=HOME)
    own.post(reverse("account_logout"))
    for browser, address in ((own, ELSEWHERE), (Browser(), HOME)):
        for number in range(6):
            sign_in(browser, address=address, password=f"wrong {number}")
        assert sign_in(browser, address=address) == ""


def test_a_network_is_known_for_thirty_days(
    alice: Person, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(Browser(), address=HOME)
    assert people.addresses_of(alice, within=timedelta(days=30)) == {HOME}
    present = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: present() + timedelta(days=31))
    assert people.addresses_of(alice, within=timedelta(days=30)) == set()


@pytest.mark.parametrize("ending", ["a new password", "sessions ended", "another person"])
def test_the_cookie_of_a_browser_ends(alice: Person, bob: Person, team: Team, ending: str) -> None:
    own = Browser()
    sign_in(own, address=HOME)
    own.post(reverse("account_logout"))
    if ending == "a new password":
        people.set_password(alice, PASSWORD, actor=SYSTEM)
    elif ending == "sessions ended":
        people.end_sessions(alice, actor=SYSTEM)
    else:
        theirs = Browser()
        theirs.post(SIGN_IN, {"login": bob.email, "password": PASSWORD})
        own.cookies[settings.BROWSER_COOKIE_NAME] = theirs.cookies[settings.BROWSER_COOKIE_NAME]
    guess_passwords()
    assert sign_in(own, address=ELSEWHERE) == ""


def test_the_cookie_is_out_of_reach_of_scripts_and_other_hosts(alice: Person, team: Team) -> None:
    own = Browser()
    sign_in(own, address=HOME)
    cookie = own.cookies[settings.BROWSER_COOKIE_NAME]
    assert settings.BROWSER_COOKIE_NAME.startswith("__Host-")
    assert (cookie["secure"], cookie["httponly"], cookie["path"]) == (True, True, "/")
    assert (cookie["samesite"], cookie["domain"]) == ("Lax", "")
    assert "alice" not in cookie.value


def test_a_password_alone_makes_no_browser_known(browser_of_alice: Browser) -> None:
    set_up_app(browser_of_alice)
    stranger = Browser()
    assert sign_in(stranger, address=ELSEWHERE) == FACTOR
    assert settings.BROWSER_COOKIE_NAME not in stranger.cookies


@pytest.mark.parametrize("known", ["network", "browser"])
def test_who_knows_the_password_does_not_lock_the_owners_codes(
    browser_of_alice: Browser, known: str
) -> None:
    seed = set_up_app(browser_of_alice)
    own, (first, second, *_) = Browser(), recovery_codes(browser_of_alice)
    assert sign_in(own, address=HOME) == FACTOR
    assert type_code(own, code_of(seed, steps=1), address=HOME) == "/"
    own.post(reverse("account_logout"))
    guess_codes(code_of(seed))
    browser, address = (Browser(), HOME) if known == "network" else (own, ELSEWHERE)
    stranger = Browser()
    sign_in(stranger, address="203.0.113.9")
    assert type_code(stranger, first, address="203.0.113.9") == ""
    assert sign_in(browser, address=address) == FACTOR
    assert type_code(browser, second, address=address) == "/"
    limited = AuditEntry.objects.filter(action=AuditAction.ATTEMPTS_LIMITED)
    assert {entry.details["page"] for entry in limited} == {"second factor"}


def test_strangers_do_not_lock_the_code_that_confirms(browser_of_alice: Browser) -> None:
    seed = set_up_app(browser_of_alice)
    guess_codes(code_of(seed))
    answer = browser_of_alice.post(reverse("mfa_reauthenticate"), {"code": code_of(seed, steps=1)})
    assert answer.status_code == 302


def test_guesses_at_the_old_password_are_limited(alice: Person, team: Team) -> None:
    browser = signed_in(alice).confirm()
    page = reverse("account_change_password")
    new = "another quiet harbour in may"
    for old in [*(f"wrong {number}" for number in range(5)), PASSWORD]:
        browser.post(page, {"oldpassword": old, "password1": new, "password2": new})
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)
