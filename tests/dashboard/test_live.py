from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from credentials import reports
from credentials.models import Account, ConsumerKey, LiveApplication, LiveCredential, Person
from tests.dashboard.live_pages import LIST, key_url, rows
from tests.live_world import LiveWorld
from tests.people import Browser

SignIn = Callable[[Person], Browser]


def make_rows(account: Account, count: int) -> None:
    """So many keys with rules, addresses and an application each."""
    now = timezone.now()
    for number in range(count):
        application = LiveApplication.objects.create(
            account=account, application_id=9000 + number, name=f"tool {number}", first_seen_at=now
        )
        LiveCredential.objects.create(
            account=account,
            credential_id=5000 + number,
            application_id=application.application_id,
            live_application=application,
            status="validated",
            rules=[{"method": "GET", "path": f"/vps/{number}"}],
            first_seen_at=now,
            read_at=now,
        )


class TestList:
    def test_it_shows_every_key_of_the_team_and_none_of_others(
        self, world: LiveWorld, browser_of_alice: Browser, charlie: Person, sign_in: SignIn
    ) -> None:
        page = browser_of_alice.page(LIST)
        assert rows(page) == 6
        for text in ("certbot", "#410000008", "Main account", "198.51.100.4/32", "/domain/zone/"):
            assert text in page
        assert rows(sign_in(charlie).page(LIST)) == 0

    @pytest.mark.parametrize("count", [1, 3, 300])
    def test_it_asks_the_database_as_often_however_many_keys_there_are(
        self,
        account: Account,
        browser_of_alice: Browser,
        django_assert_num_queries: DjangoAssertNumQueries,
        count: int,
    ) -> None:
        make_rows(account, count)
        with django_assert_num_queries(13):
            browser_of_alice.page(LIST)

    @pytest.mark.parametrize(
        "words",
        [
            "#410000008",
            "410000008",
            "certbot",
            "zone example.com",
            "example.com GET certbot",
            "198.51.100.4/32",
            "validated certbot",
            "MAIN certbot",
            "not in the vault certbot",
        ],
    )
    def test_what_is_on_the_page_finds_its_row(
        self, world: LiveWorld, browser_of_alice: Browser, words: str
    ) -> None:
        page = browser_of_alice.page(LIST, q=words)
        assert rows(page) == 1
        assert "certbot" in page

    @pytest.mark.parametrize(
        ("query", "label"),
        [
            ({"state": "pendingValidation"}, "lego"),
            ({"reach": "wide", "q": "terraform"}, "terraform"),
            ({"held": "stored"}, "keydesk"),
        ],
    )
    def test_filters_keep_what_they_name(
        self, world: LiveWorld, browser_of_alice: Browser, query: dict[str, str], label: str
    ) -> None:
        page = browser_of_alice.page(LIST, **query)
        assert rows(page) == 1
        assert f">{label}</a>" in page

    def test_every_count_above_the_list_is_the_number_of_rows_behind_it(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        gone = world.live("audit trial")
        LiveCredential.objects.filter(pk=gone.pk).update(gone_at=timezone.now())
        tiles = browser_of_alice.get(LIST).context["tiles"]
        assert {str(tile.label): tile.count for tile in tiles} == {
            "Listed": 5, "Validated": 4, "Pending": 1, "Gone": 1,
            "Not in the vault": 4, "Full account access": 1,
        }  # fmt: skip
        for tile in tiles:
            assert rows(browser_of_alice.page(LIST + tile.url)) == tile.count

    def test_a_key_past_its_end_is_expired_whatever_ovhcloud_said(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        late = timezone.now() - timedelta(seconds=1)
        world.account.live_credentials.update(expiration=late)
        assert rows(browser_of_alice.page(LIST, state="expired")) == 5

    def test_addresses_that_nobody_could_read_are_not_known_and_never_any(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        stored = world.store("audit trial")
        for model in (LiveCredential, ConsumerKey):
            model.objects.update(allowed_ips=[], are_addresses_known=False)
        page = browser_of_alice.page(LIST)
        assert "addresses not known" in page
        assert "any address" not in page
        key = browser_of_alice.page(key_url(world, "audit trial"))
        assert "Any address." not in key
        assert "Not known." in key
        entry = browser_of_alice.page(reverse("vault:detail", args=[stored.pk]))
        assert "any address" not in entry
        assert "Works from anywhere" not in key
        exported_key = LiveCredential.objects.filter(pk=world.live("audit trial").pk)
        (exported,) = reports.live_key_rows(exported_key)
        assert exported["addresses"] == ""

    def test_it_never_waits_for_ovhcloud(self, world: LiveWorld, browser_of_alice: Browser) -> None:
        world.sandbox.record.calls.clear()
        world.fail("hang=60")
        assert rows(browser_of_alice.page(LIST)) == 6
        assert not world.sandbox.record.calls

    def test_an_account_that_is_not_the_persons_filters_nothing(
        self, world: LiveWorld, charlie: Person, sign_in: SignIn
    ) -> None:
        assert rows(sign_in(charlie).page(LIST, account=str(world.account.pk))) == 0

    def test_an_empty_list_says_the_next_step(
        self, account: Account, browser_of_alice: Browser
    ) -> None:
        assert "Reading takes a management key" in browser_of_alice.page(LIST)
