"""What changed about keys, and how old they are, on the pages of a key and of its account."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from credentials import live
from credentials.audit import actor_of
from credentials.core import CredentialState, Role
from credentials.models import Account, KeyChange, LiveCredential, Person
from dashboard.pages import key_ages
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.dashboard.live_pages import key_url
from tests.live_world import LiveWorld, take_over
from tests.people import Browser


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    world = take_over(account, demo, sandbox_server)
    world.sync()
    return world


def texts(page: str) -> str:
    """The words of a page, one blank between two."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def test_a_reading_and_what_keydesk_does_are_told_with_who_did_it(
    world: LiveWorld,
    browser_of_alice: Browser,
    alice: Person,
    teammate: Callable[[Role], Person],
    sign_in: Callable[[Person], Browser],
) -> None:
    number = world.planned("certbot on web-1").credential_id
    stored = world.demo.world.credentials[number]
    world.demo.world.keep(replace(stored, allowed_ips=("203.0.113.9/32",)))
    world.sync()
    live.revoke(world.live("audit trial"), actor=actor_of(alice))
    account_page = reverse("accounts:detail", args=[world.account.pk])
    for page in (key_url(world, "certbot on web-1"), account_page):
        said = "From 198.51.100.4/32 to 203.0.113.9/32."
        assert "Other addresses" in texts(browser_of_alice.page(page))
        assert said in texts(browser_of_alice.page(page))
    gone = texts(browser_of_alice.page(key_url(world, "audit trial")))
    assert f"By {alice.email}, through Keydesk" in gone
    assert f"#{world.planned('audit trial').credential_id}" in browser_of_alice.page(account_page)
    bob = sign_in(teammate(Role.REQUESTER))
    assert "through Keydesk" not in bob.page(key_url(world, "audit trial"))


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_account_shows_the_newest_of_many_changes_in_as_many_queries(
    account: Account,
    browser_of_alice: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    key = LiveCredential.objects.create(
        account=account, credential_id=1, first_seen_at=timezone.now()
    )
    KeyChange.objects.bulk_create(
        KeyChange(account=account, key=key, kind="back", at=timezone.now()) for _ in range(count)
    )
    url = reverse("accounts:detail", args=[account.pk])
    browser_of_alice.page(url)
    with django_assert_num_queries(16):
        page = browser_of_alice.page(url)
    assert page.count("Listed again") == min(count, 12)


def test_a_change_that_somebody_else_wrote_is_shown_all_the_same(
    account: Account, browser_of_alice: Browser
) -> None:
    now = timezone.now()
    key = LiveCredential.objects.create(account=account, credential_id=1, first_seen_at=now)
    key.changes.create(account=account, kind="nonsense", at=now, before=5, after={"a": 1})
    assert "unknown" in browser_of_alice.page(reverse("accounts:detail", args=[account.pk]))


def test_valid_keys_are_counted_by_age_and_last_use(
    account: Account, browser_of_alice: Browser
) -> None:
    now = timezone.now()
    for number, (age, used) in enumerate(
        [(1, 0), (29, None), (31, 40), (400, 3), (800, None), (None, 1), (5000, 5000)]
    ):
        LiveCredential.objects.create(
            account=account,
            credential_id=number + 1,
            status=CredentialState.VALIDATED,
            first_seen_at=now,
            creation=now - timedelta(days=age) if age is not None else None,
            last_use=now - timedelta(days=used) if used is not None else None,
        )
    LiveCredential.objects.create(
        account=account, credential_id=99, status="expired", first_seen_at=now, creation=now
    )
    bars = key_ages.age_bars(account)
    counts = [(bar.recent, bar.earlier, bar.never) for bar in bars]
    assert counts == [(1, 0, 1), (0, 1, 0), (0, 0, 0), (0, 0, 0), (1, 0, 0), (1, 1, 1)]
    assert max(sum(length for _, _, length in bar.parts) for bar in bars) == key_ages.LENGTH
    page = browser_of_alice.page(reverse("accounts:detail", args=[account.pk]))
    assert "Valid keys by age and last use" in page
    assert "up to two years 1 0 0" in texts(page)


def test_an_account_without_valid_keys_has_no_chart(
    account: Account, browser_of_alice: Browser
) -> None:
    page = browser_of_alice.page(reverse("accounts:detail", args=[account.pk]))
    assert "by age and last use" not in page
