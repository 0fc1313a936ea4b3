"""Every fault the sandbox knows, through a page: the sentence a person reads, or a page untroubled.

The client's own tests put the same switches through the client.
"""

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from sandbox.state.fault import FaultKind
from tests.endpoint_memory import forget_endpoints
from tests.live_world import LiveWorld
from tests.people import Browser

pytestmark = pytest.mark.slow

LIST = reverse("live:list")
READ = "/me/api/credential"

FAULT = "OVHcloud has a fault of its own: it answered GET /me/api/credential with status"
PASSES = "This usually passes. Try again in a minute."
QUERY_ID = "OVHcloud's query id: EU.sandbox-1."

# What the list says of an account whose reading met the fault: what happened, and what to do.
TOLD = [
    *(
        (
            FaultKind.STATUS,
            f"status={status} path={READ}*",
            f"{FAULT} {status}.",
            f"{PASSES} {QUERY_ID}",
        )
        for status in (408, 500, 502, 503, 504)
    ),
    (
        FaultKind.HTML,
        f"html path={READ}*",
        "A web page came back for GET /me/api/credential instead of the API's answer (status 200).",
        f"{PASSES} {QUERY_ID}",
    ),
    (
        FaultKind.TRUNCATE,
        f"truncate=20 path={READ}*",
        "The answer to GET /me/api/credential is not one that OVHcloud's API gives (status 200).",
        f"{PASSES} {QUERY_ID}",
    ),
    (
        FaultKind.EMPTY,
        f"empty path={READ}*",
        "OVHcloud's answer to GET /me/api/credential is empty (status 200).",
        f"{PASSES} {QUERY_ID}",
    ),
    (
        FaultKind.HUGE,
        f"huge=20000000 path={READ}*",
        "OVHcloud's answer to GET /me/api/credential is larger than 16 MiB.",
        "Trying again does not help: ask for less, such as by a filter.",
    ),
    (
        FaultKind.DRIP,
        f"drip=200 path={READ}*",
        "OVHcloud did not answer GET /me/api/credential within",
        PASSES,
    ),
    (
        FaultKind.HANG,
        f"hang=30 path={READ}*",
        "OVHcloud did not answer GET /me/api/credential within",
        PASSES,
    ),
    (
        FaultKind.RESET,
        f"reset path={READ}*",
        "The connection broke before OVHcloud had answered GET /me/api/credential.",
        PASSES,
    ),
    (
        FaultKind.WRONG_TIME,
        "wrong-time=-600",
        "OVHcloud refused the request's time: the two clocks disagree.",
        f"Check this server's clock (NTP), then try again. {QUERY_ID}",
    ),
    (
        FaultKind.FORBID,
        "forbid=410000008",
        "The key's rights do not allow GET /me/api/credential/410000008.",
        "Rights cannot be changed on an existing key: request one that has this rule.",
    ),
    (
        FaultKind.ECHO,
        "echo",
        "OVHcloud forbids GET /me/api/credential and does not say why.",
        "The key may be restricted to other addresses, or its account may not do this.",
    ),
]

# What the client puts right by itself: the list is read as ever.
PUT_RIGHT = {
    FaultKind.LATENCY: "latency=20",
    FaultKind.CLOCK_SKEW: "clock-skew=600",
    FaultKind.VANISH: "vanish=410000016",  # not the key that reads
    FaultKind.SHIFT: "shift",
    FaultKind.NO_BATCH: "no-batch",
    FaultKind.NO_PAGES: "no-pages",
}

WITH = {
    FaultKind.FORBID: ("no-pages", "no-batch"),
    FaultKind.VANISH: ("no-pages", "no-batch"),
    FaultKind.ECHO: ("status=403 path=/me/api/credential*",),
}


def after_reading(world: LiveWorld, browser: Browser, kind: FaultKind, fault: str) -> str:
    """The list as it stands once the account was read with the fault switched on."""
    forget_endpoints()
    world.fail(fault, *WITH.get(kind, ()))
    world.sync()
    return " ".join(html.unescape(browser.page(LIST)).split())


def test_no_fault_is_left_out() -> None:
    assert {kind for kind, *_ in TOLD} | PUT_RIGHT.keys() | {FaultKind.RATE_LIMIT} == set(FaultKind)


@pytest.mark.parametrize(("kind", "fault", "sentence", "advice"), TOLD)
@pytest.mark.usefixtures("short_timeouts")
def test_a_fault_is_told_and_what_is_known_stays(
    world: LiveWorld,
    browser_of_alice: Browser,
    kind: FaultKind,
    fault: str,
    sentence: str,
    advice: str,
) -> None:
    page = after_reading(world, browser_of_alice, kind, fault)
    place = page.index(sentence)
    assert advice in page[place : place + 400]
    assert "certbot" in page
    key = world.demo.management(world.nic)
    for secret in (key.application_secret, key.consumer_key):
        assert secret not in page


@pytest.mark.parametrize("kind", PUT_RIGHT)
def test_what_the_client_puts_right_troubles_nobody(
    world: LiveWorld, browser_of_alice: Browser, kind: FaultKind
) -> None:
    page = after_reading(world, browser_of_alice, kind, PUT_RIGHT[kind])
    assert "was not read" not in page
    assert "could not be read" not in page
    assert "dns-updater" in page or "certbot" in page


_SLOW_DOWN = "OVHcloud asks to slow down: too many calls with this key."


@pytest.mark.parametrize(
    ("fault", "sentence", "remedy"),
    [
        ("rate-limit=0", _SLOW_DOWN, "Wait a minute, then try again."),
        ("status=429", _SLOW_DOWN, "Wait a minute, then try again."),
        (
            "rate-limit=0 retry-after=30",
            "OVHcloud asks to wait 30 s before GET /auth/currentCredential.",
            "Try again after that.",
        ),
    ],
)
def test_a_limit_is_told_to_the_person_who_clicks(
    world: LiveWorld, browser_of_alice: Browser, fault: str, sentence: str, remedy: str
) -> None:
    """A reading waits a limit out; a click does not, and says so."""
    key = world.live("certbot on web-1")
    world.fail(fault)
    url = reverse("live:revoke", args=[world.account.pk, key.credential_id])
    answer = browser_of_alice.post(url, {"typed": str(key.credential_id)}, follow=True)
    page = html.unescape(answer.content.decode())
    place = page.index(sentence)
    assert f"{remedy} {QUERY_ID}" in page[place : place + 400]
    assert world.live("certbot on web-1").gone_at is None
