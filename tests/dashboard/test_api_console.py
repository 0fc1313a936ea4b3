"""The API console's pages: found, filled in, called once, masked, and nobody else's key."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from credentials import ovhcloud, teams, vault
from credentials.audit import SYSTEM
from credentials.core import Outcome, Role
from credentials.models import ConsumerKey, Person, Team
from credentials.ovhcloud.endpoints import HOSTS
from credentials.rights import read_rules
from sandbox.state.quirks import Quirks
from tests.dashboard.api_console_pages import (
    CONSOLE,
    ZONE_RECORD,
    at,
    calls,
    management_key,
    press,
    text_of,
)
from tests.live_world import LiveWorld
from tests.people import Browser, join, rewrite, sign_in


@pytest.fixture
def key(world: LiveWorld) -> ConsumerKey:
    """A key for everything."""
    return world.store("terraform laptop")


def test_operations_are_found_by_words_and_by_place(
    browser_of_alice: Browser, world: LiveWorld
) -> None:
    page = browser_of_alice.get(f"{CONSOLE}?q=zone record").content.decode()
    assert "operation=POST%20/domain/zone/%7BzoneName%7D/record" in page
    assert "Read “record” of the DNS zone {zoneName}" in page
    assert "all DNS zones" not in page
    nothing = text_of(browser_of_alice.get(f"{CONSOLE}?at=/no/such/place"))
    assert "The API has nothing here." in nothing
    page = browser_of_alice.get(f"{CONSOLE}?at=/domain/zone").content.decode()
    assert "operation=GET%20/domain/zone" in page


def test_an_operation_shows_what_it_takes_and_which_rule_decides(
    browser_of_alice: Browser, key: ConsumerKey
) -> None:
    page = browser_of_alice.get(at(ZONE_RECORD))
    text = text_of(page)
    for word in ("fieldType", "domain.zone.RecordTypeEnum", "dnsZone:apiovh:record/create"):
        assert word in text
    assert "POST /* allows it." in text
    assert 'value="example.com"' in page.content.decode()


def test_an_operation_there_is_none_of_leads_back(browser_of_alice: Browser, key: object) -> None:
    for operation in ("", "GET", "GET /no/such/route", "GET https://example.com/", "FETCH /me"):
        assert browser_of_alice.get(at(operation))["Location"] == CONSOLE
    assert "No operation is known by that name." in text_of(browser_of_alice.get(CONSOLE))


def test_a_read_is_called_and_answered(browser_of_alice: Browser, world: LiveWorld) -> None:
    answer = press(browser_of_alice, "GET /me", management_key(world))
    assert '"nichandle": "aa11111-ovh"' in text_of(answer)
    assert f"Request GET {ovhcloud.endpoint_of(world.account).api_root}/me" in text_of(answer)
    assert "no-store" in answer["Cache-Control"]
    assert [entry.outcome for entry in calls()] == [Outcome.STARTED, Outcome.DONE]


def test_htmx_gets_the_form_and_the_answer_alone(
    browser_of_alice: Browser, world: LiveWorld
) -> None:
    fields = {"key": str(management_key(world).pk), "do": "call"}
    answer = browser_of_alice.post(at("GET /me"), fields, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    assert "aa11111-ovh" in page


def test_pages_of_a_list_follow_by_a_button(
    browser_of_alice: Browser,
    world: LiveWorld,
    key: ConsumerKey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(world.sandbox, "quirks", Quirks(cursor_size=1))
    first = press(browser_of_alice, "GET /v2/iam/resource", key)
    cursor = re.search(r'name="cursor" value="([^"]+)"', first.content.decode())
    assert cursor is not None
    second = press(browser_of_alice, "GET /v2/iam/resource", key, do="next", cursor=cursor[1])
    assert "200" in text_of(second)
    assert second.content != first.content


def test_a_cursor_that_no_header_can_hold_is_told(
    browser_of_alice: Browser, key: ConsumerKey
) -> None:
    answer = press(browser_of_alice, "GET /v2/iam/resource", key, do="next", cursor="a\nb")
    assert answer.status_code == 200
    assert "cannot be sent" in text_of(answer)


def test_a_secret_of_a_read_is_on_no_page_until_it_is_revealed(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    (policy,) = world.demo.world.policies.values()
    held = {"operator": "MATCH", "values": {"token": "planted-secret"}}
    world.demo.world.keep(replace(policy, conditions=held))
    call, given = "GET /v2/iam/policy/x", {"path-policyId": policy.id}
    answer = press(browser_of_alice, call, key, **given)
    assert "Call again and reveal 1 value" in text_of(answer)
    assert "planted-secret" not in answer.content.decode()
    answer = press(browser_of_alice, call, key, **given, do="reveal")
    assert answer.content.decode().count("planted-secret") == 1


def test_a_secret_of_a_read_is_revealed_by_calling_again_after_a_confirmation(
    alice: Person, world: LiveWorld, key: ConsumerKey
) -> None:
    browser = sign_in(alice)
    client = next(each for each in world.demo.clients if each.account == world.nic)
    call = f"GET /me/api/oauth2/client/{client.client_id}"
    given = {"path-clientId": client.client_id}
    assert "aa11111" in text_of(press(browser, call, key, **given))
    answer = press(browser, call, key, **given, do="reveal")
    assert "Confirm who you are" in text_of(answer)
    assert 'value="reveal"' in answer.content.decode()
    assert len(calls()) == 2


def test_a_team_that_asks_what_a_secret_is_for_asks_here_too(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    rewrite(Team.objects.all(), requires_purpose=True)
    (policy,) = world.demo.world.policies.values()
    held = {"operator": "MATCH", "values": {"token": "planted-secret"}}
    world.demo.world.keep(replace(policy, conditions=held))
    call, given = "GET /v2/iam/policy/x", {"path-policyId": policy.id}
    assert 'name="purpose"' in press(browser_of_alice, call, key, **given).content.decode()
    refused = press(browser_of_alice, call, key, **given, do="reveal", purpose=" ")
    assert "asks what for. Write what you need the secret for." in text_of(refused)
    assert "<reveal-secret" not in refused.content.decode()
    assert 'name="purpose"' in refused.content.decode()
    assert calls()[-1].outcome == Outcome.DENIED
    shown = press(browser_of_alice, call, key, **given, do="reveal", purpose="rotate it")
    assert '<reveal-secret class="secret" id="revealed-1" seconds="30"' in shown.content.decode()
    assert calls()[-1].details["purpose"] == "rotate it"


def test_a_refusal_leads_to_a_key_that_can(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    answer = press(browser_of_alice, "GET /vps", management_key(world))
    assert answer.status_code == 200
    refused = press(browser_of_alice, "GET /telephony", management_key(world))
    page = refused.content.decode()
    assert "do not allow GET /telephony" in text_of(refused)
    assert f'name="key" value="{key.pk}"' in page
    link = re.search(r'href="(/explain/\?call=[^"]+)"', page)
    assert link is not None
    explained = text_of(browser_of_alice.get(unescape(link[1]).partition("#")[0]))
    assert "No rule is about GET /telephony." in explained
    assert "New key with these rights" in explained
    assert "terraform laptop" in explained


def test_names_are_loaded_and_offered(browser_of_alice: Browser, world: LiveWorld) -> None:
    call, key = "GET /domain/zone/x/record", management_key(world)
    assert "Load the names: DNS zones" in text_of(browser_of_alice.get(at(call)))
    answer = press(browser_of_alice, call, key, do="names /domain/zone")
    assert '<option value="lab.example.com">' in answer.content.decode()


def test_names_below_another_thing_are_loaded_once_that_is_filled_in(
    browser_of_alice: Browser, world: LiveWorld
) -> None:
    call, key = "GET /domain/zone/{zoneName}/record/{id}", management_key(world)
    assert "Load the names: id" not in text_of(browser_of_alice.get(at(call)))
    zone = {"path-zoneName": "lab.example.com"}
    answer = press(browser_of_alice, call, key, do="check", **zone)
    assert "Load the names: id" in text_of(answer)
    refused = press(
        browser_of_alice, call, key, do="names /domain/zone/lab.example.com/record", **zone
    )
    assert "may not GET /domain/zone/lab.example.com/record" in text_of(refused)


@pytest.mark.parametrize(
    ("host", "link"),
    [
        (
            "api.eu.ovhcloud.com",
            (
                "https://api.eu.ovhcloud.com/console/?section=/domain&branch=v1"
                "#get-/domain/zone/-zoneName-"
            ),
        ),
        (
            "eu.api.ovh.com",
            (
                "https://api.eu.ovhcloud.com/console/?section=/domain&branch=v1"
                "#get-/domain/zone/-zoneName-"
            ),
        ),
        (
            "eu.api.kimsufi.com",
            "https://eu.api.kimsufi.com/console/#/domain/zone/%7BzoneName%7D~GET",
        ),
    ],
)
def test_the_operation_is_linked_in_the_console_of_ovhcloud(host: str, link: str) -> None:
    (endpoint,) = [endpoint for endpoint in HOSTS if endpoint.host == host]
    page = endpoint.operation_page(
        "GET", "/domain/zone/{zoneName}", version="v1", section="/domain"
    )
    assert page == link
    (rule,) = read_rules(page).rules
    assert str(rule) == "GET /domain/zone/{zoneName}"


def test_examples_hold_the_call_and_no_secret(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    page = unescape(press(browser_of_alice, "GET /me", key, do="check").content.decode())
    for word in ('client.call("GET", "/me")', "requestPromised", "NewDefaultClient"):
        assert word in page
    planned = world.planned("terraform laptop")
    assert planned.consumer_key not in page
    assert planned.application_secret not in page


def test_a_key_of_another_team_is_not_there(
    charlie: Person, world: LiveWorld, key: ConsumerKey
) -> None:
    other = teams.create_team("Other", admin=charlie, actor=SYSTEM)
    assert other
    answer = press(sign_in(charlie).confirm(), "GET /me", key)
    assert answer.status_code == 404
    assert not calls()


@pytest.mark.parametrize("role", [Role.REQUESTER, Role.AUDITOR])
def test_a_member_without_the_right_calls_nothing(
    bob: Person, world: LiveWorld, key: ConsumerKey, role: Role
) -> None:
    join(world.account.team, bob, role)
    answer = press(sign_in(bob).confirm(), "GET /me", key)
    assert answer.status_code == 403
    assert not calls()


def test_an_operator_reads(bob: Person, world: LiveWorld, key: ConsumerKey) -> None:
    join(world.account.team, bob, Role.OPERATOR)
    assert "aa11111-ovh" in text_of(press(sign_in(bob), "GET /me", key))


def test_a_team_without_keys_is_told(browser_of_alice: Browser, account: object) -> None:
    text = text_of(browser_of_alice.get(at("GET /me")))
    assert "no validated key and no service account" in text
    answer: Any = browser_of_alice.post(at("GET /me"), {"do": "call"})
    assert answer.status_code == 200


def test_an_archived_key_is_not_offered(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    vault.archive(key, actor=SYSTEM)
    assert "terraform laptop" not in text_of(browser_of_alice.get(at("GET /me")))


def test_a_field_with_nothing_in_it_is_sent_where_that_is_ticked(
    browser_of_alice: Browser, world: LiveWorld, key: ConsumerKey
) -> None:
    call = "GET /domain/zone/lab.example.com/record"
    zone = {"path-zoneName": "lab.example.com", "do": "check"}
    plain = press(browser_of_alice, call, key, **zone)
    assert "subDomain=" not in unescape(plain.content.decode())
    ticked = press(browser_of_alice, call, key, **zone, empty="query-subDomain")
    page = unescape(ticked.content.decode())
    assert "/domain/zone/lab.example.com/record?subDomain=" in page
    assert 'name="empty" value="query-subDomain" checked' in page


def test_a_search_that_finds_deprecated_operations_alone_says_so(browser_of_alice: Browser) -> None:
    page = browser_of_alice.page(CONSOLE, q="cassandra ipRestriction")
    assert "Only deprecated operations are called so." in page
    assert "Nothing is called so." not in page
    assert "Only deprecated" not in browser_of_alice.page(CONSOLE, q="no-such-thing")


def test_a_search_says_that_more_is_there_than_it_shows(browser_of_alice: Browser) -> None:
    page = browser_of_alice.page(CONSOLE, q="list")
    assert re.search(r"\d+ more\. Another word narrows them down\.", page)
