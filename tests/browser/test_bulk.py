"""Many live keys at once: ticked on two pages, all that a filter shows, or swept; confirmed by
their number, left and found again, and read in a report."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import connection

from credentials import bulk
from credentials.models import Account, BulkJob, Person
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.browser.console_page import ConsolePage
from tests.killed import EndsAtWrite, Killed
from tests.live_world import LiveWorld, take_over

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    stands = take_over(account, demo, sandbox_server)
    stands.fill(60)
    stands.sync()
    return stands


def start(console: ConsolePage, count: int) -> None:
    """From the selection to the job, by its number."""
    console.follow("See what stops working")
    console.confirm()
    console.expect_text("What stops working")
    console.fill(f"Type {count} to go on", str(count))
    console.check()
    with console.page.expect_navigation():
        console.click("Revoke keys")


@pytest.mark.usefixtures("world")
def test_keys_of_two_pages_are_revoked_together(console: ConsolePage, alice: Person) -> None:
    console.sign_in(alice)
    console.open("/live/?o=key")
    for link in ("Next", "Review: Revoke 2 keys"):
        console.page.get_by_role("checkbox").first.check()
        with console.page.expect_navigation():
            console.click("Select the ticked keys")
        console.follow(link)
    console.expect_text("Revoke 2 keys")
    console.check()
    start(console, 2)
    console.expect_text("2 of 2")
    console.check()
    console.open("/live/bulk/")
    console.expect_text("Ended")
    console.check()


@pytest.mark.usefixtures("tasks_wait")
def test_a_job_is_left_found_again_and_followed_to_its_end(
    console: ConsolePage, world: LiveWorld, alice: Person
) -> None:
    console.sign_in(alice)
    console.open("/live/?state=validated")
    with console.page.expect_navigation():
        console.click("that the filter shows", exact=False)
    job = BulkJob.objects.get()
    count = job.items.filter(state="waiting").count()
    assert count > 20
    console.expect_text("1 is left out and stays as it is.")
    start(console, count)
    console.expect_text(f"0 of {count}")
    console.check_everywhere()
    console.open("/")
    console.open("/live/")
    console.expect_text(f"A bulk job is under way: 0 of {count}.")
    console.follow("Open the job")
    with connection.execute_wrapper(EndsAtWrite(200, lambda: [""])), suppress(Killed):
        bulk.run_job.call(str(job.pk))
    done = job.items.exclude(state__in=("waiting", "doing", "excluded")).count()
    assert 0 < done < count
    console.expect_text(f"{done} of {count}")  # the page follows the job by itself
    bulk.resume_job(str(job.pk))
    bulk.run_job.call(str(job.pk))
    console.expect_text(f"{count} of {count}")
    console.expect_text("Deleted at OVHcloud.")
    console.check_everywhere()
    assert not job.items.filter(state="done", number__in=world.demo.world.credentials).exists()
    console.open("/activity/")
    console.expect_text("revoked the live key")


@pytest.mark.usefixtures("world")
def test_what_opens_nothing_is_swept(console: ConsolePage, alice: Person) -> None:
    swept = bulk.sweepable_keys(Account.objects.all()).count()
    assert swept > 1
    console.sign_in(alice)
    console.open("/live/")
    with console.page.expect_navigation():
        console.click("Sweep keys that open nothing")
    console.expect_text(f"Revoke {swept} keys")
    console.check_everywhere()
    start(console, swept)
    console.expect_text(f"{swept} of {swept}")
    console.check()
    assert bulk.sweepable_keys(Account.objects.all()).filter(gone_at=None).count() == 0
    console.open("/activity/")
    console.expect_text("revoked the live key")
