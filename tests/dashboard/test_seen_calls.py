"""The pages of calls: how far logs are read, what they say of a key, and rules tried on them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from credentials import seen_calls
from credentials.audit import SYSTEM
from credentials.core import CallSource, Role
from credentials.models import Account, CallReading, Person, SeenCall, Team
from sandbox.demo_world import NIC_A, DemoWorld
from sandbox.server import Running
from tests.live_world import LiveWorld, take_over
from tests.people import Browser, join, sign_in


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    """Alice's account as it was read, and its log of calls too."""
    world = take_over(account, demo, sandbox_server)
    world.sync()
    seen_calls.start_reading_calls(world.account, actor=SYSTEM)
    return world


def key_url(world: LiveWorld, label: str = "certbot on web-1") -> str:
    return reverse("live:key_calls", args=[world.account.pk, world.live(label).credential_id])


def test_a_key_says_what_it_was_seen_used_for_and_how_sure_that_is(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    key = world.live("certbot on web-1")
    page = reverse("live:credential", args=[world.account.pk, key.credential_id])
    assert key_url(world) in browser_of_alice.page(page)
    shown = browser_of_alice.page(key_url(world))
    assert "Likely" in shown
    assert "/domain/zone/example.com/record/5012345678" in shown
    assert "198.51.100.4" in shown
    assert "No call that was seen needs it." in shown  # PUT
    assert "no log that Keydesk has read would show such calls" in shown  # GET
    assert "holds writes alone" in shown


def test_calls_that_are_not_sure_enough_do_not_count(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    page = key_url(world, "terraform laptop")
    assert "Not proven" in browser_of_alice.page(page)
    likely = browser_of_alice.page(f"{page}?least=proven")
    assert "No call was seen" in likely
    assert "Not proven" in browser_of_alice.page(f"{page}?least=nonsense")


def test_rules_are_tried_on_the_calls_and_end_in_a_rotation(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    stored = world.store("certbot on web-1")
    page = key_url(world)
    tried = browser_of_alice.post(page, {"rules": "POST /domain/zone/example.com/refresh"})
    text = tried.content.decode()
    assert "6 calls would have been refused, 3 let through." in text
    assert "DELETE" in text
    start = reverse("rotations:start", args=[stored.pk])
    assert f"{start}?rules=POST+%2Fdomain%2Fzone%2Fexample.com%2Frefresh" in text
    form = browser_of_alice.page(f"{start}?rules=POST+%2Fdomain%2Fzone%2Fexample.com%2Frefresh")
    assert ">\nPOST /domain/zone/example.com/refresh</textarea>" in form
    first = browser_of_alice.page(page).partition('name="rules"')[2].partition("</textarea>")[0]
    rules = first.partition(">")[2].strip()
    assert "PUT" not in rules
    assert "DELETE /domain/zone/example.com/record/*" in rules
    assert "None would have been refused: 9 calls" in browser_of_alice.post(
        page, {"rules": rules}
    ).content.decode().replace("\n", " ")


def test_rules_that_the_key_does_not_have_end_in_no_rotation(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    stored = world.store("certbot on web-1")
    text = browser_of_alice.post(key_url(world), {"rules": "POST /*"}).content.decode()
    assert "no rotation brings them" in text
    assert reverse("rotations:start", args=[stored.pk]) not in text


def test_rules_that_are_none_are_said(world: LiveWorld, browser_of_alice: Browser) -> None:
    text = browser_of_alice.post(key_url(world), {"rules": "FETCH /me"}).content.decode()
    assert "FETCH" in text
    assert "would have been refused" not in text


def test_a_key_that_is_not_stored_says_so(world: LiveWorld, browser_of_alice: Browser) -> None:
    text = browser_of_alice.post(
        key_url(world), {"rules": "POST /domain/zone/example.com/refresh"}
    ).content.decode()
    assert "The vault does not keep this key" in text


def test_an_auditor_sees_calls_and_rotates_nothing(
    world: LiveWorld, team: Team, bob: Person
) -> None:
    join(team, bob, Role.AUDITOR)
    stored = world.store("certbot on web-1")
    theirs = sign_in(bob)
    text = theirs.post(
        key_url(world), {"rules": "POST /domain/zone/example.com/refresh"}
    ).content.decode()
    assert "would have been refused" in text
    assert reverse("rotations:start", args=[stored.pk]) not in text
    account = theirs.page(reverse("live:account_calls", args=[world.account.pk]))
    assert "Read the logs now" in account
    assert "Take in a forwarded log" not in account


def test_the_account_says_how_far_its_logs_are_read(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    page = reverse("live:account_calls", args=[world.account.pk])
    assert page in browser_of_alice.page(reverse("accounts:detail", args=[world.account.pk]))
    shown = browser_of_alice.page(page)
    assert "192.0.2.90" in shown
    CallReading.objects.update(left=3, busy_until=None)
    assert "3 older calls are not read yet" in browser_of_alice.page(page)
    browser_of_alice.post(reverse("live:read_calls", args=[world.account.pk]))
    assert "not read yet" not in browser_of_alice.page(page)


def test_without_the_rule_the_page_says_what_to_do(
    account: Account, demo: DemoWorld, sandbox_server: Running, browser_of_alice: Browser
) -> None:
    world = take_over(account, demo, sandbox_server, nic="bb22222-ovh")
    page = reverse("live:account_calls", args=[world.account.pk])
    shown = browser_of_alice.page(page)
    assert "lacks the rule GET /me/api/logs/self" in shown
    assert "Request such a key" in shown
    assert "Read the logs now" not in shown
    said = browser_of_alice.post(reverse("live:read_calls", args=[world.account.pk]), follow=True)
    assert "lacks the rule" in said.content.decode()


def test_a_forwarded_log_is_taken_in_and_not_shown_again(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    page = reverse("live:take_in_calls", args=[world.account.pk])
    entry = {
        "timestamp": datetime.now(UTC).isoformat(),
        "account": NIC_A,
        "client_ip": "192.0.2.8",
        "method": "GET",
        "url": "/1.0/vps",
        "request_id": "r1",
        "colour": "value-of-the-text",
    }
    other = {**entry, "account": "zz99999-ovh", "request_id": "r2"}
    text = f"{json.dumps(entry)}\n{json.dumps(other)}\nno log\n"
    said = browser_of_alice.post(page, {"text": text}).content.decode()
    assert "1 call is new and kept." in said
    assert "1 entry is of another account" in said
    assert "1 line is no JSON object" in said
    assert "colour" in said
    assert "value-of-the-text" not in said
    assert SeenCall.objects.filter(source=CallSource.FORWARDED).get().path == "/vps"
    file = SimpleUploadedFile("log.jsonl", text.encode())
    again = browser_of_alice.post(page, {"file": file}).content.decode()
    assert "0 calls are new and kept." in again
    assert "1 was kept already." in again
    assert "no text to read" in browser_of_alice.post(page, {"text": " "}).content.decode()


@pytest.mark.parametrize("count", [1, 300])
def test_the_queries_of_a_key_do_not_grow(
    world: LiveWorld,
    browser_of_alice: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    now = datetime.now(UTC)
    SeenCall.objects.bulk_create(
        SeenCall(
            account=world.account,
            source="own",
            number=f"n{number}",
            at=now - timedelta(minutes=number),
            method="POST",
            path=f"/domain/zone/example.com/record/{number}",
        )
        for number in range(count)
    )
    browser_of_alice.page(key_url(world))
    with django_assert_num_queries(16):
        browser_of_alice.page(key_url(world))
