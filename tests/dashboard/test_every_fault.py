"""Every fault the sandbox knows, through a page: the sentence a person reads, or a page untroubled.

The client's own tests put the same switches through the client.
"""

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from credentials import client
from sandbox.faults import Kind
from tests.live_world import LiveWorld
from tests.people import Browser

LIST = reverse("live:list")
READ = "/me/api/credential"

# What the list says of an account whose reading met the fault.
TOLD = {
    Kind.STATUS: (f"status=503 path={READ}*", "OVHcloud has a fault of its own"),
    Kind.HTML: (f"html=200 path={READ}*", "A web page came back"),
    Kind.TRUNCATE: (f"truncate=20 path={READ}*", "The answer to GET /me/api/credential"),
    Kind.EMPTY: (f"empty path={READ}*", "is empty"),
    Kind.HUGE: (f"huge=20000000 path={READ}*", "larger"),
    Kind.DRIP: (f"drip=200 path={READ}*", "within"),
    Kind.HANG: (f"hang=30 path={READ}*", "did not answer"),
    Kind.RESET: (f"reset path={READ}*", "connection"),
    Kind.TIME_LIE: ("time-lie=-600", "the two clocks disagree"),
    Kind.FORBID: ("forbid=410000008", "GET /me/api/credential/410000008"),
    Kind.ECHO: ("echo", "was not read"),
}

# What the client puts right by itself: the list is read as ever.
PUT_RIGHT = {
    Kind.LATENCY: "latency=20",
    Kind.CLOCK_SKEW: "clock-skew=600",
    Kind.VANISH: "vanish",
    Kind.SHIFT: "shift",
    Kind.NO_BATCH: "no-batch",
    Kind.NO_PAGES: "no-pages",
}

WITH = {
    Kind.FORBID: ("no-pages", "no-batch"),
    Kind.VANISH: ("no-pages", "no-batch"),
    Kind.ECHO: ("status=403 path=/me/api/credential*",),
}


def after_reading(world: LiveWorld, browser: Browser, kind: Kind, fault: str) -> str:
    """The list as it stands once the account was read with the fault switched on."""
    client.forget()
    world.fail(fault, *WITH.get(kind, ()))
    world.sync()
    return " ".join(html.unescape(browser.page(LIST)).split())


def test_no_fault_is_left_out() -> None:
    assert TOLD.keys() | PUT_RIGHT.keys() | {Kind.RATE_LIMIT} == set(Kind)


@pytest.mark.parametrize("kind", TOLD)
def test_a_fault_is_told_and_what_is_known_stays(
    world: LiveWorld, browser_of_alice: Browser, kind: Kind
) -> None:
    fault, sentence = TOLD[kind]
    page = after_reading(world, browser_of_alice, kind, fault)
    assert sentence in page
    assert "certbot" in page
    assert world.demo.management(world.nic).application_secret not in page


@pytest.mark.parametrize("kind", PUT_RIGHT)
def test_what_the_client_puts_right_troubles_nobody(
    world: LiveWorld, browser_of_alice: Browser, kind: Kind
) -> None:
    page = after_reading(world, browser_of_alice, kind, PUT_RIGHT[kind])
    assert "was not read" not in page
    assert "could not be read" not in page
    assert "dns-updater" in page or "certbot" in page


def test_a_limit_is_told_to_the_person_who_clicks(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    """A reading waits a limit out; a click does not, and says so."""
    key = world.live("certbot on web-1")
    world.fail("rate-limit=0")
    url = reverse("live:revoke", args=[world.account.pk, key.credential_id])
    answer = browser_of_alice.post(url, {"typed": str(key.credential_id)}, follow=True)
    page = html.unescape(answer.content.decode())
    assert "Too many calls" in page or "slow down" in page
    assert world.live("certbot on web-1").gone_at is None
