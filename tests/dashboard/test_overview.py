"""The overview: what needs a person, and counts that equal the rows behind them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from credentials import onboarding, vault
from credentials.audit import SYSTEM
from credentials.enums import KeyState, Role, SyncState
from credentials.models import Account, ConsumerKey, KeyRequest, LiveCredential, Person, Sync, Team
from credentials.sentences import pack, say
from tests.people import Browser

HOME = reverse("overview:home")


def ask(key: ConsumerKey, *, left: timedelta) -> None:
    KeyRequest.objects.create(
        consumer_key=key,
        validation_url="https://example.com/auth/",
        token_hash=str(key.pk),
        expires_at=timezone.now() + left,
    )


def tile(page: str, label: str) -> int:
    found = re.search(rf"{label}</dt>\s*<dd>(\d+)|{label}.*?(\d+)", page, re.DOTALL)
    assert found
    return int(found[1] or found[2])


def test_an_empty_console_shows_three_steps(browser_of_alice: Browser) -> None:
    page = browser_of_alice.page(HOME)
    assert "Three steps to the first key" in page
    assert reverse("accounts:create") in page


def test_a_pending_request_needs_someone(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    ConsumerKey.objects.update(state=KeyState.PENDING)
    ask(consumer_key, left=timedelta(minutes=5))
    page = browser_of_alice.page(HOME)
    assert "dns-updater key awaits validation at OVHcloud." in page
    assert tile(page, "Awaiting validation") == 1


def test_a_request_that_was_given_up_awaits_nothing(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    ConsumerKey.objects.update(state=KeyState.PENDING)
    ask(consumer_key, left=-timedelta(minutes=5))
    page = browser_of_alice.page(HOME)
    assert "awaits validation" not in page
    assert tile(page, "Awaiting validation") == 0
    behind = browser_of_alice.page(reverse("vault:list"), state="pending")
    assert "dns-updater key" not in behind


def test_a_key_that_ends_soon_needs_someone(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    ConsumerKey.objects.update(expires_at=timezone.now() + timedelta(days=6, hours=1))
    assert "dns-updater key expires in 6 days." in browser_of_alice.page(HOME)


def test_an_account_that_could_not_be_read_says_why(
    browser_of_alice: Browser, account: Account
) -> None:
    cause = pack(say("OVHcloud asks to slow down."))
    Sync.objects.create(account=account, state=SyncState.FAILED, trouble=cause)
    page = browser_of_alice.page(HOME)
    assert "Main account could not be read: OVHcloud asks to slow down." in page


def test_an_account_that_was_read_again_since_says_nothing(
    browser_of_alice: Browser, account: Account
) -> None:
    Sync.objects.create(account=account, state=SyncState.FAILED)
    Sync.objects.create(account=account, state=SyncState.DONE)
    assert "could not be read" not in browser_of_alice.page(HOME)


def test_an_account_without_a_management_key_says_so(
    browser_of_alice: Browser, consumer_key: ConsumerKey, account: Account
) -> None:
    assert "Main account has no management key" in browser_of_alice.page(HOME)
    onboarding.manage_with(account, consumer_key, actor=SYSTEM)
    assert "has no management key" not in browser_of_alice.page(HOME)


def test_only_who_may_read_the_log_sees_recent_activity(
    sign_in: Callable[[Person], Browser],
    teammate: Callable[[Role], Person],
    account: Account,
    browser_of_alice: Browser,
) -> None:
    assert "Recent activity" in browser_of_alice.page(HOME)
    assert "Recent activity" not in sign_in(teammate(Role.OPERATOR)).page(HOME)


@pytest.mark.parametrize("many", [1, 3, 300])
def test_the_number_of_queries_does_not_grow(
    browser_of_alice: Browser,
    team: Team,
    django_assert_num_queries: DjangoAssertNumQueries,
    many: int,
) -> None:
    for number in range(min(many, 30)):
        vault.open_account(team, label=f"Account {number}", endpoint="sandbox", actor=SYSTEM)
    account = Account.objects.first()
    now = timezone.now()
    LiveCredential.objects.bulk_create(
        LiveCredential(account=account, credential_id=number, first_seen_at=now)
        for number in range(many)
    )
    with django_assert_num_queries(14):
        browser_of_alice.page(HOME)
