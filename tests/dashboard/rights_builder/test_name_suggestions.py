"""The rights builder offers the names that an account really has, and one click takes one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from pytest_django import DjangoAssertNumQueries

from credentials import vault
from credentials.audit import SYSTEM
from credentials.models import Account, Team
from sandbox.demo_world import NIC_A, DemoWorld
from sandbox.server import Running
from sandbox.state.records import Service, Zone
from tests.dashboard.rights_builder.test_builder import PAGE, press_button, rules_of, text
from tests.dashboard.wizard_driver import WizardDriver
from tests.live_world import LiveWorld, take_over
from tests.people import Browser

ZONES = "?rule=GET,POST+/domain/zone/*/record&rule=GET+/me"
READ = "read /domain/zone"


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    return take_over(account, demo, sandbox_server)


def read(world: LiveWorld, browser: Browser, query: str = ZONES, route: str = "") -> Any:
    """Press the button that reads a list; what it leads to."""
    do = f"read {route}" if route else READ
    return press_button(browser, do, query, account=world.account.pk)


def names(page: str, within: str = 'id="names"') -> str:
    """What is offered in place of the stars, or at ``within``."""
    return page.partition(within)[2].partition("</section>")[0]


def with_zones(world: LiveWorld, *names: str) -> None:
    for name in names:
        world.demo.world.keep(Zone(name, NIC_A, (), ()))


def test_a_real_zone_takes_the_stars_place_in_one_click(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    before = names(browser_of_alice.page(PAGE + ZONES))
    assert 'value="read /domain/zone"' in before
    answer = read(world, browser_of_alice)
    page = names(browser_of_alice.page(answer["Location"]))
    assert 'value="narrow /domain/zone example.com"' in page
    assert "lab.example.com" in page
    assert "just now" in page
    taken = press_button(browser_of_alice, "narrow /domain/zone example.com", ZONES)
    assert rules_of(taken) == ["GET,POST /domain/zone/example.com/record", "GET /me"]
    assert urlsplit(taken["Location"]).fragment == "names"


def test_every_rule_with_that_star_gets_the_name_and_no_other_changes(
    browser_of_alice: Browser,
) -> None:
    query = "?rule=GET,POST+/domain/zone/*&rule=PUT+/domain/zone/*/soa&rule=GET+/vps/*&rule=GET+bad"
    taken = press_button(browser_of_alice, "narrow /domain/zone example.com", query)
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
    answer = press_button(browser_of_alice, f"narrow /domain {name}", query)
    if answer.status_code == 302:
        assert "*%2F" not in answer["Location"]
        (path,) = {word.partition(" ")[2] for word in rules_of(answer)}
        assert path == "/domain/a%2F*" or path == "/domain/*"
    else:
        assert 'value="/domain/*"' in text(answer)


def test_a_blank_of_a_recipe_is_filled_and_the_recipe_taken_in_one_click(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    opened = press_button(browser_of_alice, READ, recipe="certbot-zone", account=world.account.pk)
    page = browser_of_alice.page(opened["Location"])
    assert 'value="name zone example.com"' in names(page, 'id="names-with-zone"')
    taken = press_button(browser_of_alice, "name zone example.com", recipe="certbot-zone")
    assert "GET,PUT,DELETE /domain/zone/example.com/record/*" in rules_of(taken)


def test_the_blank_of_an_operation_is_filled_and_the_next_one_waits(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    key = "GET /domain/zone/{zoneName}/record/{id}"
    opened = press_button(browser_of_alice, READ, open=key, account=world.account.pk)
    page = browser_of_alice.page(opened["Location"])
    assert 'value="name zoneName example.com"' in names(page, 'id="names-zoneName"')
    filled = press_button(browser_of_alice, "name zoneName example.com", open=key)
    assert "with-zoneName=example.com" in filled["Location"]
    assert rules_of(filled) == []
    without_name = "GET /domain/zone/{zoneName}/record"
    taken = press_button(browser_of_alice, "name zoneName example.com", open=without_name)
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
    page = names(browser_of_alice.page(answer["Location"]))
    assert "Main account has none." in page


def test_names_of_any_alphabet_are_offered_and_what_cannot_stand_is_named(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    for name in ("münchen-1", "servidor-ñ", "bad*star", "two words", "a/b", "\u202ehidden"):
        world.demo.world.keep(Service("sms", name, NIC_A, {}))
    answer = read(world, browser_of_alice, "?rule=GET+/sms/*/jobs", "/sms")
    page = names(browser_of_alice.page(answer["Location"]))
    assert 'value="narrow /sms münchen-1"' in page
    assert 'value="narrow /sms a/b"' in page
    unfit = page.partition("Cannot stand in a rule:")[2].partition("</p>")[0]
    for name in ("bad*star", "two words", "\\u202ehidden"):
        assert name in unfit, name
    assert "narrow /sms bad*star" not in page
    taken = press_button(browser_of_alice, "narrow /sms a/b", "?rule=GET+/sms/*/jobs")
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
    with django_assert_num_queries(10):
        page = names(browser_of_alice.page(link))
    assert page.count('value="narrow ') == min(count + 2, 12)
    assert ("more. A part of" in page) == (count == 300)
    if count == 300:
        html = names(browser_of_alice.page(f"{link}&only=299"))
        assert "narrow /domain/zone zone-299.example.org" in html


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
    taken = press_button(browser_of_alice, "narrow-ticked /domain/zone", ZONES, **fields)
    assert rules_of(taken) == [
        "GET,POST /domain/zone/lab.example.com/record",
        "GET,POST /domain/zone/zone-029.example.org/record",
        "GET /me",
    ]
    untouched = text(press_button(browser_of_alice, "narrow-ticked /domain/zone", ZONES))
    assert "Tick a name first." in untouched


def test_more_ticked_names_than_a_key_may_have_paths_change_nothing(
    browser_of_alice: Browser,
) -> None:
    ticked = [f"/domain/zone zone-{number}.example.org" for number in range(501)]
    query = "?rule=GET+/domain/zone/*/soa&rule=GET+/domain/zone/*/record"
    page = text(press_button(browser_of_alice, "narrow-ticked /domain/zone", query, ticked=ticked))
    assert 'value="/domain/zone/*/record"' in page


def test_which_account_is_a_choice_where_there_are_several(
    world: LiveWorld, team: Team, browser_of_alice: Browser
) -> None:
    other = vault.add_account(team, label="Other", endpoint="sandbox", actor=SYSTEM)
    page = text(press_button(browser_of_alice, READ, ZONES))
    assert "Choose an account first" in page
    assert f'<option value="{other.pk}">Other</option>' in page
    answer = read(world, browser_of_alice)
    chosen = browser_of_alice.page(answer["Location"])
    assert f'<option value="{world.account.pk}" selected>' in chosen


def test_the_account_that_was_chosen_is_asked_for_its_applications_first(
    account: Account, browser_of_alice: Browser
) -> None:
    answer = press_button(browser_of_alice, "request", ZONES, account=account.pk)
    assert answer["Location"].endswith(f"/application/?account={account.pk}")


def test_the_wizard_offers_the_names_of_its_own_account(
    wizard: WizardDriver, world: LiveWorld
) -> None:
    draft = wizard.start("rule=GET+/domain/zone/*/record")
    wizard.answer(draft, "application", application=wizard.application.pk)
    rows = {"rules-TOTAL_FORMS": 1, "rules-0-methods": "GET"}
    path = {"rules-0-path": "/domain/zone/*/record"}
    answer = wizard.answer(draft, "rights", do=READ, **rows, **path)
    assert answer["Location"] == f"{draft}rights/#names"
    assert "narrow /domain/zone example.com" in names(wizard.browser.page(f"{draft}rights/"))
    wizard.answer(draft, "rights", do="narrow /domain/zone example.com", **rows, **path)
    assert 'value="/domain/zone/example.com/record"' in wizard.browser.page(f"{draft}rights/")
