"""Signing in by an identity provider with real clicks, and confirming by a passkey afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test.utils import override_settings

from credentials.models import Team
from dashboard.settings.single_sign_on import providers
from tests.browser.console_page import ConsolePage
from tests.browser.test_sign_in import is_at_home, phone, sign_out
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, serve

__all__ = ["phone"]

BOB = {"sub": "bob-1", "email": "bob@example.com", "email_verified": True, "groups": ["admins"]}

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def provider(team: Team) -> Iterator[Provider]:
    with serve() as running:
        running.claims = dict(BOB)
        with override_settings(
            SOCIALACCOUNT_PROVIDERS=providers(running.issuer, CLIENT_ID, CLIENT_SECRET),
            OIDC_GROUPS=[("admins", "Harbour", "admin")],
        ):
            yield running


def go_by_the_provider(console: ConsolePage) -> None:
    console.open("/sign-in/")
    console.check_everywhere()
    continue_at_the_provider(console)


def continue_at_the_provider(console: ConsolePage) -> None:
    console.click("Single sign-on")
    console.page.wait_for_url("http://127.0.0.1:*/authorize**")
    console.click("Continue", role="link")


def test_a_member_of_a_group_comes_in_and_confirms_by_a_passkey(
    phone: ConsolePage, provider: Provider, team: Team
) -> None:
    console = phone
    go_by_the_provider(console)
    is_at_home(console)
    console.open(f"/teams/{team.pk}/add/")
    console.expect_text("Set up a passkey or an authenticator app first, to confirm with.")
    console.check_everywhere()
    console.click("Add a passkey", role="link")
    console.expect_text("Sign in once more to set up a first factor.")
    continue_at_the_provider(console)
    console.click("Create the passkey")
    console.page.wait_for_url("**/sign-in/confirm/passkey/**")
    console.click("Confirm with a passkey")
    console.click("They are kept safe", role="link")
    console.open(f"/teams/{team.pk}/add/")
    console.expect_text("Add member")
    sign_out(console)


def test_who_is_in_no_group_is_told_so(console: ConsolePage, provider: Provider) -> None:
    provider.claims["groups"] = ["others"]
    go_by_the_provider(console)
    console.expect_text("You are in no group that opens a team here.")
    console.console_errors.clear()  # Chromium says of itself that a page answered 403
    console.check_everywhere()
