"""What stands beside the fields: rights of the key, IAM actions with a link, what is masked."""

from __future__ import annotations

import re
from html import unescape

import pytest

from credentials.models import Account, ConsumerKey
from tests.dashboard.api_console_pages import ZONE_RECORD, at, text_of
from tests.live_world import LiveWorld
from tests.people import Browser, rewrite


@pytest.fixture
def key(world: LiveWorld) -> ConsumerKey:
    """A key for everything."""
    return world.store("terraform laptop")


@pytest.mark.parametrize(
    ("endpoint", "link"),
    [
        ("ovh-eu", "https://api.eu.ovhcloud.com/console/?section=/iam&branch=v2#get-/iam/policy"),
        ("ovh-us", "https://api.us.ovhcloud.com/console/?section=/iam&branch=v2#get-/iam/policy"),
    ],
)
def test_iam_actions_lead_to_the_operation_at_ovhcloud(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey, endpoint: str, link: str
) -> None:
    rewrite(Account.objects.all(), endpoint=endpoint)
    answer = browser_of_alice.get(at("GET /v2/iam/policy"))
    page = unescape(answer.content.decode())
    assert "IAM actions account:apiovh:iam/policy/get" in text_of(answer)
    assert re.search(f'href="{re.escape(link)}" target="_blank" rel="noopener noreferrer"', page)


def test_an_answer_that_is_masked_as_a_whole_is_said_to_be(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    text = text_of(browser_of_alice.get(at("GET /domain/example.com/authInfo")))
    assert "Masked The whole answer" in text


@pytest.mark.parametrize("do", ["key", "look", "names /domain/zone"])
def test_htmx_gets_what_stands_around_the_fields_and_no_field(
    browser_of_alice: Browser, key: ConsumerKey, do: str
) -> None:
    fields = {"key": str(key.pk), "path-zoneName": "example.com", "do": do}
    answer = browser_of_alice.post(at(ZONE_RECORD), fields, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer["HX-Retarget"] == "#rights"
    assert "allows it." in page
    assert 'name="path-zoneName"' not in page
    assert 'id="names-of-path-zoneName" hx-swap-oob="true"' in page
    assert ('id="outcome"' in page) is (do != "look")
