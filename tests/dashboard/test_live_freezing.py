"""Pages of a key's freeze, its thaw and its addresses, each confirmed afresh and in the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.urls import reverse

from credentials.core import AuditAction, Outcome, Role
from credentials.models import AuditEntry, Person
from credentials.rights import FROZEN_ADDRESSES
from tests.dashboard.live_pages import LIST, key_url, rows
from tests.live_world import LiveWorld
from tests.people import Browser

SignIn = Callable[[Person], Browser]
LABEL = "certbot on web-1"


def at_ovhcloud(world: LiveWorld, label: str = LABEL) -> tuple[str, ...] | None:
    return world.demo.world.credentials[world.planned(label).credential_id].allowed_ips


def posted(browser: Browser, url: str, **fields: str) -> str:
    text: str = browser.post(url, fields, follow=True).content.decode()
    return text


def outcomes(action: AuditAction) -> list[str]:
    entries = AuditEntry.objects.filter(action=action).order_by("seq")
    return list(entries.values_list("outcome", flat=True))


class TestFreezing:
    def test_it_is_frozen_and_thawed_in_one_click_each(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        before, stored = at_ovhcloud(world), world.store(LABEL)
        page = browser_of_alice.page(key_url(world, LABEL, "freeze"))
        assert "No longer possible with it" in page
        assert "Nobody has tried on a live account" in page
        page = posted(browser_of_alice, key_url(world, LABEL, "freeze"))
        assert "is frozen" in page
        assert "alice@example.com" in page
        assert "198.51.100.4/32" in page
        assert at_ovhcloud(world) == FROZEN_ADDRESSES
        listed = browser_of_alice.page(LIST, state="frozen")
        assert rows(listed) == 1
        assert "by alice@example.com" in listed
        entry = browser_of_alice.page(reverse("vault:detail", args=[stored.pk]))
        assert "It is frozen at OVHcloud" in entry
        assert "by alice@example.com" in entry
        assert key_url(world, LABEL, "thaw") in entry
        assert "is thawed" in posted(browser_of_alice, key_url(world, LABEL, "thaw"))
        assert at_ovhcloud(world) == before
        assert outcomes(AuditAction.CREDENTIAL_FROZEN) == [Outcome.STARTED, Outcome.DONE]
        assert outcomes(AuditAction.CREDENTIAL_THAWED) == [Outcome.STARTED, Outcome.DONE]

    def test_other_addresses_at_ovhcloud_are_asked_about(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        before = at_ovhcloud(world)
        posted(browser_of_alice, key_url(world, LABEL, "freeze"))
        number = world.planned(LABEL).credential_id
        changed = replace(world.demo.world.credentials[number], allowed_ips=("203.0.113.9/32",))
        world.demo.world.keep(changed)
        page = posted(browser_of_alice, key_url(world, LABEL, "thaw"))
        assert "OVHcloud lists 203.0.113.9/32 for this key" in page
        assert at_ovhcloud(world) == ("203.0.113.9/32",)
        world.sync()
        assert "OVHcloud lists other addresses since" in browser_of_alice.page(
            key_url(world, LABEL)
        )
        posted(browser_of_alice, key_url(world, LABEL, "thaw"), seen="203.0.113.9/32")
        assert at_ovhcloud(world) == before

    def test_our_own_key_and_one_without_the_right_have_a_way_out(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        page = browser_of_alice.page(key_url(world, "keydesk"))
        assert key_url(world, "keydesk", "freeze") not in page
        assert "the key that Keydesk itself works with" in posted(
            browser_of_alice, key_url(world, "keydesk", "freeze")
        )
        key = world.account.management_key
        assert key is not None
        key.rules = [{"method": "GET", "path": "/me/api/*"}]
        key.save()
        page = browser_of_alice.page(key_url(world, LABEL))
        assert "lacks the rule PUT /me/api/credential/*" in page
        assert key_url(world, LABEL, "freeze") not in page
        way = page.split('">Request such a key')[0].rsplit('href="', 1)[1]
        assert "rule=PUT+/me/api/credential/*" in way
        assert browser_of_alice.get(way.replace("&amp;", "&"), follow=True).status_code == 200

    def test_a_refusal_of_ovhcloud_is_said_and_nothing_changes(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        world.fail("status=500 method=PUT")
        page = posted(browser_of_alice, key_url(world, LABEL, "freeze"))
        assert "OVHcloud has a fault of its own" in page
        assert rows(browser_of_alice.page(LIST, state="frozen")) == 0


class TestAddresses:
    def test_the_list_is_shown_as_ovhcloud_stores_it_before_it_is_sent(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        url, before = key_url(world, LABEL, "addresses"), at_ovhcloud(world)
        assert "198.51.100.4/32" in browser_of_alice.page(url)
        typed = "203.0.113.77/24 198.51.100.9 198.51.100.9/32"
        page = posted(browser_of_alice, url, addresses=typed, do="look")
        for words in ("203.0.113.0/24", "Host bits cleared", "mask is added", "There twice"):
            assert words in page
        assert "198.51.100.4/32" in page
        assert at_ovhcloud(world) == before
        seen = "198.51.100.4/32"
        page = posted(browser_of_alice, url, addresses=typed, seen=seen, do="change")
        assert "OVHcloud lists 203.0.113.0/24, 198.51.100.9/32 for key" in page
        assert at_ovhcloud(world) == ("203.0.113.0/24", "198.51.100.9/32")
        logged = AuditEntry.objects.filter(action=AuditAction.ADDRESSES_CHANGED).latest("seq")
        assert logged.details["before"] == ["198.51.100.4/32"]

    @pytest.mark.parametrize(
        "typed", ["0.0.0.0/0", "nowhere", " ".join(f"192.0.2.{n}" for n in range(65))]
    )
    def test_what_cannot_be_a_list_is_shown_again_with_what_is_wrong(
        self, world: LiveWorld, browser_of_alice: Browser, typed: str
    ) -> None:
        url = key_url(world, LABEL, "addresses")
        page = posted(browser_of_alice, url, addresses=typed, do="change")
        assert 'class="errorlist"' in page
        assert typed in page
        assert not outcomes(AuditAction.ADDRESSES_CHANGED)

    def test_a_list_that_changed_meanwhile_is_shown_and_asked_about(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        url = key_url(world, LABEL, "addresses")
        page = posted(
            browser_of_alice, url, addresses="192.0.2.9", seen="192.0.2.8/32", do="change"
        )
        assert "OVHcloud lists 198.51.100.4/32 for this key" in page
        assert 'name="seen" value="198.51.100.4/32"' in page

    def test_our_own_key_is_not_locked_out(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        url = key_url(world, "keydesk", "addresses")
        page = posted(browser_of_alice, url, addresses="203.0.113.9", do="look")
        assert "might lock it out of the account" in page
        assert 'value="change"' not in page
        page = posted(browser_of_alice, url, addresses="203.0.113.9", seen="", do="change")
        assert "might lock it out of the account" in page
        assert at_ovhcloud(world, "keydesk") is None


@pytest.mark.parametrize("page", ["freeze", "thaw", "addresses"])
def test_each_asks_for_a_fresh_confirmation_and_a_role(
    world: LiveWorld, alice: Person, teammate: Callable[[Role], Person], sign_in: SignIn, page: str
) -> None:
    url = key_url(world, LABEL, page)
    for method in ("get", "post"):
        answer = getattr(sign_in(alice), method)(url)
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert sign_in(teammate(Role.REQUESTER)).confirm().post(url).status_code == 403
