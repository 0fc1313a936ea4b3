"""No list is wider than the screen, on a desktop and on a phone, however much stands in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from credentials.core import CredentialState
from credentials.models import Account, LiveApplication, LiveClient, LiveCredential, Person
from tests.browser.console_page import ConsolePage
from tests.world import World

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LISTS = ("/live/", "/vault/", "/service-accounts/", "/accounts/", "/rights/profiles/", "/activity/")
NAME = "a platform that has one of the longest names anybody gave one"
PATH = "/dedicated/server/*/features/backupFTP/access/{ipBlock}/of/some/long/path/of/the/api"
#: What is cut or scrolls sideways inside the page, which the width of the page does not show.
CUT = """
() => [...document.querySelectorAll("main :is(.tabs, .scroll, .filters, .bar, .pager)")]
  .filter(part => part.scrollWidth > part.clientWidth)
  .map(part => `${part.className}: ${part.scrollWidth} in ${part.clientWidth} px`)
"""


@pytest.fixture
def full(account: Account, one_of_each: World) -> None:
    """A live key in every state, so that every tab is there, with long names and paths."""
    now = timezone.now()
    living, deleted = (
        LiveApplication.objects.create(
            account=account,
            application_id=number,
            name=NAME,
            is_deleted=is_deleted,
            first_seen_at=now,
        )
        for number, is_deleted in ((901, False), (902, True))
    )
    states = {
        "status": [*CredentialState, ""],
        "gone_at": [now],
        "expiration": [now - timedelta(1)],
    }
    rows = [{name: value} for name, values in states.items() for value in values]
    for number, row in enumerate([*rows, {"live_application": deleted}], 900):
        given = {"status": CredentialState.VALIDATED, "live_application": living, **row}
        LiveCredential.objects.create(
            account=account,
            credential_id=number,
            first_seen_at=now,
            rules=[{"method": "GET", "path": path} for path in ("/*", PATH)],
            allowed_ips=["2001:db8:aaaa:bbbb:cccc:dddd:eeee:0/112"],
            **given,
        )
    LiveClient.objects.create(account=account, client_id="EU.9", name=NAME, first_seen_at=now)


@pytest.mark.parametrize("width", [1280, 390])
def test_no_list_is_cut_or_scrolls_sideways(
    console: ConsolePage, alice: Person, full: None, width: int
) -> None:
    console.page.set_viewport_size({"width": width, "height": 900})
    console.sign_in(alice)
    cut: dict[str, list[str]] = {}
    for path in LISTS:
        console.open(path)
        cut[path] = console.page.evaluate(CUT)
        console.check()
    assert cut == {path: [] for path in LISTS}
