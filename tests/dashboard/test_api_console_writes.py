"""Writes from the API console: allowed, typed, confirmed, and what they show once."""

from __future__ import annotations

import re
from html import unescape

import pytest

from credentials.core import Outcome
from credentials.models import ConsumerKey, Person
from credentials.rights import HIDDEN
from tests.dashboard.api_console_pages import (
    RECORD,
    ZONE_RECORD,
    allow_writes,
    calls,
    press,
    text_of,
)
from tests.live_world import LiveWorld
from tests.people import Browser, sign_in


@pytest.fixture
def key(world: LiveWorld) -> ConsumerKey:
    """A key for everything."""
    return world.store("terraform laptop")


def test_a_write_waits_for_the_teams_policy(browser_of_alice: Browser, key: ConsumerKey) -> None:
    answer = press(browser_of_alice, ZONE_RECORD, key, **RECORD, typed="POST")
    assert "lets the API console read only" in text_of(answer)
    assert [entry.outcome for entry in calls()] == [Outcome.DENIED]


def test_a_write_asks_for_its_method_and_keeps_what_was_typed(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    allow_writes(world)
    answer = press(browser_of_alice, ZONE_RECORD, key, **RECORD, typed="DELETE")
    assert "Nothing was sent." in text_of(answer)
    assert 'value="hello"' in answer.content.decode()
    assert not calls()
    answer = press(browser_of_alice, ZONE_RECORD, key, **RECORD, typed="POST")
    assert '"target": "hello"' in text_of(answer)


def test_a_write_by_somebody_not_confirmed_is_kept_until_they_are(
    alice: Person, world: LiveWorld, key: ConsumerKey
) -> None:
    allow_writes(world)
    browser = sign_in(alice)
    answer = press(browser, ZONE_RECORD, key, **RECORD, typed="POST")
    assert "Confirm who you are" in text_of(answer)
    assert 'value="hello"' in answer.content.decode()
    assert not calls()
    answer = press(browser.confirm(), ZONE_RECORD, key, **RECORD, typed="POST")
    assert '"target": "hello"' in text_of(answer)


def test_bad_values_are_told_beside_their_fields_and_nothing_is_sent(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    allow_writes(world)
    wrong = {**RECORD, "body-ttl": "soon", "path-zoneName": "", "typed": "POST"}
    text = text_of(press(browser_of_alice, ZONE_RECORD, key, **wrong))
    assert "Write a number." in text
    assert "This field is required." in text
    policy = {"body-permissions": "{", "body-resources": "[" * 5_000}
    text = text_of(press(browser_of_alice, "POST /v2/iam/policy", key, **policy, typed="POST"))
    assert "This is no JSON: see line 1" in text
    assert not calls()


def test_a_secret_of_a_writes_answer_is_shown_once_behind_dots(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    allow_writes(world)
    given = {"body-name": "n", "body-description": "d", "body-flow": "CLIENT_CREDENTIALS"}
    answer = press(browser_of_alice, "POST /me/api/oauth2/client", key, **given, typed="POST")
    page = answer.content.decode()
    assert f"&quot;clientSecret&quot;: &quot;{HIDDEN}&quot;" in page
    assert re.search(r"<summary><code>clientSecret</code>", page)
    assert calls()[-1].details["revealed"] == ["clientSecret"]


def test_a_secret_in_a_body_is_never_sent_back(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    allow_writes(world)
    given = {
        "path-domain": "example.com",
        "body-accountName": "postmaster",
        "body-password": "Planted-Passw0rd",
    }
    answer = press(browser_of_alice, "POST /email/domain/x/account", key, **given, typed="")
    assert "Planted-Passw0rd" not in answer.content.decode()
    answer = press(browser_of_alice, "POST /email/domain/x/account", key, **given, typed="POST")
    assert "Planted-Passw0rd" not in answer.content.decode()
    assert "Planted-Passw0rd" not in "".join(str(entry.details) for entry in calls())


def test_a_change_of_the_second_branch_starts_from_the_present_state(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    allow_writes(world)
    (policy,) = world.demo.world.policies.values()
    call, given = "PUT /v2/iam/policy/x", {"path-policyId": policy.id}
    answer = press(browser_of_alice, call, key, **given, typed="PUT", do="target")
    page = answer.content.decode()
    assert "The present state is filled in." in text_of(answer)
    assert f'name="body-name" value="{policy.name}"' in page
    assert "dnsZone:apiovh:*" in unescape(page)
    assert 'name="read" value="yes"' in page
    assert [entry.details["method"] for entry in calls()] == ["GET", "GET"]


def test_a_change_of_the_second_branch_is_not_sent_before_the_present_state_was_read(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    allow_writes(world)
    (policy,) = world.demo.world.policies.values()
    given = {
        "path-policyId": policy.id,
        "body-name": "other",
        "body-identities": "urn:v1:eu:identity:account:aa11111-ovh",
        "body-permissions": '{"allow": []}',
        "body-resources": "[]",
        "typed": "PUT",
    }
    press(browser_of_alice, "PUT /v2/iam/policy/x", key, **given)
    assert {entry.details["method"] for entry in calls()} == {"GET"}
    press(browser_of_alice, "PUT /v2/iam/policy/x", key, **given, read="yes")
    assert calls()[-1].details["method"] == "PUT"
