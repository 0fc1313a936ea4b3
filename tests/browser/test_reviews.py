"""A review campaign with real clicks: an auditor starts it, the owner answers, the end is carried
out and reported."""

from __future__ import annotations

import pytest
from django.urls import reverse

from credentials.core import ReviewState
from credentials.models import Account, Person
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.browser.console_page import ConsolePage
from tests.credentials.campaigns.driver import ORPHAN, OWNED, CampaignDriver
from tests.live_world import take_over

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def driver(
    account: Account, demo: DemoWorld, sandbox_server: Running, alice: Person, bob: Person
) -> CampaignDriver:
    world = take_over(account, demo, sandbox_server)
    world.sync()
    driver = CampaignDriver(world, alice, bob)
    driver.own(ORPHAN, driver.charlie)
    return driver


def test_keys_are_reviewed_from_the_start_to_the_closing_report(
    console: ConsolePage, driver: CampaignDriver
) -> None:
    start_as_auditor(console, driver)
    answer_as_owner(console, driver)
    end_as_auditor(console, driver)
    carry_out_as_admin(console, driver)


def start_as_auditor(console: ConsolePage, driver: CampaignDriver) -> None:
    console.sign_in(driver.bob)
    console.open(f"{reverse('campaigns:start')}?held=stored")
    console.confirm()
    console.fill("Name", "Spring review")
    console.check_everywhere()
    console.page.get_by_role("button", name="Ask about").click()
    console.expect_text("The campaign has begun")
    console.check_everywhere()


def answer_as_owner(console: ConsolePage, driver: CampaignDriver) -> None:
    change_person(console, driver.charlie)
    console.expect_text("wait for your answer in Spring review")
    console.follow("Review keys")
    console.expect_text("Say of each key")
    console.check_everywhere()
    console.open(item_url(driver, OWNED))
    console.check_everywhere()
    console.click("This key is not needed")
    console.expect_text("Your answer is stored.")
    console.open(item_url(driver, ORPHAN))
    console.fill("What it is needed for", "It lists the servers for the audit.")
    console.click("Keep this key")
    console.expect_text("Your answer is stored.")
    assert [driver.answer(OWNED), driver.answer(ORPHAN)] == ["given-up", "kept"]


def end_as_auditor(console: ConsolePage, driver: CampaignDriver) -> None:
    change_person(console, driver.bob)
    console.open(campaign_url(driver))
    console.click("End the campaign now")
    console.confirm()
    console.click("End the campaign now")
    console.expect_text("may not freeze and revoke keys")
    console.check_everywhere()
    assert driver.state == ReviewState.ENDED


def carry_out_as_admin(console: ConsolePage, driver: CampaignDriver) -> None:
    change_person(console, driver.alice)
    console.open(campaign_url(driver))
    console.click("Freeze and revoke under my name")
    console.confirm()
    console.click("Freeze and revoke under my name")
    console.expect_text("Frozen, revoked later")
    console.check_everywhere()
    assert driver.at_ovhcloud(OWNED)
    driver.pass_days(15)
    console.open(campaign_url(driver))
    console.expect_text("Closed")
    console.expect_text("It lists the servers for the audit.")
    console.check_everywhere()
    assert [driver.at_ovhcloud(OWNED), driver.at_ovhcloud(ORPHAN)] == [False, True]
    with console.page.expect_download() as download:
        console.click("Report as CSV", role="link")
    text = download.value.path().read_text()
    assert "It lists the servers for the audit." in text
    assert "revoked" in text


def change_person(console: ConsolePage, person: Person) -> None:
    console.page.context.clear_cookies()
    console.sign_in(person)


def item_url(driver: CampaignDriver, label: str) -> str:
    return reverse("campaigns:item", args=[driver.item(label).pk])


def campaign_url(driver: CampaignDriver) -> str:
    return reverse("campaigns:detail", args=[driver.campaign.pk])
