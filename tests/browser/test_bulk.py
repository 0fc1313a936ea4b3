"""Many live keys at once: ticked on two pages, confirmed by their number, and read in a report."""

from __future__ import annotations

import pytest

from credentials.models import Account, Person
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.browser.console_page import ConsolePage
from tests.live_world import take_over

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_keys_of_two_pages_are_revoked_together(
    console: ConsolePage,
    alice: Person,
    account: Account,
    demo: DemoWorld,
    sandbox_server: Running,
) -> None:
    world = take_over(account, demo, sandbox_server)
    world.fill(60)
    world.sync()
    console.sign_in(alice)
    console.open("/live/?o=key")
    for link in ("Next", "Review: Revoke 2 keys"):
        console.page.get_by_role("checkbox").first.check()
        with console.page.expect_navigation():
            console.click("Select the ticked keys")
        console.follow(link)
    console.expect_text("Revoke 2 keys")
    console.check()
    console.follow("See what stops working")
    console.confirm()
    console.expect_text("What stops working")
    console.fill("Type 2 to go on", "2")
    console.check()
    with console.page.expect_navigation():
        console.click("Revoke keys")
    console.expect_text("2 of 2")
    console.check()
    console.open("/live/bulk/")
    console.expect_text("Ended")
    console.check()
