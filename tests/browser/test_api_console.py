"""The API console in a browser: read, page on, change something, and be refused and helped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from credentials.core import AuditAction, Outcome
from credentials.models import Account, AuditEntry, ConsumerKey, Person
from credentials.teams import AccessTerms
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from sandbox.state.quirks import Quirks
from tests.browser.console_page import ConsolePage
from tests.live_world import LiveWorld, take_over
from tests.people import change_access

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SECRET = "planted-secret"
RECORDS = "/api-console/operation/?operation=POST+/domain/zone/example.com/record"


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    """Alice's account with a key for everything beside the management key, writes allowed."""
    stands = take_over(account, demo, sandbox_server)
    stands.store("terraform laptop")
    terms = AccessTerms(allows_api_writes=True)
    change_access(account.team, terms)
    return stands


def call(console: ConsolePage) -> None:
    console.click("Call")
    expect(console.page.locator("#answer")).to_be_visible()


def choose(console: ConsolePage, label: str) -> None:
    console.page.get_by_label("Key", exact=True).select_option(label=label)


def confirm_in_a_new_tab(console: ConsolePage) -> None:
    with console.page.context.expect_page() as opened:
        console.click("Confirm in a new tab", role="link")
    confirming = ConsolePage(opened.value, console.origin)
    confirming.confirm()
    confirming.page.close()


def management_label(world: LiveWorld) -> str:
    key = ConsumerKey.objects.get(manages=world.account)
    return f"{key.label} · Main account · sandbox"


def test_an_operation_is_found_and_read(
    console: ConsolePage, alice: Person, world: LiveWorld
) -> None:
    console.sign_in(alice)
    console.follow("API console")
    console.check_everywhere()
    console.fill("Words of its path, or what it does", "zone")
    console.page.keyboard.press("Enter")
    console.expect_text("/domain/zone/{zoneName}")
    console.check_everywhere()
    console.page.get_by_role("link", name="GET /domain/zone", exact=True).click()
    console.page.wait_for_url("**/operation/**")
    call(console)
    console.expect_text("lab.example.com")
    console.check_everywhere()
    console.open("/api-console/operation/?operation=GET+/me")
    call(console)
    console.expect_text('"nichandle": "aa11111-ovh"')


def test_a_list_of_the_second_branch_is_read_page_by_page(
    console: ConsolePage, alice: Person, world: LiveWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.sandbox, "quirks", Quirks(cursor_size=1))
    console.sign_in(alice)
    console.open("/api-console/operation/?operation=GET+/v2/iam/resource")
    call(console)
    shown = console.page.locator("#answer-text")
    first = shown.inner_text()
    console.click("Next page")
    expect(shown).not_to_have_text(first)


def test_a_record_is_made_once_the_method_is_typed_and_the_person_confirmed(
    console: ConsolePage, alice: Person, world: LiveWorld
) -> None:
    console.sign_in(alice)
    console.open(RECORDS)
    console.page.get_by_role("combobox", name="fieldType").select_option("TXT")
    console.fill("target", "hello")
    console.fill("Type POST to go on", "POST")
    console.click("Call")
    console.expect_text("Confirm who you are")
    console.check_everywhere()
    confirm_in_a_new_tab(console)
    call(console)
    console.expect_text('"target": "hello"')
    console.check_everywhere()
    entries = AuditEntry.objects.filter(action=AuditAction.API_CALLED).order_by("seq")
    assert [entry.outcome for entry in entries] == [Outcome.STARTED, Outcome.DONE]
    assert entries[0].details["method"] == "POST"


def test_a_body_that_is_too_large_is_told_and_kept(
    console: ConsolePage, alice: Person, world: LiveWorld
) -> None:
    console.sign_in(alice)
    console.open("/api-console/operation/?operation=POST+/v2/iam/policy")
    body = console.page.locator('[name="body-permissions"]')
    body.evaluate("area => { area.value = '{'.repeat(2000000) }")
    console.click("Call")
    expect(console.page.locator("#messages")).to_contain_text("more than a page takes")
    assert body.evaluate("area => area.value.length") == 2_000_000
    assert all("413" in error for error in console.console_errors)
    console.console_errors.clear()


def test_a_team_writes_nothing_unless_its_policy_lets_it(
    console: ConsolePage, alice: Person, world: LiveWorld
) -> None:
    change_access(world.account.team, AccessTerms())
    console.sign_in(alice)
    console.open(RECORDS)
    console.expect_text("lets the API console read only")


def test_a_refused_call_leads_to_a_key_that_can(
    console: ConsolePage, alice: Person, world: LiveWorld
) -> None:
    console.sign_in(alice)
    console.open("/api-console/operation/?operation=GET+/v2/iam/policy")
    choose(console, management_label(world))
    console.expect_text("No rule is about GET /v2/iam/policy.")
    console.click("Call")
    console.expect_text("rights do not allow GET /v2/iam/policy.")
    console.check_everywhere()
    console.click("Use terraform laptop · Main account · sandbox")
    console.expect_text("GET /* allows it.")
    call(console)
    console.expect_text("dnsZone:apiovh:*")


