"""The rights builder offers the names that an account really has, and one click takes one."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pytest_django import DjangoAssertNumQueries

from credentials import conf, vault
from credentials.audit import SYSTEM
from credentials.enums import AuditAction, Outcome, Role
from credentials.models import Account, AuditEntry, ConsumerKey, Person, Team
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from sandbox.world import Service, Zone
from tests.dashboard.conftest import BRISK
from tests.dashboard.test_rights import PAGE, press, rules_of, text
from tests.dashboard.trip import Trip
from tests.live_world import ALICE, BOB, LiveWorld, take_over
from tests.people import Browser, sign_in

ZONES = "?rule=GET,POST+/domain/zone/*/record&rule=GET+/me"
READ = "read /domain/zone"


@pytest.fixture
def world(
    account: Account, demo: DemoWorld, ovhcloud: Running, monkeypatch: pytest.MonkeyPatch
) -> LiveWorld:
    monkeypatch.setattr(conf, "limits", cache(lambda: BRISK))
    return take_over(account, demo, ovhcloud)


def read(world: LiveWorld, browser: Browser, query: str = ZONES, route: str = "") -> Any:
    """Press the button that reads a list; what it leads to."""
    do = f"read {route}" if route else READ
    return press(browser, do, query, account=world.account.pk)


def shelf(page: str, within: str = 'id="names"') -> str:
    """What is offered in place of the stars, or at ``within``."""
    return page.partition(within)[2].partition("</section>")[0]


def with_zones(world: LiveWorld, *names: str) -> None:
    for name in names:
        world.demo.world.keep(Zone(name, ALICE, (), ()))


def test_a_real_zone_takes_the_stars_place_in_one_click(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    before = shelf(browser_of_alice.page(PAGE + ZONES))
    assert 'value="read /domain/zone"' in before
    answer = read(world, browser_of_alice)
    page = shelf(browser_of_alice.page(answer["Location"]))
    assert 'value="narrow /domain/zone example.com"' in page
    assert "lab.example.com" in page
    assert "just now" in page
    taken = press(browser_of_alice, "narrow /domain/zone example.com", ZONES)
    assert rules_of(taken) == ["GET,POST /domain/zone/example.com/record", "GET /me"]
    assert urlsplit(taken["Location"]).fragment == "names"


def test_every_rule_with_that_star_gets_the_name_and_no_other_changes(
    browser_of_alice: Browser,
) -> None:
    query = "?rule=GET,POST+/domain/zone/*&rule=PUT+/domain/zone/*/soa&rule=GET+/vps/*&rule=GET+bad"
    taken = press(browser_of_alice, "narrow /domain/zone example.com", query)
    assert rules_of(taken) == [
        "GET bad",
        "GET /domain/zone/example.com",
        "GET,POST /domain/zone/example.com/*",
        "PUT /domain/zone/example.com/soa",
        "GET /vps/*",
    ]


@pytest.mark.parametrize("name", ["*", "a/*", "", ".", "two words", "zone"])
def test_a_name_that_is_none_widens_nothing(browser_of_alice: Browser, name: str) -> None:
    query = "?rule=GET+/domain/*"
    answer = press(browser_of_alice, f"narrow /domain {name}", query)
    if answer.status_code == 302:
        assert "*%2F" not in answer["Location"]
        (path,) = {word.partition(" ")[2] for word in rules_of(answer)}
        assert path == "/domain/a%2F*" or path == "/domain/*"
    else:
        assert 'value="/domain/*"' in text(answer)


def test_a_blank_of_a_recipe_is_filled_and_the_recipe_taken_in_one_click(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    opened = press(browser_of_alice, READ, recipe="certbot-zone", account=world.account.pk)
    page = browser_of_alice.page(opened["Location"])
    assert 'value="name zone example.com"' in shelf(page, 'id="names-with-zone"')
    taken = press(browser_of_alice, "name zone example.com", recipe="certbot-zone")
    assert "GET,PUT,DELETE /domain/zone/example.com/record/*" in rules_of(taken)


def test_the_blank_of_an_operation_is_filled_and_the_next_one_waits(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    key = "GET /domain/zone/{zoneName}/record/{id}"
    opened = press(browser_of_alice, READ, open=key, account=world.account.pk)
    page = browser_of_alice.page(opened["Location"])
    assert 'value="name zoneName example.com"' in shelf(page, 'id="names-zoneName"')
    filled = press(browser_of_alice, "name zoneName example.com", open=key)
    assert "with-zoneName=example.com" in filled["Location"]
    assert rules_of(filled) == []
    one = "GET /domain/zone/{zoneName}/record"
    taken = press(browser_of_alice, "name zoneName example.com", open=one)
    assert rules_of(taken) == ["GET /domain/zone/example.com/record"]


def test_typing_narrows_the_names_down(world: LiveWorld, browser_of_alice: Browser) -> None:
    read(world, browser_of_alice)
    fields = {"recipe": "certbot-zone", "with-zone": "LAB", "account": world.account.pk}
    live = text(browser_of_alice.post(PAGE, fields, headers={"HX-Request": "true"}))
    offered = live.partition('id="names-with-zone"')[2]
    assert 'hx-swap-oob="true"' in offered[:40]
    assert "name zone lab.example.com" in offered
    assert "name zone example.com" not in offered


def test_typing_never_asks_ovhcloud(world: LiveWorld, browser_of_alice: Browser) -> None:
    world.sandbox.record.clear()
    fields = {"recipe": "certbot-zone", "account": world.account.pk, "do": READ}
    browser_of_alice.post(PAGE, fields, headers={"HX-Request": "true"})
    browser_of_alice.page(PAGE + ZONES)
    assert not world.sandbox.record.calls


def test_an_account_without_any_says_so(world: LiveWorld, browser_of_alice: Browser) -> None:
    answer = read(world, browser_of_alice, "?rule=GET+/sms/*/jobs", "/sms")
    page = shelf(browser_of_alice.page(answer["Location"]))
    assert "Main account has none." in page


def test_names_of_any_alphabet_are_offered_and_what_cannot_stand_is_named(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    for name in ("münchen-1", "servidor-ñ", "bad*star", "two words", "a/b", "\u202ehidden"):
        world.demo.world.keep(Service("sms", name, ALICE, {}))
    answer = read(world, browser_of_alice, "?rule=GET+/sms/*/jobs", "/sms")
    page = shelf(browser_of_alice.page(answer["Location"]))
    assert 'value="narrow /sms münchen-1"' in page
    assert 'value="narrow /sms a/b"' in page
    unfit = page.partition("Cannot stand in a rule:")[2].partition("</p>")[0]
    for name in ("bad*star", "two words", "\\u202ehidden"):
        assert name in unfit, name
    assert "narrow /sms bad*star" not in page
    taken = press(browser_of_alice, "narrow /sms a/b", "?rule=GET+/sms/*/jobs")
    assert rules_of(taken) == ["GET /sms/a%2Fb/jobs"]


@pytest.mark.parametrize("count", [1, 3, 300])
def test_many_names_cost_no_more_than_one(
    world: LiveWorld,
    browser_of_alice: Browser,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    with_zones(world, *(f"zone-{number:03}.example.org" for number in range(count)))
    link = read(world, browser_of_alice)["Location"].partition("#")[0]
    with django_assert_num_queries(9):
        page = shelf(browser_of_alice.page(link))
    assert page.count('value="narrow ') == min(count + 2, 12)
    assert ("more. A part of" in page) == (count == 300)
    if count == 300:
        found = shelf(browser_of_alice.page(f"{link}&only=299"))
        assert "narrow /domain/zone zone-299.example.org" in found


def test_a_missing_rule_is_named_with_the_way_to_a_key_that_has_it(
    account: Account,
    demo: DemoWorld,
    ovhcloud: Running,
    browser_of_alice: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(conf, "limits", cache(lambda: BRISK))
    take_over(account, demo, ovhcloud, nic=BOB)
    page = shelf(browser_of_alice.page(PAGE + ZONES))
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
    Account.objects.update(management_key=consumer_key)
    page = shelf(browser_of_alice.page(PAGE + ZONES))
    link = page.partition('<a href="')[2].partition('"')[0].replace("&amp;", "&")
    assert len(link) < 300
    begun = browser_of_alice.get(link)["Location"]
    assert "16 rules" in browser_of_alice.page(begun)


def test_without_a_management_key_the_accounts_page_is_the_way(
    account: Account, browser_of_alice: Browser
) -> None:
    page = shelf(browser_of_alice.page(PAGE + ZONES))
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
def test_a_failure_is_a_sentence_beside_what_was_known(
    world: LiveWorld, browser_of_alice: Browser, fault: str, sentence: str
) -> None:
    read(world, browser_of_alice)
    world.fail(f"{fault} path=/domain/zone", "echo")
    page = html.unescape(shelf(text(read(world, browser_of_alice))))
    assert sentence in page
    assert "narrow /domain/zone example.com" in page
    key = world.demo.management(ALICE)
    assert key.consumer_key not in page
    assert key.application_secret not in page


def test_several_zones_are_ticked_and_taken_together(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    with_zones(world, *(f"zone-{number:03}.example.org" for number in range(30)))
    read(world, browser_of_alice)
    ticked = ["/domain/zone lab.example.com", "/domain/zone zone-029.example.org", "/vps x"]
    fields = {"ticked": ticked, "account": world.account.pk}
    rows = {"rules-TOTAL_FORMS": 1, "rules-0-methods": "GET", "rules-0-path": "/domain/zone/*/soa"}
    live = text(browser_of_alice.post(PAGE, {**fields, **rows}, headers={"HX-Request": "true"}))
    offered = live.partition('id="names"')[2]
    assert offered.count(" checked>") == 2
    assert 'value="/domain/zone zone-029.example.org" checked>' in offered
    taken = press(browser_of_alice, "narrow-ticked /domain/zone", ZONES, **fields)
    assert rules_of(taken) == [
        "GET,POST /domain/zone/lab.example.com/record",
        "GET,POST /domain/zone/zone-029.example.org/record",
        "GET /me",
    ]
    untouched = text(press(browser_of_alice, "narrow-ticked /domain/zone", ZONES))
    assert "Tick a name first." in untouched


def test_more_ticked_names_than_the_page_has_rows_for_change_nothing(
    browser_of_alice: Browser,
) -> None:
    ticked = [f"/domain/zone zone-{number}.example.org" for number in range(121)]
    query = "?rule=GET+/domain/zone/*/soa&rule=GET+/domain/zone/*/record"
    page = text(press(browser_of_alice, "narrow-ticked /domain/zone", query, ticked=ticked))
    assert 'value="/domain/zone/*/record"' in page


def test_which_account_is_a_choice_where_there_are_several(
    world: LiveWorld, team: Team, browser_of_alice: Browser
) -> None:
    other = vault.open_account(team, label="Other", endpoint="sandbox", actor=SYSTEM)
    page = text(press(browser_of_alice, READ, ZONES))
    assert "Choose an account first" in page
    assert f'<option value="{other.pk}">Other</option>' in page
    answer = read(world, browser_of_alice)
    chosen = browser_of_alice.page(answer["Location"])
    assert f'<option value="{world.account.pk}" selected>' in chosen


def test_the_account_that_was_chosen_is_asked_for_its_applications_first(
    account: Account, browser_of_alice: Browser
) -> None:
    answer = press(browser_of_alice, "request", ZONES, account=account.pk)
    assert answer["Location"].endswith(f"/application/?account={account.pk}")


@pytest.mark.parametrize("role", Role)
def test_who_requests_keys_reads_names_and_every_reading_is_logged(
    world: LiveWorld, teammate: Callable[[Role], Person], role: Role
) -> None:
    browser = sign_in(teammate(role))
    answer = read(world, browser)
    page = shelf(browser.page(PAGE + ZONES))
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
    assert press(browser_of_alice, do, ZONES, account=world.account.pk).status_code == 302
    assert not world.sandbox.record.calls


def test_the_wizard_offers_the_names_of_its_own_account(trip: Trip, world: LiveWorld) -> None:
    draft = trip.start("rule=GET+/domain/zone/*/record")
    trip.answer(draft, "application", application=trip.application.pk)
    rows = {"rules-TOTAL_FORMS": 1, "rules-0-methods": "GET"}
    path = {"rules-0-path": "/domain/zone/*/record"}
    answer = trip.answer(draft, "rights", do=READ, **rows, **path)
    assert answer["Location"] == f"{draft}rights/#names"
    assert "narrow /domain/zone example.com" in shelf(trip.browser.page(f"{draft}rights/"))
    trip.answer(draft, "rights", do="narrow /domain/zone example.com", **rows, **path)
    assert 'value="/domain/zone/example.com/record"' in trip.browser.page(f"{draft}rights/")
