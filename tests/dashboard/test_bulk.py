from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db.models.signals import ModelSignal, post_save
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from credentials import audit, bulk, vault
from credentials.audit import SYSTEM
from credentials.core import BulkAction, BulkState, Role
from credentials.models import Account, BulkItem, BulkJob, LiveApplication, LiveCredential, Person
from dashboard.pages.bulk import what_stops
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.dashboard.live_pages import LIST
from tests.live_world import LiveWorld, take_over
from tests.people import Browser, make_team

SELECT, SWEEP = reverse("bulk:select"), reverse("bulk:sweep")


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    stands = take_over(account, demo, sandbox_server)
    stands.sync()
    return stands


def url(job: BulkJob, page: str = "detail") -> str:
    return reverse(f"bulk:{page}", args=[job.pk])


def tick(browser: Browser, world: LiveWorld, *labels: str) -> None:
    browser.post(
        SELECT,
        {"take": "ticked", "act": "revoke-keys", "key": [world.live(label).pk for label in labels]},
    )


def streamed(browser: Browser, address: str) -> str:
    return browser.get(address).getvalue().decode()


class TestSelection:
    def test_ticks_of_several_pages_are_revoked_once_the_number_is_typed(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        tick(browser_of_alice, world, "certbot on web-1")
        tick(browser_of_alice, world, "audit trial", "certbot on web-1")
        job = BulkJob.objects.get()
        assert "Review: Revoke 2 keys" in browser_of_alice.page(LIST)
        preview = browser_of_alice.page(url(job))
        assert "Revoke 2 keys" in preview
        assert "/domain/zone" in preview
        confirm = browser_of_alice.page(url(job, "start"))
        assert "Keys that open something, and will not any more: 2." in confirm
        seen = re.search(r'name="seen" value="([0-9a-f]{64})"', confirm)
        assert seen is not None
        wrong = browser_of_alice.post(url(job, "start"), {"typed": "3", "seen": seen[1]})
        assert "This is not what has to be typed" in wrong.content.decode()
        done = browser_of_alice.post(
            url(job, "start"), {"typed": "2", "seen": seen[1]}, follow=True
        )
        assert "Deleted at OVHcloud." in done.content.decode()
        assert world.live("audit trial").gone_at is not None
        assert world.live("keydesk").gone_at is None
        self.reports(browser_of_alice, job)

    def test_what_stops_is_said_of_every_key_however_many(
        self, world: LiveWorld, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        key = world.live("audit trial")
        job = BulkJob.objects.create(team=world.account.team, action="revoke-keys")
        rows = [
            LiveCredential(
                account=world.account,
                credential_id=9_000_000 + number,
                status="validated",
                first_seen_at=key.first_seen_at,
                rules=[{"method": "GET", "path": f"/domain/zone/{number:04}.example/record"}],
            )
            for number in range(1_200)
        ]
        LiveCredential.objects.bulk_create(rows)
        listed = LiveCredential.objects.filter(credential_id__lt=10_000_000)
        BulkItem.objects.bulk_create(
            BulkItem(job=job, state="waiting", **bulk.KEY_ACTS[BulkAction.REVOKE_KEYS].values(row))
            for row in listed
        )
        with django_assert_num_queries(8):
            said = "\n".join(map(str, what_stops(job)))
        assert "and 1195 more" in said

    def reports(self, browser: Browser, job: BulkJob) -> None:
        """The report as a page of one state, and as both files."""
        assert "Nothing matches" in browser.page(f"{url(job)}?state=failed")
        rows = list(
            csv.DictReader(io.StringIO(streamed(browser, f"{url(job, 'report')}?format=csv")))
        )
        listed = json.loads(streamed(browser, f"{url(job, 'report')}?format=json"))
        assert [row["state"] for row in rows] == [row["state"] for row in listed] == ["done"] * 2
        assert browser.page(reverse("bulk:list")).count("2 / 2") == 1

    def test_all_that_the_filter_shows_are_selected_and_our_own_key_is_left_out(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        filtered = "q=keydesk"
        answer = browser_of_alice.post(
            SELECT, {"take": "all", "act": "revoke-keys", "filter": filtered}, follow=True
        )
        shown = LiveCredential.objects.filter(search_text__contains="keydesk").count()
        job = BulkJob.objects.get()
        assert job.items.count() == shown
        assert "This is the key that Keydesk itself works with." in answer.content.decode()

    def test_what_the_browser_sends_is_not_believed(
        self,
        world: LiveWorld,
        browser_of_alice: Browser,
        charlie: Person,
        sign_in: Callable[[Person], Browser],
    ) -> None:
        """Neither a key of another team, nor what is no id, nor a draft of somebody else."""
        key = world.live("audit trial")
        stranger = sign_in(charlie).confirm()
        stranger.post(
            SELECT, {"take": "ticked", "act": "revoke-keys", "key": [key.pk, "x", "-1", "9" * 30]}
        )
        browser_of_alice.post(SELECT, {"take": "ticked", "act": "burn", "key": [key.pk]})
        stranger.post(
            SELECT, {"take": "all", "act": "revoke-keys", "filter": f"account={world.account.pk}"}
        )
        assert not BulkJob.objects.exists()
        tick(browser_of_alice, world, "audit trial")
        assert stranger.get(url(BulkJob.objects.get())).status_code == 404

    def test_a_filter_of_an_account_without_the_right_never_widens(
        self,
        world: LiveWorld,
        teammate: Callable[[Role], Person],
        sign_in: Callable[[Person], Browser],
    ) -> None:
        bob = teammate(Role.AUDITOR)
        own = make_team("Bob's team", bob)
        other = vault.add_account(own, label="Other", endpoint="sandbox", actor=SYSTEM)
        row = world.live("audit trial")
        LiveCredential.objects.create(
            account=other, credential_id=7, status="validated", first_seen_at=row.first_seen_at
        )
        browser = sign_in(bob).confirm()
        browser.post(
            SELECT, {"take": "all", "act": "revoke-keys", "filter": f"account={world.account.pk}"}
        )
        assert not BulkJob.objects.exists()

    @pytest.mark.parametrize("role", [Role.REQUESTER, Role.AUDITOR])
    def test_a_role_that_does_not_revoke_has_no_ticks_and_is_refused(
        self,
        world: LiveWorld,
        teammate: Callable[[Role], Person],
        sign_in: Callable[[Person], Browser],
        role: Role,
    ) -> None:
        browser = sign_in(teammate(role)).confirm()
        assert 'type="checkbox"' not in browser.page(LIST)
        for address in (SELECT, SWEEP, reverse("bulk:select_applications")):
            assert browser.post(address, {"take": "all"}).status_code == 403

    def test_items_are_left_out_and_a_selection_is_discarded(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        tick(browser_of_alice, world, "certbot on web-1", "audit trial")
        job = BulkJob.objects.get()
        item = job.items.get(number=world.planned("audit trial").credential_id)
        page = browser_of_alice.post(url(job, "leave_out"), {"item": [item.pk]}, follow=True)
        assert "Revoke 1 key" in page.content.decode()
        browser_of_alice.post(url(job, "discard"))
        assert not BulkJob.objects.exists()


def test_keys_are_frozen_and_thawed_together(
    world: LiveWorld, browser_of_alice: Browser, alice: Person
) -> None:
    labels = ("certbot on web-1", "audit trial")
    before = {label: world.live(label).allowed_ips for label in labels}
    keys = [world.live(label).pk for label in (*labels, "keydesk")]
    for act, title, state in (
        ("freeze-keys", "Freeze 2 keys", "frozen"),
        ("thaw-keys", "Thaw 2 keys", "validated"),
    ):
        browser_of_alice.post(SELECT, {"take": "ticked", "act": act, "key": keys})
        job = BulkJob.objects.get(state=BulkState.DRAFT)
        assert title in browser_of_alice.page(url(job, "start"))
        bulk.start_job(job, seen=bulk.digest_of(job), actor=audit.actor_of(alice))
        assert set(job.items.values_list("state", flat=True)) == {"done", "excluded"}
        assert {world.live(label).read_state for label in labels} == {state}
    assert {label: world.live(label).allowed_ips for label in labels} == before


def test_a_sweep_selects_what_opens_nothing(world: LiveWorld, browser_of_alice: Browser) -> None:
    LiveCredential.objects.filter(pk=world.live("audit trial").pk).update(status="refused")
    page = browser_of_alice.post(SWEEP, follow=True).content.decode()
    assert "Revoke 1 key" in page
    again = browser_of_alice.post(SWEEP, {"account": world.account.pk}, follow=True)
    assert "Revoke 1 key" in again.content.decode()
    assert BulkJob.objects.count() == 1
    confirm = browser_of_alice.page(url(BulkJob.objects.get(), "start"))
    assert "Keys that open nothing as they are: 1." in confirm


@pytest.mark.usefixtures("tasks_wait")
def test_a_job_is_left_and_found_again_and_stopped(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    tick(browser_of_alice, world, "audit trial")
    job = BulkJob.objects.get()
    seen = {"typed": "1", "seen": bulk.digest_of(job)}
    browser_of_alice.post(url(job, "start"), seen)
    for page in (
        LIST,
        reverse("overview:home"),
        reverse("accounts:detail", args=[world.account.pk]),
    ):
        assert url(job) in browser_of_alice.page(page)
    line = browser_of_alice.get(url(job, "progress"), headers={"HX-Request": "true"})
    assert "0 of 1" in line.content.decode()
    browser_of_alice.post(url(job, "stop"))
    job.refresh_from_db()
    assert job.state == BulkState.STOPPED
    assert url(job) not in browser_of_alice.page(LIST)


@pytest.mark.usefixtures("tasks_wait")
def test_500_keys_end_with_progress(
    world: LiveWorld, browser_of_alice: Browser, alice: Person
) -> None:
    world.fill(500)
    world.sync()
    browser_of_alice.post(SELECT, {"take": "all", "act": "revoke-keys"})
    job = BulkJob.objects.get()
    bulk.start_job(job, seen=bulk.digest_of(job), actor=audit.actor_of(alice))
    shown: list[int] = []

    def look(**_: object) -> None:
        """Every hundredth key, at how far it has come."""
        if not LiveCredential.objects.exclude(gone_at=None).count() % 100:
            line = browser_of_alice.get(url(job, "progress"), headers={"HX-Request": "true"})
            shown.extend(map(int, re.findall(r"(\d+) of \d+", line.content.decode())))

    with receiving(post_save, look, sender=LiveCredential):
        bulk.run_job.call(str(job.pk))
    ended = set(job.items.filter(state="done").values_list("number", flat=True))
    assert len(ended) == job.items.exclude(state="excluded").count() >= 498
    assert not ended & set(world.demo.world.credentials)
    assert len(shown) >= 4
    assert shown == sorted(shown)
    assert "Ended" in browser_of_alice.page(url(job))


@contextmanager
def receiving(signal: ModelSignal, receiver: Callable[..., None], sender: type) -> Iterator[None]:
    signal.connect(receiver, sender=sender)
    yield
    signal.disconnect(receiver, sender=sender)


def test_the_export_is_what_the_filter_shows_and_no_formula(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    number = world.planned("audit trial").application_id
    LiveApplication.objects.filter(application_id=number).update(name="=1+audit")
    export = reverse("live:export")
    rows = list(
        csv.DictReader(io.StringIO(streamed(browser_of_alice, f"{export}?q=audit&format=csv")))
    )
    listed = json.loads(streamed(browser_of_alice, f"{export}?format=json"))
    assert [row["name"] for row in rows] == ["'=1+audit"]
    assert "=1+audit" in [row["name"] for row in listed]
    assert len(listed) == LiveCredential.objects.filter(gone_at=None).count()
    assert rows[0]["rights"]