def test_a_refused_call_is_explained_and_becomes_a_new_key(
    console: ConsolePage, alice: Person, world: LiveWorld
) -> None:
    console.sign_in(alice)
    console.open("/api-console/operation/?operation=GET+/v2/iam/policy")
    choose(console, management_label(world))
    console.expect_text("No rule is about GET /v2/iam/policy.")
    console.follow("Why, and which keys can")
    expect(console.page.locator("#answer")).to_contain_text("No rule is about GET /iam/policy.")
    console.page.go_back()
    choose(console, management_label(world))
    console.click("Call")
    console.expect_text("rights do not allow GET /v2/iam/policy.")
    console.click("Why, and which keys can")
    expect(console.page.locator("#answer")).to_contain_text("No rule is about GET /iam/policy.")
    console.check()
    console.click("New key with these rights")
    console.confirm()
    console.expect_text("Check before requesting")
    console.expect_text("/iam/policy")


def test_a_refusal_is_explained_by_what_came_back(
    console: ConsolePage, alice: Person, world: LiveWorld
) -> None:
    for key in world.demo.world.credentials.values():
        world.demo.world.keep(replace(key, allowed_ips=("192.0.2.7/32",)))
    console.sign_in(alice)
    console.open("/api-console/operation/?operation=GET+/me/bill")
    choose(console, "terraform laptop · Main account · sandbox")
    console.click("Call")
    console.expect_text("This credential cannot be used from this address")
    console.click("Why, and which keys can")
    expect(console.page.locator("#answer")).to_contain_text("may not be used from the address")
    assert console.page.url.endswith("/explain/#answer")
    console.check()


def test_a_secret_stays_masked_until_it_is_revealed(
    each_screen: ConsolePage, alice: Person, world: LiveWorld
) -> None:
    console = each_screen
    (policy,) = world.demo.world.policies.values()
    held = {"operator": "MATCH", "values": {"token": SECRET}}
    world.demo.world.keep(replace(policy, conditions=held))
    console.sign_in(alice)
    console.open(f"/api-console/operation/?operation=GET+/v2/iam/policy/{policy.id}")
    choose(console, "terraform laptop · Main account · sandbox")
    call(console)
    console.expect_text("••••••••")
    console.check()
    reveal = console.page.locator('[value="reveal"]')
    reveal.click()
    console.expect_text("Confirm who you are")
    assert SECRET not in console.page.content()
    confirm_in_a_new_tab(console)
    reveal.click()
    expect(console.page.locator("reveal-secret .value")).to_have_text(SECRET)
    assert SECRET not in console.page.locator("#answer-text").inner_text()
    assert console.page.content().count(SECRET) == 1
    console.check()


def test_a_change_of_the_second_branch_starts_from_the_present_state(
    console: ConsolePage, alice: Person, world: LiveWorld
) -> None:
    (policy,) = world.demo.world.policies.values()
    console.sign_in(alice)
    console.open(f"/api-console/operation/?operation=PUT+/v2/iam/policy/{policy.id}")
    choose(console, "terraform laptop · Main account · sandbox")
    console.expect_text("PUT /* allows it.")
    console.click("Fill in the present state")
    console.expect_text("A field that is left out is applied as empty.")
    expect(console.page.locator('[name="body-name"]')).to_have_value(policy.name)
    console.check()


def test_what_is_typed_while_the_chosen_key_is_checked_is_kept(
    console: ConsolePage, alice: Person, world: LiveWorld
) -> None:
    console.sign_in(alice)
    console.open(RECORDS)
    choose(console, "terraform laptop · Main account · sandbox")
    console.expect_text("POST /* allows it.")
    choose(console, management_label(world))
    console.fill("target", "hello")
    console.fill("Type POST to go on", "POST")
    console.expect_text("No rule is about POST /domain/zone/example.com/record.")
    expect(console.page.get_by_label("Key", exact=True)).to_have_value(
        str(ConsumerKey.objects.get(manages=world.account).pk)
    )
    expect(console.page.locator('[name="body-target"]')).to_have_value("hello")
    expect(console.page.locator('[name="typed"]')).to_have_value("POST")


def test_names_below_a_thing_are_offered_once_that_is_filled_in(
    console: ConsolePage, alice: Person, world: LiveWorld
) -> None:
    console.sign_in(alice)
    console.open("/api-console/operation/?operation=GET+/domain/zone/{zoneName}/record/{id}")
    choose(console, "terraform laptop · Main account · sandbox")
    console.click("Load the names: DNS zones")
    expect(console.page.locator('option[value="example.com"]')).to_be_attached()
    console.fill("zoneName", "example.com")
    console.page.keyboard.press("Tab")
    console.click("Load the names: id")
    ids = console.page.locator("#path-id-names option")
    expect(ids.first).to_be_attached()
    console.fill("id", ids.first.get_attribute("value") or "")
    call(console)
    console.expect_text('"zone": "example.com"')
