"""The narrow key most people want first, counted in clicks: five of them and the zone's name."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from credentials import onboarding, vault
from credentials.audit import SYSTEM
from credentials.models import Account, Application, ConsumerKey, Person
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.browser.desk import Desk

NIC = "aa11111-ovh"
MOST_CLICKS = 5
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
def kept(account: Account, ovhcloud: Running, demo: DemoWorld) -> Application:
    """What a team has on its second day: its account's management key, and one application."""
    own = demo.management(NIC)
    triple = onboarding.Triple(
        application_key=own.application_key,
        application_secret=own.application_secret,
        consumer_key=own.consumer_key,
    )
    managing = onboarding.adopt(account, triple, card=vault.Card(label="keydesk"), actor=SYSTEM)
    onboarding.manage_with(account, managing, actor=SYSTEM)
    tool = demo.of("unused")[0]
    return vault.store_application(
        account,
        card=vault.Card(label="certbot"),
        application_key=tool.application_key,
        secret=tool.application_secret,
        actor=SYSTEM,
    )


def test_a_key_for_one_zone_takes_five_clicks_and_its_name(
    desk: Desk, alice: Person, kept: Application, demo: DemoWorld
) -> None:
    desk.sign_in(alice)
    clicks = Clicks(desk.page)
    desk.page.reload()

    desk.click("Rights builder", role="link")
    desk.click("certbot, one zone")
    desk.sees("Can read, add, change and delete the records of this zone")
    desk.sees("Cannot touch another zone, a domain name or anything else.")
    desk.check()
    desk.page.keyboard.type("example.com")
    desk.click("Request this key")

    desk.sees("This is what certbot example.com will be")
    desk.sees("Read, create or act on “record” of the DNS zone example.com")
    desk.sees("Nothing outside DNS zones.")
    desk.sees("Nothing of the account: its people, keys, bills and orders.")
    desk.check()
    desk.click("Request certbot example.com")
    desk.page.get_by_role("link", name="Go to OVHcloud's page").click()

    expect(desk.page.get_by_label(NIC, exact=False).first).to_be_visible()
    assert "credentialToken=" in desk.page.url
    assert clicks.count == MOST_CLICKS

    key = ConsumerKey.objects.get(label="certbot example.com")
    assert (key.application_id, key.owner) == (kept.pk, alice)
    elsewhere = [
        rule for rule in key.rules if "example.com" not in rule["path"] and rule["method"] != "GET"
    ]
    assert elsewhere == []
