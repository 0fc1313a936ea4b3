from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from credentials import vault
from credentials.audit import SYSTEM
from credentials.models import Account, LiveApplication, LiveCredential, Person
from dashboard import long_lists, tables
from tests import people
from tests.dashboard.live_pages import LIST
from tests.people import Browser

pytestmark = pytest.mark.slow

_NEXT = re.compile(r'rel="next" href="([^"]+)"')
_PREVIOUS = re.compile(r'rel="prev" href="([^"]+)"')
_NUMBER = re.compile(r'<small class="mono">#(\d+)</small>')
ORDERS = ["", "key", "-key", "account", "-account", "state", "risk", "-risk", "used", "expires"]


def make_keys(account: Account, count: int, first: int = 1) -> None:
    """Keys that are alike in what most orders go by."""
    now = timezone.now()
    application = LiveApplication.objects.create(
        account=account, application_id=first, name="tool", first_seen_at=now
    )
    LiveCredential.objects.bulk_create(
        LiveCredential(
            account=account,
            credential_id=first + number,
            live_application=application,
            status="validated" if number % 3 else "expired",
            rules=[{"method": "GET", "path": f"/vps/{number}" if number % 5 else "/*"}],
            last_use=now if number % 7 else None,
            first_seen_at=now,
        )
        for number in range(count)
    )


def walk(browser: Browser, link: str, pattern: re.Pattern[str]) -> list[list[int]]:
    """The numbers of each page, from this one on to the last that the pattern leads to."""
    pages = []
    while True:
        page = browser.page(LIST + link)
        pages.append([int(number) for number in _NUMBER.findall(page)])
        link_to = pattern.search(page)
        if link_to is None:
            return pages
        link = unescape(link_to[1])


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "PAGE_SIZE", 4)
    monkeypatch.setattr(long_lists, "FEW", 3)


@pytest.mark.usefixtures("small_pages")
def test_pages_hold_every_row_once_forwards_and_backwards(
    account: Account, browser_of_alice: Browser
) -> None:
    make_keys(account, 14)
    for order in ORDERS:
        pages = walk(browser_of_alice, f"?o={order}", _NEXT)
        numbers = [number for page in pages for number in page]
        assert sorted(numbers) == list(range(1, 15)), order
        backwards = walk(browser_of_alice, f"?o={order}&page=last", _PREVIOUS)
        assert [number for page in backwards[::-1] for number in page] == numbers, order


@pytest.mark.usefixtures("small_pages")
def test_two_teams_are_one_list(account: Account, alice: Person, browser_of_alice: Browser) -> None:
    second = people.make_team("Second", alice)
    other = vault.add_account(second, label="Other", endpoint="sandbox", actor=SYSTEM)
    make_keys(account, 6)
    make_keys(other, 6, first=100)
    numbers = [number for page in walk(browser_of_alice, "?o=used", _NEXT) for number in page]
    assert len(numbers) == len(set(numbers)) == 12


@pytest.mark.usefixtures("small_pages")
def test_a_search_with_many_hits_says_that_there_are_more(
    account: Account, browser_of_alice: Browser
) -> None:
    make_keys(account, 9)
    page = browser_of_alice.page(LIST, q="vps")
    assert "4 of more than 3 live keys" in page
    account_page = browser_of_alice.page(LIST, q="vps", account=str(account.pk))
    assert "4 of more than 3 live keys" in account_page
    assert "1–4 of 6 live keys" in browser_of_alice.page(
        LIST, account=str(account.pk), state="validated"
    )
    assert len(walk(browser_of_alice, "?q=vps", _NEXT)) == 2
    assert "1–2 of 2 live keys" in browser_of_alice.page(LIST, q="/*")
    assert "The only one." in browser_of_alice.page(LIST, q="vps/3")
    assert "No live key matches" in browser_of_alice.page(LIST, q="nowhere")


@pytest.mark.parametrize(
    "link",
    [
        "?page=7",
        "?page=many",
        "?after=",
        "?after=nonsense",
        "?before=%ff",
        "?after=WyJub3QgYSBkYXRlIiwgMV0=",
        "?after=" + urlsafe_b64encode(b'["0001-01-01T00:00:00+14:00", 1]').decode(),
        "?after="
        + urlsafe_b64encode(b'["2026-01-01 00:00:00+00:00", 99999999999999999999]').decode(),
        "?o=key&after=" + urlsafe_b64encode(b'["\\u0000", 1]').decode(),
        "?o=key&after=" + urlsafe_b64encode(b'["\\ud800", 1]').decode(),
    ],
)
def test_a_link_that_no_page_has_shows_the_first_page(
    account: Account, browser_of_alice: Browser, link: str
) -> None:
    make_keys(account, 3)
    assert len(_NUMBER.findall(browser_of_alice.page(LIST + link))) == 3


def test_a_page_takes_the_index_of_its_order(account: Account, browser_of_alice: Browser) -> None:
    make_keys(account, 1100)
    for order, index in {
        "": "live_by_use",
        "key": "live_by_name",
        "account": "live_by_account",
        "state": "live_by_state",
        "risk": "live_by_risk",
        "expires": "live_by_end",
    }.items():
        with CaptureQueriesContext(connection) as asked:
            browser_of_alice.page(LIST, o=order)
        (statement,) = [
            query["sql"]
            for query in asked.captured_queries
            if "LIMIT 51" in query["sql"] and "credentials_livecredential" in query["sql"]
        ]
        assert index in explained(statement), order


def test_the_chart_of_an_account_is_counted_from_an_index_alone(
    account: Account, browser_of_alice: Browser
) -> None:
    page = reverse("accounts:detail", args=[account.pk])
    make_keys(account, 60)
    browser_of_alice.page(page)
    make_keys(account, 60, first=100)
    with CaptureQueriesContext(connection) as few:
        browser_of_alice.page(page)
    make_keys(account, 1100, first=1000)
    with CaptureQueriesContext(connection) as many:
        browser_of_alice.page(page)
    assert len(many) <= len(few)
    (statement,) = [each["sql"] for each in many.captured_queries if "UNION ALL" in each["sql"]]
    how = explained(statement)
    assert "live_by_age" in how
    if connection.vendor == "sqlite":
        assert all(
            "COVERING INDEX live_by_age" in line for line in how.splitlines() if "SEARCH" in line
        )


def explained(statement: str) -> str:
    how = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE credentials_livecredential")
        cursor.execute(f"{how} {statement}")
        return "\n".join(str(line) for line in cursor.fetchall())


@pytest.mark.parametrize(
    "link",
    [
        *(f"?o={order}" for order in ORDERS),
        "?o=risk&page=last",
        "?page=last",
        "?state=expired",
        "?q=vps/7",
        "?q=vps",
        "?q=nowhere",
    ],
)
def test_a_page_asks_no_more_of_many_rows_than_of_few(
    account: Account, browser_of_alice: Browser, link: str
) -> None:
    make_keys(account, 60)
    few = queries_of(browser_of_alice, link)
    make_keys(account, 1100, first=100)
    assert queries_of(browser_of_alice, link) <= few


def queries_of(browser: Browser, link: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        browser.page(LIST + link)
        return len(asked)
