"""People without a login here: a customer consents by a link, a colleague opens a handover once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from credentials import onboarding, vault
from credentials.audit import SYSTEM
from credentials.core import KeyState
from credentials.models import Account, Application, ConsumerKey, Handover, KeyRequest, Person, Team
from sandbox.demo_world import NIC_A, DemoWorld
from sandbox.server import Running
from tests.browser.console_page import ConsolePage
from tests.conftest import SECRETS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ready(account: Account, demo: DemoWorld, sandbox_server: Running) -> Application:
    """An application of the demo's account, from which keys can be asked for."""
    vault.bind_account(account, NIC_A, seen="", actor=SYSTEM)
    key = demo.management(NIC_A)
    return vault.store_application(
        account,
        metadata=vault.EntryMetadata(label="certbot"),
        application_key=key.application_key,
        secret=key.application_secret,
        actor=SYSTEM,
    )


def make_the_link(console: ConsolePage, application: Application) -> str:
    """Through the wizard, up to the link that is shown once."""
    console.open(f"/keys/new/?application={application.pk}&rule=GET+/domain/zone/*")
    console.page.get_by_role("button", name="Next: addresses").click()
    console.expect_step("addresses")
    console.page.get_by_role("button", name="Next: label and owner").click()
    console.expect_step("details")
    console.fill("Label", "certbot for a customer")
    console.page.get_by_role("button", name="Next: review").click()
    console.confirm()
    console.follow("Ask somebody by a link")
    console.check()
    console.fill("Who asks", "Harbour Web")
    console.fill("What for", "Certificates for your website")
    console.click("Make the link")
    console.expect_text("It is shown now and never again.")
    console.check()
    return str(console.page.locator("#link-address").text_content())


def test_a_customer_without_a_login_consents(
    console: ConsolePage,
    stranger: ConsolePage,
    alice: Person,
    team: Team,
    ready: Application,
) -> None:
    console.sign_in(alice)
    link = make_the_link(console, ready)

    stranger.page.goto(link)
    stranger.expect_text("Harbour Web asks for access to your OVHcloud account")
    stranger.expect_text("Certificates for your website")
    stranger.check_everywhere()
    assert not KeyRequest.objects.exists()
    stranger.click("Go to OVHcloud's page")
    stranger.page.get_by_label(NIC_A, exact=False).first.check()
    stranger.click("Sign in")
    stranger.page.get_by_label("Validity").select_option(label="30 days")
    stranger.click("Accept")
    stranger.page.wait_for_url(f"{console.origin}/consented/**")
    stranger.expect_text("Thank you")
    stranger.check()

    key = ConsumerKey.objects.get()
    assert (key.label, key.state) == ("certbot for a customer", KeyState.VALIDATED)
    console.open(f"/keys/requests/{KeyRequest.objects.get().pk}/")
    console.expect_text("As requested")
    stranger.page.reload()
    stranger.expect_text("Thank you")
    stranger.page.goto(link)
    expect(stranger.page.get_by_role("button")).to_have_count(0)


def test_a_colleague_opens_a_handover_once(
    console: ConsolePage, stranger: ConsolePage, alice: Person, consumer_key: ConsumerKey
) -> None:
    console.sign_in(alice)
    console.open(f"/vault/{consumer_key.pk}/hand-over/")
    console.confirm()
    console.check()
    console.fill("Who gets it", "Charlie")
    console.page.get_by_label("With a passphrase").check()
    console.click("Make the link")
    console.expect_text("Five wrong tries burn the link.")
    console.check()
    link = str(console.page.locator("#link-address").text_content())
    passphrase = str(console.page.locator("#link-passphrase").text_content())

    other_tab = stranger.page.context.new_page()
    for page in (other_tab, stranger.page):
        page.goto(link)
        page.get_by_label("Passphrase").fill(passphrase)
    stranger.check_everywhere()
    assert Handover.objects.get().opened_at is None
    stranger.click("Show it, once")
    stranger.expect_text(SECRETS["consumer_key"])
    stranger.check()
    stranger.page.get_by_text("[default]").click()
    assert SECRETS["consumer_key"] in str(stranger.page.evaluate("getSelection().toString()"))
    other_tab.get_by_role("button", name="Show it, once").click()
    expect(other_tab.locator("main")).to_contain_text("opened already")

    console.open(f"/vault/{consumer_key.pk}/")
    console.expect_text("opened version 1 by a link of alice@example.com")
    console.check()
    assert onboarding.handover_state(Handover.objects.get()) == onboarding.HandoverState.OPENED
