"""A key is frozen, thawed, limited and rotated, with real clicks; the log has each of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from credentials.core import RotationState
from credentials.models import Account, Person
from credentials.rights import FROZEN_ADDRESSES
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.browser.console_page import ConsolePage
from tests.browser.test_main_job import answer_at_ovhcloud
from tests.credentials.rotations.driver import LABEL, RotationDriver
from tests.dashboard.live_pages import key_url
from tests.live_world import LiveWorld, take_over

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    stands = take_over(account, demo, sandbox_server)
    stands.sync()
    return stands


def at_ovhcloud(world: LiveWorld) -> tuple[str, ...] | None:
    return world.demo.world.credentials[world.planned(LABEL).credential_id].allowed_ips


def expect_logged(console: ConsolePage, *texts: str) -> None:
    console.open("/activity/")
    for text in texts:
        console.expect_text(text)


def test_a_key_is_frozen_thawed_and_limited(
    console: ConsolePage, world: LiveWorld, alice: Person
) -> None:
    before = at_ovhcloud(world)
    console.sign_in(alice)
    console.open(key_url(world, LABEL))
    console.check()
    console.click("Freeze this key", role="link")
    console.confirm()
    console.check_everywhere()
    console.click("Freeze this key")
    console.expect_text("is frozen.")
    console.check_everywhere()
    assert at_ovhcloud(world) == FROZEN_ADDRESSES
    console.open("/live/?state=frozen")
    console.expect_text("by alice@example.com")
    console.check()
    console.open(key_url(world, LABEL))
    console.click("Thaw this key")
    console.expect_text("is thawed.")
    assert at_ovhcloud(world) == before
    console.click("Change addresses", role="link")
    console.fill("Addresses or blocks", "198.51.100.4\n203.0.113.77/24")
    console.check_everywhere()
    console.click("Show what OVHcloud will store")
    console.expect_text("Host bits cleared")
    console.check_everywhere()
    console.click("Change the addresses at OVHcloud")
    console.expect_text("OVHcloud lists 198.51.100.4/32, 203.0.113.0/24")
    assert at_ovhcloud(world) == ("198.51.100.4/32", "203.0.113.0/24")
    expect_logged(
        console, "froze the live key", "thawed the live key", "changed the addresses of the live"
    )


def test_keydesk_is_not_locked_out_by_the_addresses_of_its_own_key(
    console: ConsolePage, world: LiveWorld, alice: Person
) -> None:
    console.sign_in(alice)
    console.open(key_url(world, "keydesk"))
    console.click("Change addresses", role="link")
    console.confirm()
    console.fill("Addresses or blocks", "198.51.100.4")
    console.click("Show what OVHcloud will store")
    console.expect_text("the list might lock it out of the account")
    console.check_everywhere()
    change = console.page.get_by_role("button", name="Change the addresses at OVHcloud")
    expect(change).to_have_count(0)
    console.click("Change the list")
    expect(console.page.get_by_label("Addresses or blocks")).to_have_value("198.51.100.4")


def test_a_key_is_rotated_from_the_request_to_its_end(
    console: ConsolePage, world: LiveWorld, alice: Person
) -> None:
    driver = RotationDriver(world, alice)
    old = driver.old
    console.sign_in(alice)
    console.open(f"/vault/{old.pk}/")
    console.click("Rotate", role="link")
    console.confirm()
    console.check_everywhere()
    console.click("Request the successor")
    console.expect_text("Somebody validates the successor at OVHcloud")
    console.check_everywhere()
    console.click("Open the request", role="link")
    answer_at_ovhcloud(console, "Accept")
    console.expect_text("Validated")
    rotation = f"/rotations/{driver.rotation.pk}/"
    console.open(rotation)
    console.check()
    console.click("It is deployed already")
    console.expect_text("A reading sees the successor in use")
    driver.use_successor()
    driver.leave_old()
    driver.pass_days(8)
    driver.read()
    console.open(rotation)
    console.expect_text("The days of the freeze are over")
    driver.pass_days(8)
    console.click("Look now")
    console.page.wait_for_url(f"**{rotation}")
    assert driver.state == RotationState.RETIRED
    console.open("/rotations/?state=retired")
    expect(console.page.get_by_role("link", name=LABEL, exact=True)).to_be_visible()
    console.check_everywhere()
    expect_logged(console, "started to rotate", "moved on the", "froze the live key")
    expect_logged(console, "revoked the live key")
