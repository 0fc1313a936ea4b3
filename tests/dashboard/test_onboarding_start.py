"""Where a new key begins: a tool, an account, a zone; the rest is proposed and shown."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import KeyState, Role
from credentials.models import Account, Application, ConsumerKey, KeyRequest, Person
from credentials.rights import RECIPES, rules_to_api
from tests.dashboard.wizard_driver import WizardDriver
from tests.people import Browser, sign_in

START = "/keys/new/"


def text(answer: Any) -> str:
    return html.unescape(str(answer.content.decode()))


def take(
    wizard: WizardDriver,
    browser: Browser | None = None,
    *,
    zone: str = "Example.com.",
    account: object = None,
) -> Any:
    """The form of the certbot recipe, sent."""
    where = wizard.account.pk if account is None else account
    sent = {"recipe": "certbot-zone", "with-zone": zone, "account": where}
    return (browser or wizard.browser).post(START, sent, follow=True)


def store_key(application: Application, *, label: str, zone: str, addresses: list[str]) -> None:
    rules = rules_to_api(RECIPES["certbot-zone"].rules(zone=zone))
    vault.store_consumer_key(
        application,
        metadata=vault.EntryMetadata(label=label),
        secret=f"planted0key0of0{zone}"[:32],
        state=KeyState.VALIDATED,
        rules=rules,
        allowed_ips=addresses,
        actor=SYSTEM,
    )


def test_a_tool_and_a_zone_lead_to_the_review_of_everything_proposed(wizard: WizardDriver) -> None:
    page = text(take(wizard))
    for words in (
        "Check before requesting",
        "certbot example.com",
        "dns-updater",
        "owned by alice@example.com",
        "whoever has the key can use it",
        "/domain/zone/example.com/record/*",
    ):
        assert words in page, words
    draft = take(wizard).redirect_chain[-1][0].removesuffix("review/")
    wizard.answer(draft, "review")
    assert KeyRequest.objects.get().consumer_key.label == "certbot example.com"


def test_every_tool_is_on_the_page_and_found_by_what_it_is_called(wizard: WizardDriver) -> None:
    page = wizard.browser.page(START)
    for slug in RECIPES:
        assert f'href="{START}?recipe={slug}"' in page, slug
    narrowed = wizard.browser.page(f"{START}?q=proxmox&account={wizard.account.pk}")
    assert f'?recipe=acme-sh-zone&amp;account={wizard.account.pk}"' in narrowed
    assert "certbot-zone" not in narrowed
    assert "No recipe is called so" in wizard.browser.page(f"{START}?q=no+such+tool+anywhere")


def test_the_recipe_opens_with_what_it_can_do_and_one_account_is_not_asked_about(
    wizard: WizardDriver,
) -> None:
    page = text(wizard.browser.get(f"{START}?recipe=certbot-zone"))
    assert "Cannot touch another zone" in page
    assert f'type="hidden" name="account" value="{wizard.account.pk}"' in page


def test_without_an_account_the_way_to_one_is_shown(browser_of_alice: Browser) -> None:
    page = text(browser_of_alice.get(f"{START}?recipe=certbot-zone"))
    assert "No account to ask a key of" in page
    assert "Next: review" not in page


def test_who_may_not_store_is_shown_no_way_to_paste(
    wizard: WizardDriver, teammate: Callable[[Role], Person]
) -> None:
    assert "/keys/paste/" in wizard.browser.page(START)
    page = sign_in(teammate(Role.REQUESTER)).page(START)
    assert "/keys/paste/" not in page
    assert "/keys/take-in/" not in page


def test_of_several_accounts_none_is_guessed(wizard: WizardDriver) -> None:
    other = vault.add_account(
        wizard.account.team, label="Another", endpoint="sandbox", actor=SYSTEM
    )
    page = text(take(wizard, account=""))
    assert "This field is required." in page
    assert 'value="Example.com."' in page
    page = text(wizard.browser.get(f"{START}?recipe=certbot-zone&account={other.pk}"))
    assert f'<option value="{other.pk}" selected>' in page


def test_a_bad_zone_is_said_beside_it_and_kept(wizard: WizardDriver) -> None:
    page = text(take(wizard, zone="example.com/*"))
    assert "is no name of a DNS zone" in page
    assert 'value="example.com/*"' in page
    assert "This field is required." in text(take(wizard, zone=""))


def test_application_and_addresses_are_those_of_a_key_of_the_same_tool(
    wizard: WizardDriver,
) -> None:
    tool = vault.store_application(
        wizard.account,
        metadata=vault.EntryMetadata(label="web-1"),
        application_key="00112233aabbccdd",
        secret="0" * 32,
        actor=SYSTEM,
    )
    store_key(tool, label="certbot example.org", zone="example.org", addresses=["192.0.2.7/32"])
    page = text(take(wizard))
    assert "Application and addresses are proposed as" in page
    assert "certbot example.org" in page
    assert "00112233aabbccdd" in page
    assert "192.0.2.7/32" in page
    assert "example.org/record" not in page


def test_a_label_that_is_taken_gets_a_number(wizard: WizardDriver) -> None:
    store_key(wizard.application, label="certbot example.com", zone="example.com", addresses=[])
    assert "certbot example.com 2" in text(take(wizard))


def test_a_key_like_another_is_asked_for_at_once_with_its_rights_and_addresses(
    wizard: WizardDriver,
) -> None:
    store_key(
        wizard.application, label="web-1 certs", zone="example.org", addresses=["192.0.2.7/32"]
    )
    key = ConsumerKey.objects.get()
    entry = wizard.browser.page(f"/vault/{key.pk}/")
    assert f'href="{START}?like={key.pk}"' in entry
    page = text(wizard.browser.get(f"{START}?like={key.pk}", follow=True))
    for words in ("Check before requesting", "web-1 certs 2", "192.0.2.7/32", "example.org"):
        assert words in page, words


def test_the_label_of_rights_that_are_a_recipes_is_proposed_in_the_steps(
    wizard: WizardDriver,
) -> None:
    rules = "&".join(
        f"rule={rule.method}+{rule.path}"
        for rule in RECIPES["certbot-zone"].rules(zone="a.example")
    )
    draft = wizard.start(f"{rules}")
    wizard.answer(draft, "application", application=wizard.application.pk)
    wizard.answer(draft, "addresses", addresses="")
    assert 'value="certbot a.example"' in wizard.browser.page(f"{draft}details/")


def test_an_answer_that_is_changed_leads_back_to_the_review(wizard: WizardDriver) -> None:
    draft = take(wizard).redirect_chain[-1][0].removesuffix("review/")
    assert "Next: review" in wizard.browser.page(f"{draft}addresses/")
    changed = wizard.answer(draft, "addresses", addresses="192.0.2.9")
    assert changed["Location"] == f"{draft}review/"


def test_without_an_application_createtoken_is_filled_in_and_the_values_are_pasted(
    wizard: WizardDriver,
) -> None:
    vault.archive(wizard.application, actor=SYSTEM)
    answer = take(wizard)
    page = text(answer)
    assert "createToken" in page
    assert "POST=/domain/zone/example.com/record" in page
    draft = answer.redirect_chain[-1][0].split("/")[-3]
    paste = text(wizard.browser.get(f"/keys/paste/?draft={draft}"))
    assert 'value="certbot example.com"' in paste
    assert f'<option value="{wizard.account.pk}" selected>' in paste


def test_who_may_not_paste_is_told_who_may(
    wizard: WizardDriver, teammate: Callable[[Role], Person]
) -> None:
    vault.archive(wizard.application, actor=SYSTEM)
    bob = sign_in(teammate(Role.REQUESTER)).confirm()
    page = text(take(wizard, bob))
    assert "No application of Main account is stored that a key could be asked of." in page


def test_an_account_of_another_team_is_not_there(
    wizard: WizardDriver, charlie: Person, account: Account
) -> None:
    answer = take(wizard, sign_in(charlie).confirm(), account=account.pk)
    assert answer.status_code == 404
