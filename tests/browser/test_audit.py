"""An auditor goes from the sign-in to a report that answers everything, in a few clicks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from credentials import audit, findings, vault
from credentials.core import Role
from credentials.models import Account, ConsumerKey, Person, Team
from tests.browser.console_page import ConsolePage
from tests.people import PASSWORD, join
from tests.world import World

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MOST_CLICKS = 6


def test_an_auditor_reads_what_there_is_in_at_most_six_clicks(
    console: ConsolePage,
    one_of_each: World,
    account: Account,
    consumer_key: ConsumerKey,
    alice: Person,
    bob: Person,
    team: Team,
) -> None:
    join(team, bob, Role.AUDITOR)
    vault.reveal(consumer_key, actor=audit.actor_of(alice))
    findings.judge_account.func(str(account.pk), "reading")
    console.open("/")
    console.page.locator("input[name=login]").fill(bob.email)
    console.page.locator("input[name=password]").fill(PASSWORD)
    clicks = ["Sign in", "Reports", "Open all reports"]
    console.click(clicks[0])
    expect(console.page.get_by_role("heading", level=1)).to_have_text("Overview")
    console.check()
    console.follow(clicks[1])
    console.check()
    console.follow(clicks[2])
    assert len(clicks) <= MOST_CLICKS
    for answer in ("Which keys exist", "Which keys are dangerous", "Who saw which secret"):
        console.expect_text(answer)
    console.expect_text("Is the activity log intact")
    console.expect_text(alice.email)
    console.expect_text("intact")
    console.check()
