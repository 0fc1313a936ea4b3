"""Signing in with real keys and clicks: passkey, app, codes, mailed links, confirmations."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from credentials.core import Role
from credentials.models import ConsumerKey, Person, Team
from tests.authenticator_app import code_of
from tests.browser.console_page import ConsolePage
from tests.conftest import SECRETS
from tests.people import PASSWORD, rewrite

NEW = "seven boats at the old pier"
YOURS = "/sign-in/yours/"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def phone(console: ConsolePage) -> ConsolePage:
    """A console on a machine with a fingerprint reader: Chromium's virtual authenticator."""
    tools = console.page.context.new_cdp_session(console.page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return console


def sign_out(console: ConsolePage) -> None:
    console.open("/sign-in/out/")
    console.click("Sign out")
    console.page.wait_for_url("**/sign-in/")


def is_at_home(console: ConsolePage) -> None:
    expect(console.page.get_by_role("heading", level=1)).to_have_text("Overview")


def add_passkey(console: ConsolePage) -> None:
    console.open(YOURS)
    console.click("Add a passkey", role="link")
    console.confirm()
    console.check_everywhere()
    console.click("Create the passkey")


def add_app(console: ConsolePage) -> str:
    """The seed of the app that was added."""
    console.open(YOURS)
    console.click("Add an app", role="link")
    console.confirm()
    console.check_everywhere()
    seed = console.page.locator("#seed").inner_text()
    console.page.locator("input[name=code]").fill(code_of(seed))
    console.click("Add the app")
    return seed


def codes(console: ConsolePage) -> list[str]:
    console.page.wait_for_url("**/yours/codes/")
    console.check_everywhere()
    shown = console.page.locator("#codes").inner_text().split()
    console.click("They are kept safe", role="link")
    return shown


def password(console: ConsolePage, person: Person) -> None:
    console.open("/sign-in/")
    console.page.locator("input[name=login]").fill(person.email)
    console.page.locator("input[name=password]").fill(PASSWORD)
    console.page.keyboard.press("Enter")
    console.page.wait_for_url("**/sign-in/factor/")


def test_a_passkey_signs_in_and_confirms_without_a_password(
    phone: ConsolePage, alice: Person, team: Team, consumer_key: ConsumerKey
) -> None:
    console = phone
    console.sign_in(alice)
    add_passkey(console)
    assert len(codes(console)) == 10
    expect(console.page.locator("#passkeys").locator("..").locator("..")).to_contain_text(
        "Passkey 1"
    )
    console.check_everywhere()
    sign_out(console)
    console.check_everywhere()
    console.click("Sign in with a passkey")
    is_at_home(console)
    console.open(f"/vault/{consumer_key.pk}/")
    console.page.get_by_role("button", name="Reveal").first.click()
    console.page.wait_for_url("**/sign-in/confirm/passkey/**")
    console.check_everywhere()
    console.click("Confirm with a passkey")
    console.page.wait_for_url(f"**/vault/{consumer_key.pk}/")
    console.page.get_by_role("button", name="Reveal").first.click()
    shown = console.page.locator("reveal-secret code.value").first
    expect(shown).to_have_text(SECRETS["consumer_key"])


def test_a_passkey_is_a_second_factor_and_is_taken_away(
    phone: ConsolePage, alice: Person, team: Team
) -> None:
    console = phone
    console.sign_in(alice)
    add_passkey(console)
    codes(console)
    sign_out(console)
    password(console, alice)
    console.check_everywhere()
    console.click("Use a passkey")
    is_at_home(console)
    console.open(YOURS)
    console.page.get_by_role("link", name="Remove Passkey 1").click()
    console.page.wait_for_url("**/sign-in/confirm/passkey/**")
    console.follow("Confirm with a passkey", role="button")
    console.check_everywhere()
    console.click("Remove passkey")
    console.expect_text("cannot be phished")


def test_an_app_then_a_recovery_code_sign_in_and_the_app_confirms(
    console: ConsolePage, alice: Person, team: Team
) -> None:
    console.sign_in(alice)
    seed = add_app(console)
    kept = codes(console)
    sign_out(console)
    password(console, alice)
    console.page.locator("input[name=code]").fill(code_of(seed, steps=1))
    console.click("Sign in")
    is_at_home(console)
    sign_out(console)
    password(console, alice)
    console.page.locator("input[name=code]").fill(kept[0])
    console.click("Sign in")
    is_at_home(console)
    console.open(YOURS)
    console.expect_text("9 are left.")
    console.click("Remove authenticator app", role="link")
    console.follow("Use your authenticator app")
    console.check_everywhere()
    console.page.locator("input[name=code]").fill(code_of(seed, steps=-1))
    console.follow("Confirm", role="button")
    console.check_everywhere()
    console.click("Remove authenticator app")
    console.expect_text("None. An app shows six digits")


def newest_link() -> str:
    links: list[str] = re.findall(r"https?://\S+/sign-in/\S+", str(mail.outbox[-1].body))
    return links[-1]


def test_an_invitation_is_followed_to_the_end(
    console: ConsolePage, alice: Person, team: Team
) -> None:
    console.sign_in(alice)
    console.open(f"/teams/{team.pk}/add/")
    console.confirm()
    console.fill("E-mail address", "bob@example.com")
    console.page.get_by_label("Role").select_option("operator")
    console.click("Add member")
    console.expect_text("An invitation is on its way")
    console.check_everywhere()
    sign_out(console)
    console.page.goto(newest_link())
    console.check_everywhere()
    console.page.locator("input[name=password1]").fill(NEW)
    console.page.locator("input[name=password2]").fill(NEW)
    console.click("Join Harbour")
    is_at_home(console)
    assert team.memberships.get(person__email="bob@example.com").role == Role.OPERATOR
    sign_out(console)
    console.page.goto(newest_link())
    console.expect_text("This invitation no longer works")
    console.check_everywhere()


def test_a_forgotten_password_is_chosen_anew(
    console: ConsolePage, alice: Person, team: Team
) -> None:
    console.open("/sign-in/password/reset/")
    console.page.locator("input[name=email]").fill(alice.email)
    console.click("Send the link")
    console.expect_text("Look in your mail")
    console.check_everywhere()
    console.page.goto(newest_link())
    console.check_everywhere()
    console.page.locator("input[name=password1]").fill(NEW)
    console.page.locator("input[name=password2]").fill(NEW)
    console.click("Change password")
    console.expect_text("Your password is changed")
    console.check_everywhere()
    console.click("Sign in", role="link")
    console.page.locator("input[name=login]").fill(alice.email)
    console.page.locator("input[name=password]").fill(NEW)
    console.page.keyboard.press("Enter")
    is_at_home(console)


def test_a_secret_is_revealed_for_a_purpose(
    console: ConsolePage, alice: Person, team: Team, consumer_key: ConsumerKey
) -> None:
    rewrite(Team.objects.all(), requires_purpose=True)
    console.sign_in(alice)
    console.open(f"/vault/{consumer_key.pk}/export/")
    console.confirm()
    console.check_everywhere()
    console.open(f"/vault/{consumer_key.pk}/")
    console.check_everywhere()
    console.page.get_by_placeholder("What for?").first.fill("rotate the key of web-1")
    console.page.get_by_role("button", name="Reveal").first.click()
    shown = console.page.locator("reveal-secret code.value").first
    expect(shown).to_have_text(SECRETS["consumer_key"])


def test_an_admin_sees_and_ends_the_access_of_a_member(
    console: ConsolePage, alice: Person, bob: Person, team: Team
) -> None:
    membership = team.memberships.create(person=bob, role=Role.OPERATOR)
    console.sign_in(alice)
    console.open(f"/teams/{team.pk}/policy/")
    console.confirm()
    console.check_everywhere()
    console.open(f"/teams/members/{membership.pk}/access/")
    console.check_everywhere()
    console.click("Deactivate bob@example.com")
    console.expect_text("They can sign in again then")
    console.check_everywhere()
    console.open(f"/teams/{team.pk}/")
    console.expect_text("Deactivated")
    console.check_everywhere()


def test_a_team_that_asks_for_a_second_factor_says_so(
    console: ConsolePage, alice: Person, team: Team
) -> None:
    rewrite(Team.objects.all(), requires_second_factor=True)
    console.open("/sign-in/")
    console.page.locator("input[name=login]").fill(alice.email)
    console.page.locator("input[name=password]").fill(PASSWORD)
    console.page.keyboard.press("Enter")
    console.expect_text("Set up a second factor")
    console.check_everywhere()
