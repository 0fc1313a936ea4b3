"""Where names cannot be read, the rights builder says why and what helps."""

from __future__ import annotations

import html
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from credentials.core import AuditAction, Outcome, Role
from credentials.models import Account, AuditEntry, ConsumerKey, Person
from sandbox.demo_world import NIC_A, NIC_B, DemoWorld
from sandbox.server import Running
from tests.dashboard.rights_builder.test_builder import PAGE, press_button, text
from tests.dashboard.rights_builder.test_name_suggestions import (
    ZONES,
    names,
    read,
    world,
)
from tests.live_world import LiveWorld, take_over
from tests.people import Browser, rewrite, sign_in

__all__ = ["world"]


def test_a_missing_rule_is_named_with_the_way_to_a_key_that_has_it(
    account: Account,
    demo: DemoWorld,
    sandbox_server: Running,
    browser_of_alice: Browser,
) -> None:
    take_over(account, demo, sandbox_server, nic=NIC_B)
    page = names(browser_of_alice.page(PAGE + ZONES))
    assert "key for Main account may not GET /domain/zone." in page
    assert 'value="read /domain/zone"' not in page
    link = page.partition('<a href="')[2].partition('"')[0].replace("&amp;", "&")
    asked = parse_qs(urlsplit(link).query)
    assert asked["account"] == [str(account.pk)]
    assert "GET /domain/zone" in asked["rule"]
    assert "GET,PUT,DELETE /me/api/credential/*" in asked["rule"]
    assert browser_of_alice.get(link).status_code == 302


def test_a_key_with_more_rules_than_a_link_holds_is_not_asked_for_by_link(
    account: Account, consumer_key: ConsumerKey, browser_of_alice: Browser
) -> None:
    rules = [{"method": "GET", "path": f"/me/a-rather-long-name-{n}"} for n in range(200)]
    ConsumerKey.objects.update(rules=rules)
    rewrite(Account.objects.all(), management_key=consumer_key)
    page = names(browser_of_alice.page(PAGE + ZONES))
    link = page.partition('<a href="')[2].partition('"')[0].replace("&amp;", "&")
    assert len(link) < 300
    begun = browser_of_alice.get(link)["Location"]
    assert "16 rules" in browser_of_alice.page(begun)


def test_without_a_management_key_the_accounts_page_is_the_way(
    account: Account, browser_of_alice: Browser
) -> None:
    page = names(browser_of_alice.page(PAGE + ZONES))
    assert "Main account has no management key." in page
    assert f'href="/accounts/{account.pk}/"' in page


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("status=503", "it answered GET /domain/zone with status 503"),
        ("status=403", "OVHcloud forbids GET /domain/zone and does not say why."),
        ("html", "A web page came back for GET /domain/zone"),
        ("empty", "answer to GET /domain/zone is empty"),
        ("truncate=9", "is not one that OVHcloud's API gives"),
        ("huge=20000000", "is larger than 16 MiB"),
        ("reset", "The connection broke"),
        ("hang=9", "did not answer GET /domain/zone within"),
        ("rate-limit=0", "OVHcloud asks to slow down"),
    ],
)
@pytest.mark.usefixtures("short_timeouts")
def test_a_failure_is_a_sentence_beside_what_was_known(
    world: LiveWorld, browser_of_alice: Browser, fault: str, sentence: str
) -> None:
    read(world, browser_of_alice)
    world.fail(f"{fault} path=/domain/zone", "echo")
    page = html.unescape(names(text(read(world, browser_of_alice))))
    assert sentence in page
    assert "narrow /domain/zone example.com" in page
    key = world.demo.management(NIC_A)
    assert key.consumer_key not in page
    assert key.application_secret not in page


@pytest.mark.parametrize("role", Role)
def test_who_requests_keys_reads_names_and_every_reading_is_logged(
    world: LiveWorld, teammate: Callable[[Role], Person], role: Role
) -> None:
    browser = sign_in(teammate(role))
    answer = read(world, browser)
    page = names(browser.page(PAGE + ZONES))
    logged = AuditEntry.objects.filter(action=AuditAction.NAMES_READ, outcome=Outcome.DONE)
    if role is Role.AUDITOR:
        assert answer.status_code == 403
        assert "example.com" not in page
        assert not logged.exists()
    else:
        assert answer.status_code == 302
        assert "narrow /domain/zone example.com" in page
        assert logged.get().actor == "bob@example.com"


def test_a_stranger_reads_nothing_and_sees_nothing(world: LiveWorld, charlie: Person) -> None:
    browser = sign_in(charlie)
    assert read(world, browser).status_code == 404
    page = browser.page(f"{PAGE}{ZONES}&account={world.account.pk}")
    assert "Main account" not in page
    assert not AuditEntry.objects.filter(action=AuditAction.NAMES_READ).exists()


@pytest.mark.parametrize("do", ["read", "read /me", "read /nowhere", "read /domain/zone/*/record"])
def test_what_is_no_list_of_services_is_not_read(
    world: LiveWorld, browser_of_alice: Browser, do: str
) -> None:
    world.sandbox.record.clear()
    assert press_button(browser_of_alice, do, ZONES, account=world.account.pk).status_code == 302
    assert not world.sandbox.record.calls
