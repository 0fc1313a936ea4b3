from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from credentials.core import Role, SyncState
from credentials.models import Account, Person, Sync
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.dashboard.live_pages import LIST, key_url, rows
from tests.live_world import LiveWorld, take_over
from tests.people import Browser

SignIn = Callable[[Person], Browser]


class TestReading:
    def test_the_age_of_each_reading_is_shown_with_a_button(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        page = browser_of_alice.page(LIST)
        assert reverse("live:sync", args=[world.account.pk]) in page
        assert "Read <local-time>" in page

    def test_a_failed_reading_says_the_true_cause_and_keeps_the_rows(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        world.fail("status=403 path=/me/api/credential*")
        world.sync()
        page = browser_of_alice.page(LIST)
        assert "was not read. OVHcloud forbids GET /me/api/credential" in page
        assert "What is shown was read" in page
        assert rows(page) == 6

    def test_an_unreadable_key_keeps_its_row_and_names_its_cause(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        world.fail("forbid=410000008", "no-pages", "no-batch")
        world.sync()
        page = browser_of_alice.page(LIST)
        assert "1 of 6 keys could not be read" in page
        assert "GET /me/api/credential/410000008" in page
        assert rows(page) == 6
        assert "GET /me/api/credential/410000008" in browser_of_alice.page(
            key_url(world, "certbot on web-1")
        )

    def test_an_account_never_read_is_read_by_the_page_itself(
        self, account: Account, demo: DemoWorld, sandbox_server: Running, browser_of_alice: Browser
    ) -> None:
        take_over(account, demo, sandbox_server)
        page = browser_of_alice.page(LIST)
        start = reverse("live:sync", args=[account.pk])
        assert f'hx-post="{start}" hx-trigger="load"' in page
        assert f'action="{start}"' in page

    def test_a_role_that_does_not_read_starts_nothing(
        self,
        account: Account,
        demo: DemoWorld,
        sandbox_server: Running,
        teammate: Callable[[Role], Person],
        sign_in: SignIn,
    ) -> None:
        take_over(account, demo, sandbox_server)
        bob = sign_in(teammate(Role.REQUESTER))
        assert "hx-post" not in bob.page(LIST).partition("<main")[2].partition('id="results"')[0]
        assert bob.post(reverse("live:sync", args=[account.pk])).status_code == 403
        assert not Sync.objects.exists()

    def test_an_account_without_a_key_says_what_it_lacks(
        self, account: Account, browser_of_alice: Browser
    ) -> None:
        page = browser_of_alice.page(LIST)
        assert "no management key" in page
        assert reverse("accounts:detail", args=[account.pk]) in page
        assert 'hx-trigger="load"' not in page

    def test_starting_leads_back_to_the_filtered_list(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        answer = browser_of_alice.post(
            reverse("live:sync", args=[world.account.pk]), {"next": f"{LIST}?state=expired"}
        )
        assert answer.headers["Location"] == f"{LIST}?state=expired"
        assert Sync.objects.filter(state=SyncState.DONE).count() == 2

    @pytest.mark.parametrize("elsewhere", ["https://example.net/", "//example.net", "live:list"])
    def test_it_leads_nowhere_else(
        self, world: LiveWorld, browser_of_alice: Browser, elsewhere: str
    ) -> None:
        url = reverse("live:sync", args=[world.account.pk])
        answer = browser_of_alice.post(url, {"next": elsewhere})
        assert answer.headers["Location"] == LIST

    def test_progress_tells_how_many_of_how_many(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        Sync.objects.create(
            account=world.account,
            state=SyncState.RUNNING,
            beat_at=timezone.now(),
            done=3,
            total=6,
        )
        url = reverse("live:progress", args=[world.account.pk])
        answer = browser_of_alice.get(url, {"done": "2"}, headers={"HX-Request": "true"})
        text = answer.content.decode()
        assert "3 of 6 keys" in text
        assert '<progress aria-label="Reading Main account" max="6" value="3">' in text
        assert f'hx-get="{url}?done=3" hx-trigger="load delay:1s"' in text
        assert "keys-came" in answer.headers["HX-Trigger"]

    def test_progress_says_the_calls_made_and_what_it_waits_for(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        reading = Sync.objects.create(
            account=world.account, state=SyncState.RUNNING, beat_at=timezone.now(), calls=21
        )
        url = reverse("live:progress", args=[world.account.pk])
        htmx = {"HX-Request": "true"}
        assert "Calls so far: 21.<" in browser_of_alice.get(url, headers=htmx).content.decode()
        reading.next_call_at = timezone.now() + timedelta(seconds=12, milliseconds=300)
        reading.save()
        said = "Waiting for OVHcloud&#x27;s limit, next call in 12 s."
        assert said in browser_of_alice.get(url, headers=htmx).content.decode()

    def test_progress_ends_with_how_it_went(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        url = reverse("live:progress", args=[world.account.pk])
        answer = browser_of_alice.get(url, headers={"HX-Request": "true"})
        assert "was read just now: 6 keys" in answer.content.decode()
        assert b"hx-get" not in answer.content

    def test_without_script_progress_is_the_list(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        answer = browser_of_alice.get(reverse("live:progress", args=[world.account.pk]))
        assert answer.headers["Location"] == LIST

    def test_a_reading_that_no_worker_takes_up_says_how_to_start_one(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        world.account.syncs.all().delete()
        waiting = Sync.objects.create(account=world.account, state=SyncState.QUEUED)
        age = timezone.now() - timedelta(seconds=31)
        Sync.objects.filter(pk=waiting.pk).update(created_at=age)
        assert "manage.py db_worker" in browser_of_alice.page(LIST)

    def test_of_many_accounts_in_trouble_two_are_told_and_the_others_folded(
        self, account: Account, browser_of_alice: Browser
    ) -> None:
        for number in range(4):
            Account.objects.create(team=account.team, label=f"a{number}", endpoint="sandbox")
        assert "3 more accounts to look at" in browser_of_alice.page(LIST)
