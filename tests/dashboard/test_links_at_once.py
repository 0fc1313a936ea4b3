"""Two people at one link, or two tabs of one draft, at the same moment: in threads of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from credentials.models import KeyRequest
from tests.dashboard import consent_driver
from tests.dashboard.wizard_driver import WizardDriver
from tests.people import Browser

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 4


def at_once(act: Callable[[], Any]) -> list[Any]:
    """What each of a few gets who do the same at the same moment."""
    start = Barrier(CROWD)

    def do() -> Any:
        start.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(CROWD) as pool:
        return [begun.result() for begun in [pool.submit(do) for _ in range(CROWD)]]


def asked_of_ovhcloud(wizard: WizardDriver) -> int:
    """How many keys OVHcloud has issued on request."""
    return sum(not key.account for key in wizard.sandbox.world.credentials.values())


def test_of_those_who_press_a_consent_link_at_once_one_asks_ovhcloud(wizard: WizardDriver) -> None:
    consent = consent_driver.make(wizard)
    before = asked_of_ovhcloud(wizard)
    wizard.fail("latency=300 path=/auth/credential")
    answers = at_once(lambda: Browser().post(consent.path))
    assert sorted({answer.status_code for answer in answers}) in ([200], [200, 409])
    assert any("Refresh" in answer for answer in answers)
    assert KeyRequest.objects.count() == 1
    assert asked_of_ovhcloud(wizard) == before + 1


def test_a_draft_that_is_sent_twice_at_once_asks_ovhcloud_once(wizard: WizardDriver) -> None:
    draft = wizard.reach_review()
    before, cookies = asked_of_ovhcloud(wizard), wizard.browser.cookies
    wizard.fail("latency=300 path=/auth/credential")

    def press() -> Any:
        tab = Browser()
        tab.cookies = cookies
        return tab.post(f"{draft}review/")

    places = {answer["Location"] for answer in at_once(press)}
    made = KeyRequest.objects.get()
    assert wizard.url("waiting", made) in places
    assert places <= {wizard.url("waiting", made), f"{draft}review/"}
    assert asked_of_ovhcloud(wizard) == before + 1
