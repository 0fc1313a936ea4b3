"""What comes back of a call that OVHcloud refuses is shown: request, status, query id and words."""

from __future__ import annotations

import re

import pytest

from credentials.models import ConsumerKey
from credentials.rights import HIDDEN
from tests.dashboard.api_console_pages import (
    RECORD,
    ZONE_RECORD,
    allow_writes,
    calls,
    management_key,
    press,
    text_of,
)
from tests.live_world import LiveWorld
from tests.people import Browser


@pytest.fixture
def key(world: LiveWorld) -> ConsumerKey:
    """A key for everything."""
    return world.store("terraform laptop")


def test_the_words_of_a_refusal_are_shown_with_its_request(
    browser_of_alice: Browser, world: LiveWorld
) -> None:
    text = text_of(press(browser_of_alice, "GET /telephony", management_key(world)))
    assert re.search(
        r"What came back 403 [\d.]+ s Request GET http\S+/telephony Query id EU\.", text
    )
    assert '"errorCode": "NOT_GRANTED_CALL"' in text
    assert "do not allow GET /telephony" in text


def test_a_refused_write_is_typed_anew(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    allow_writes(world)
    wrong = {**RECORD, "body-subDomain": "a b", "typed": "POST"}
    answer = press(browser_of_alice, ZONE_RECORD, key, **wrong)
    assert "What came back 400" in text_of(answer)
    assert '"message":' in text_of(answer)
    assert 'name="typed" value=' not in answer.content.decode()
    assert 'value="a b"' in answer.content.decode()


def test_a_call_that_nothing_came_back_of_shows_its_request(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    world.fail("html")
    text = text_of(press(browser_of_alice, "GET /me", key))
    assert "The key's rule" in text
    assert "Granted by" not in text
    assert "A web page came back" in text
    assert "Request GET" in text
    assert "<html" not in text


def test_a_refusal_repeats_no_secret(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    world.fail("echo")
    answer = press(browser_of_alice, "GET /telephony", management_key(world))
    page = answer.content.decode()
    assert HIDDEN in page
    for planned in world.demo.keys:
        assert planned.consumer_key not in page
        assert planned.application_secret not in page
    answer = press(
        browser_of_alice, "GET /cloud/eligibility", key, **{"query-voucher": "planted-secret"}
    )
    assert "planted-secret" not in answer.content.decode()
    assert "planted-secret" not in "".join(str(entry.details) for entry in calls())
