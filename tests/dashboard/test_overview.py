"""The overview: what needs a person, and counts that equal the rows behind them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import KeyState, Role, SyncState, pack, say
from credentials.models import Account, ConsumerKey, KeyRequest, LiveCredential, Person, Sync, Team
from dashboard.pages.key_trend import HEIGHT, trend_of
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
    match = re.search(rf"{label}</dt>\s*<dd>(\d+)|{label}.*?(\d+)", page, re.DOTALL)
    assert match
    return int(match[1] or match[2])


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


@pytest.mark.parametrize(
    ("left", "says"),
    [
        (timedelta(days=6, hours=1), "expires in 6 days."),
        (timedelta(hours=23), "expires within two days."),
        (timedelta(hours=-1), "has expired."),
    ],
)
def test_a_key_that_ends_soon_needs_someone(
    browser_of_alice: Browser, consumer_key: ConsumerKey, left: timedelta, says: str
) -> None:
    ConsumerKey.objects.update(expires_at=timezone.now() + left)
    assert f"dns-updater key {says}" in browser_of_alice.page(HOME)


def test_more_than_fits_is_said_to_be_more_with_failed_readings_first(
    browser_of_alice: Browser, account: Account
) -> None:
    for number in range(12):
        vault.add_account(account.team, label=f"Other {number}", endpoint="ovh-eu", actor=SYSTEM)
    Sync.objects.create(account=account, state=SyncState.FAILED)
    page = browser_of_alice.page(HOME)
    assert "more than 12 things to do." in page
    assert "There is more to do" in page
    assert page.index("Main account could not be read") < page.index("Other 0 has no management")


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
    vault.choose_management_key(account, consumer_key, actor=SYSTEM)
    assert "has no management key" not in browser_of_alice.page(HOME)


def test_only_who_may_read_the_log_sees_recent_activity(
    sign_in: Callable[[Person], Browser],
    teammate: Callable[[Role], Person],
    account: Account,
    browser_of_alice: Browser,
) -> None:
    assert "Recent activity" in browser_of_alice.page(HOME)
    assert "Recent activity" not in sign_in(teammate(Role.OPERATOR)).page(HOME)


def test_recent_activity_leaves_out_minor_actions(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    vault.use(consumer_key, actor=SYSTEM, purpose="sync")
    assert "used the secret of" not in browser_of_alice.page(HOME)
    assert "to read the live keys" in browser_of_alice.page(reverse("activity:list"))


def test_the_bands_count_the_rows_behind_them(browser_of_alice: Browser, account: Account) -> None:
    now = timezone.now()
    for number, status in enumerate(["validated", "validated", "refused"]):
        LiveCredential.objects.create(
            account=account, credential_id=number, status=status, first_seen_at=now
        )
    page = browser_of_alice.page(HOME)
    bands = re.findall(r'href="(/live/\?[^"]*)">([^<]+)</a> <b class="figure">(\d+)</b>', page)
    assert [(word, count) for _url, word, count in bands] == [
        ("Validated", "2"),
        ("Refused", "1"),
        ("Not in the vault", "3"),
    ]
    for url, _word, count in bands:
        behind = browser_of_alice.page(url.replace("&amp;", "&"))
        assert behind.count('<th scope="row">') == int(count)


def test_the_trend_ends_with_the_keys_that_are_valid_now(account: Account) -> None:
    now = timezone.now()
    lives: list[dict[str, object]] = [
        {"creation": now - timedelta(days=200)},
        {"creation": now - timedelta(days=50)},
        {"creation": now - timedelta(days=200), "gone_at": now - timedelta(days=20)},
        {"creation": now - timedelta(days=200), "expiration": now - timedelta(days=1)},
        {"creation": now - timedelta(days=200), "status": "refused"},
    ]
    for number, timeline in enumerate(lives):
        LiveCredential.objects.create(
            account=account,
            credential_id=number,
            first_seen_at=now,
            **{"status": "validated", **timeline},
        )
    weeks = trend_of(Account.objects.all())
    assert [week.count for week in weeks] == [3] * 5 + [4] * 5 + [3] * 2 + [2]
    assert max(week.height for week in weeks) == HEIGHT


def test_without_a_valid_key_there_is_no_trend(account: Account) -> None:
    assert trend_of(Account.objects.all()) == []


@pytest.mark.parametrize("many", [1, 3, 300])
def test_the_number_of_queries_does_not_grow(
    browser_of_alice: Browser,
    team: Team,
    django_assert_num_queries: DjangoAssertNumQueries,
    many: int,
) -> None:
    for number in range(min(many, 30)):
        vault.add_account(team, label=f"Account {number}", endpoint="sandbox", actor=SYSTEM)
    account = Account.objects.first()
    now = timezone.now()
    LiveCredential.objects.bulk_create(
        LiveCredential(account=account, credential_id=number, first_seen_at=now)
        for number in range(many)
    )
    with django_assert_num_queries(33):
        browser_of_alice.page(HOME)
