"""A list begins high on the page, on a desktop and on a phone, and its rows stand close."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import SyncState
from credentials.models import Account, ConsumerKey, LiveApplication, LiveCredential, Person, Sync
from tests.browser.console_page import ConsolePage
from tests.people import rewrite

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
USE = "web-1.example.com, web-2.example.com, /etc/letsencrypt/ovh.ini"
RULES = [{"method": "GET", "path": f"/domain/zone/example.com/{number}"} for number in range(4)]


@pytest.fixture
def filled(account: Account, consumer_key: ConsumerKey) -> None:
    """An account that was read, and more of everything than fits a screen."""
    rewrite(Account.objects.all(), management_key=consumer_key)
    now = timezone.now()
    Sync.objects.create(account=account, state=SyncState.DONE, ended_at=now)
    platform = LiveApplication.objects.create(
        account=account, application_id=1, name="platform", first_seen_at=now
    )
    for number in range(20):
        vault.store_application(
            account,
            metadata=vault.EntryMetadata(label=f"application {number} of a platform", used_by=USE),
            application_key=f"{number:016x}",
            secret=f"{number:032x}",
            actor=SYSTEM,
        )
        LiveCredential.objects.create(
            account=account,
            credential_id=number,
            live_application=platform,
            rules=RULES,
            first_seen_at=now,
        )


def _rows(page: Page) -> list[tuple[float, float]]:
    """Top and bottom of each row."""
    boxes = "rows => rows.map(row => row.getBoundingClientRect()).map(box => [box.top, box.bottom])"
    return [tuple(box) for box in page.eval_on_selector_all("table.data tbody tr", boxes)]


@pytest.mark.parametrize("path", ["/live/", "/vault/"])
def test_a_list_begins_high_and_stands_close(
    console: ConsolePage, alice: Person, filled: None, path: str
) -> None:
    console.sign_in(alice)
    console.open(path)
    on_a_desktop = _rows(console.page)
    assert on_a_desktop[0][0] <= 300
    assert sum(bottom <= 800 for _top, bottom in on_a_desktop) >= 8
    console.page.set_viewport_size({"width": 390, "height": 844})
    on_a_phone = _rows(console.page)
    assert on_a_phone[0][0] <= 600
    assert max(bottom - top for top, bottom in on_a_phone) <= 170
