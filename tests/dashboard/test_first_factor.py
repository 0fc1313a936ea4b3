"""Who has nothing to confirm by sets it up right after a new sign-in, and nobody else does."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import allauth
import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from credentials import people
from credentials.audit import SYSTEM
from credentials.models import Person, Team
from dashboard import new_sign_in
from tests.authenticator_app import code_of
from tests.dashboard.test_factors import FACTOR, set_up_app
from tests.dashboard.test_single_sign_on import SIGN_IN, come_back, provider
from tests.oidc_provider import Provider
from tests.people import PASSWORD, Browser
from tests.project_files import ROOT

__all__ = ["provider"]

ACCOUNT_MESSAGES = ("logged_in", "logged_out", "password_changed", "password_set")
FIRST = [
    reverse(name) for name in ("mfa_add_webauthn", "mfa_activate_totp", "account_set_password")
]


def sign_in_anew(browser: Browser) -> None:
    """What the page for a first factor asks for."""
    assert browser.get(reverse("mfa_activate_totp")).status_code == 302
    assert come_back(browser).status_code == 302


def test_a_single_sign_on_confirms_nothing(provider: Provider, team: Team) -> None:
    provider.claims["groups"] = ["admins"]
    browser = Browser()
    come_back(browser)
    asked = browser.get(reverse("team:add", args=[team.pk]))
    assert asked["Location"] == reverse("mfa_index")
    sign_in_anew(browser)
    set_up_app(browser)
    asked = browser.get(reverse("team:add", args=[team.pk]))
    assert asked["Location"].startswith("/sign-in/confirm/code/")


@pytest.mark.parametrize("page", FIRST)
def test_whoever_took_a_session_over_sets_nothing_up_to_confirm_by(
    provider: Provider, page: str
) -> None:
    """Not a second after the sign-in: the session ends, and the provider asks anew."""
    browser = Browser()
    come_back(browser)
    assert browser.post(page)["Location"] == f"{SIGN_IN}?{urlencode({'next': page})}"
    assert browser.get("/vault/")["Location"].startswith(SIGN_IN)
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("page", FIRST)
def test_who_signs_in_anew_at_the_provider_sets_it_up(provider: Provider, page: str) -> None:
    browser = Browser()
    come_back(browser)
    sign_in_anew(browser)
    assert (provider.asked[-1]["prompt"], provider.asked[-1]["max_age"]) == ("login", "0")
    assert browser.get(page).status_code == 200


@pytest.mark.parametrize("said", [None, 0, 1_700_000_000, "now", True])
def test_a_provider_that_did_not_ask_anew_is_refused(provider: Provider, said: object) -> None:
    browser = Browser()
    come_back(browser)
    browser.get(reverse("mfa_activate_totp"))
    provider.token_claims["auth_time"] = said
    assert come_back(browser).status_code == 403
    assert come_back(browser).status_code == 302
    assert browser.get(reverse("mfa_activate_totp")).status_code == 302


def test_a_new_sign_in_counts_for_minutes(provider: Provider) -> None:
    browser = Browser()
    come_back(browser)
    sign_in_anew(browser)
    session = browser.session
    session["new_sign_in_at"] -= new_sign_in.LASTS
    session.save()
    assert browser.get(reverse("mfa_activate_totp")).status_code == 302


@pytest.mark.parametrize("change", ["password", "sessions"])
def test_a_sign_in_that_waits_for_the_code_ends_with_the_password_and_the_sessions(
    browser_of_alice: Browser, alice: Person, change: str
) -> None:
    seed = set_up_app(browser_of_alice)
    browser = Browser()
    browser.post(SIGN_IN, {"login": "alice@example.com", "password": PASSWORD})
    if change == "password":
        people.set_password(alice, "another quiet harbour in may", actor=SYSTEM)
    else:
        people.end_sessions(alice, actor=SYSTEM)
    answer = browser.post(FACTOR, {"code": code_of(seed, steps=1)}, follow=True)
    assert answer.request["PATH_INFO"] == SIGN_IN
    assert "Your password changed meanwhile" in answer.content.decode()
    assert browser.get("/").status_code == 302


def own_template(name: Path) -> bool:
    return (ROOT / "templates" / name).is_file()


def test_what_is_said_of_a_factor_is_in_words_of_ours() -> None:
    library = Path(allauth.__file__).parent / "templates"
    shown = [*library.glob("mfa/messages/*.txt")]
    shown += [library / f"account/messages/{name}.txt" for name in ACCOUNT_MESSAGES]
    assert {path.name for path in shown if not own_template(path.relative_to(library))} == set()
