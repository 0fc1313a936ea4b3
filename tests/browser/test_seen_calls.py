"""From a key's page by its calls to a rotation with narrower rules, with real clicks."""

from __future__ import annotations

import pytest

from credentials import seen_calls
from credentials.audit import SYSTEM
from credentials.models import Account, Person, Rotation
from credentials.rights import rules_from_api
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.browser.console_page import ConsolePage
from tests.dashboard.live_pages import key_url
from tests.live_world import LiveWorld, take_over

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LABEL = "certbot on web-1"


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    """Alice's account as it was read, and its log of calls too."""
    world = take_over(account, demo, sandbox_server)
    world.sync()
    seen_calls.start_reading_calls(world.account, actor=SYSTEM)
    return world


def test_a_key_is_rotated_with_the_rules_that_its_calls_need(
    console: ConsolePage, world: LiveWorld, alice: Person
) -> None:
    world.store(LABEL)
    console.sign_in(alice)
    console.open(key_url(world, LABEL))
    console.click("Calls seen", role="link")
    console.expect_text("Calls that may be its own")
    console.check_everywhere()
    console.fill("Rules to try", "POST /domain/zone/example.com/refresh")
    console.click("Try these rules")
    console.expect_text("6 calls would have been refused, 3 let through.")
    console.check_everywhere()
    console.open(f"{key_url(world, LABEL)}calls/")
    console.click("Try these rules")
    console.expect_text("None would have been refused")
    console.click("Rotate with these rules", role="link")
    console.confirm()
    console.check_everywhere()
    console.click("Request the successor")
    console.expect_text("Old key")
    successor = Rotation.objects.get().successor
    rules = {str(rule) for rule in rules_from_api(successor.rules)}
    assert "DELETE /domain/zone/example.com/record/*" in rules
    assert not any(rule.startswith("PUT") for rule in rules)


def test_the_logs_of_an_account_are_read_and_a_forwarded_one_is_taken_in(
    console: ConsolePage, world: LiveWorld, alice: Person
) -> None:
    console.sign_in(alice)
    console.open(f"/accounts/{world.account.pk}/")
    console.click("Calls seen", role="link")
    console.check_everywhere()
    console.click("Read the logs now")
    console.expect_text("The logs are read in the background.")
    console.click("Take in a forwarded log", role="link")
    console.fill("Text", "no log at all")
    console.click("Take it in")
    console.expect_text("1 line is no JSON object, and was left out.")
    console.check_everywhere()
