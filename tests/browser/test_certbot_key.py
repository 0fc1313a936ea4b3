"""The narrow key most people want first, counted in clicks from the sign-in to the file: the zone's
name is typed, and one confirmation, which asking OVHcloud for a key takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from credentials import onboarding, vault
from credentials.audit import SYSTEM
from credentials.models import Account, Application, ConsumerKey, Person
from sandbox.demo_world import NIC_A, DemoWorld
from sandbox.server import Running
from tests.browser.console_page import ConsolePage

#: From the rights builder to OVHcloud's page; from the menu to the downloaded file, those on
#: OVHcloud's own pages among them.
TO_OVHCLOUD, TO_THE_FILE, CONFIRMATION = 5, 9, 1
COUNT = """
addEventListener("click", event => event.isTrusted && window.counted(), true)
"""

pytestmark = pytest.mark.django_db(transaction=True)


class Clicks:
    """Every click that the browser itself saw, on any page of the way, Enter in a form as well."""

    def __init__(self, page: Page) -> None:
        self.count = 0
        page.expose_function("counted", self._add)
        page.add_init_script(COUNT)

    def _add(self) -> None:
        self.count += 1


@pytest.fixture
def stored_application(account: Account, sandbox_server: Running, demo: DemoWorld) -> Application:
    """What a team has on its second day: its account's management key, and one application."""
    own = demo.management(NIC_A)
    triple = onboarding.KeyTriple(
        application_key=own.application_key,
        application_secret=own.application_secret,
        consumer_key=own.consumer_key,
    )
    managing = onboarding.adopt(
        account, triple, metadata=vault.EntryMetadata(label="keydesk"), actor=SYSTEM
    )
    vault.choose_management_key(account, managing, actor=SYSTEM)
    tool = demo.of("unused")[0]
    return vault.store_application(
        account,
        metadata=vault.EntryMetadata(label="certbot"),
        application_key=tool.application_key,
        secret=tool.application_secret,
        actor=SYSTEM,
    )


def test_a_key_for_one_zone_takes_five_clicks_its_name_and_a_confirmation(
    console: ConsolePage, alice: Person, stored_application: Application, demo: DemoWorld
) -> None:
    console.sign_in(alice)
    clicks = Clicks(console.page)
    console.page.reload()

    console.click("Rights builder", role="link")
    console.click("certbot, one zone")
    console.expect_text("Can read, add, change and delete the records of this zone")
    console.expect_text("Cannot touch another zone, a domain name or anything else.")
    console.check()
    console.page.keyboard.type("example.com")
    console.click("Request this key")
    console.confirm()

    console.expect_text("Check before requesting")
    console.expect_text("Read, create or act on “record” of the DNS zone example.com")
    console.expect_text("Nothing outside DNS zones.")
    console.expect_text("Nothing of the account: its people, keys, bills and orders.")
    console.check()
    console.click("Request certbot example.com")
    console.page.get_by_role("link", name="Go to OVHcloud's page").click()

    expect(console.page.get_by_label(NIC_A, exact=False).first).to_be_visible()
    assert "credentialToken=" in console.page.url
    assert clicks.count == TO_OVHCLOUD + CONFIRMATION

    key = ConsumerKey.objects.get(label="certbot example.com")
    assert (key.application_id, key.owner) == (stored_application.pk, alice)
    elsewhere = [
        rule for rule in key.rules if "example.com" not in rule["path"] and rule["method"] != "GET"
    ]
    assert elsewhere == []


def store_more_applications(account: Account, count: int) -> None:
    for number in range(count):
        vault.store_application(
            account,
            metadata=vault.EntryMetadata(label=f"tool {number}"),
            application_key=f"{number:016}",
            secret=f"{number:032}",
            actor=SYSTEM,
        )


def accept_at_ovhcloud(console: ConsolePage) -> None:
    """Three clicks; the validity is chosen by its keys."""
    console.page.get_by_role("link", name="Go to OVHcloud's page").click()
    console.page.get_by_label(NIC_A, exact=False).first.click()
    console.click("Sign in")
    console.page.get_by_label("Validity").select_option(label="30 days")
    console.click("Accept")
    console.page.wait_for_url(f"{console.origin}/keys/requests/**")


@pytest.mark.parametrize("applications", [0, 60])
def test_from_the_menu_to_the_file_takes_nine_clicks_whatever_the_number_of_applications(
    console: ConsolePage, alice: Person, stored_application: Application, applications: int
) -> None:
    store_more_applications(stored_application.account, applications)
    console.sign_in(alice)
    clicks = Clicks(console.page)
    console.page.reload()

    console.click("New key", role="link")
    console.check()
    console.click("certbot, one zone", role="link")
    console.check()
    console.page.keyboard.type("example.com")
    console.click("Next: review")
    console.confirm()
    console.check()
    console.click("Request certbot example.com")
    accept_at_ovhcloud(console)
    console.check()
    with console.page.expect_download() as download:
        console.click("Download ovh.ini")

    assert download.value.suggested_filename == "ovh.ini"
    content = Path(download.value.path()).read_text()
    key = ConsumerKey.objects.get(label="certbot example.com")
    assert vault.reveal(key, actor=SYSTEM).expose() in content
    assert key.application_id == stored_application.pk
    assert clicks.count <= TO_THE_FILE + CONFIRMATION
