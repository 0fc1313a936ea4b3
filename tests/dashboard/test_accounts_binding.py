"""Whose OVHcloud account it is: asked where a key told it, answered by who manages accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, KeyState, Role, RowChangedOutside
from credentials.models import Account, AuditEntry, ConsumerKey, KeyRequest, Person
from sandbox.demo_world import NIC_A, NIC_B
from tests.dashboard.test_onboarding_paste import PAGE, typed
from tests.dashboard.wizard_driver import WizardDriver
from tests.people import Browser, rewrite, sign_in

Teammate = Callable[[Role], Person]
QUESTION = f'OVHcloud says this key belongs to <b class="mono">{NIC_A}</b>. Is that Main account?'
YES = f"Yes, this is {NIC_A}"


@pytest.fixture
def unbound(wizard: WizardDriver) -> WizardDriver:
    """The way of a new key into an account that nobody has bound yet."""
    rewrite(Account.objects.all(), nic="")
    wizard.account.refresh_from_db()
    return wizard


def answer(browser: Browser, account: Account, **given: Any) -> Any:
    page = reverse("accounts:detail", args=[account.pk])
    return browser.post(
        reverse("accounts:confirm", args=[account.pk]),
        {"nic": NIC_A, "answer": "yes", **given},
        HTTP_REFERER=f"https://testserver{page}",
        follow=True,
    )


def message_of(answered: Any) -> str:
    return str(answered.content.decode())


def test_a_requesters_consent_binds_no_account(unbound: WizardDriver, teammate: Teammate) -> None:
    """The case itself: who may ask for keys ties a fresh account to a customer of their choice."""
    browser = sign_in(teammate(Role.REQUESTER)).confirm()
    wizard = WizardDriver(
        browser, unbound.account, unbound.application, unbound.demo, unbound.sandbox
    )
    key_request = wizard.ask()
    wizard.decide(key_request, nic=NIC_B)
    wizard.come_back(key_request)
    unbound.account.refresh_from_db()
    key = KeyRequest.objects.get().consumer_key
    assert (unbound.account.nic, key.state, key.nic) == ("", KeyState.UNCONFIRMED, NIC_B)
    page = wizard.page(key_request)
    assert f'belongs to <b class="mono">{NIC_B}</b>. Is that Main account?' in page
    assert "An admin or an operator can do this." in page
    assert f"Yes, this is {NIC_B}" not in page
    assert answer(browser, unbound.account, nic=NIC_B).status_code == 403

    own = unbound.browser.post(PAGE, typed(unbound, unbound.demo.management(NIC_A)), follow=True)
    assert QUESTION in message_of(own)
    answer(unbound.browser, unbound.account)
    assert KeyRequest.objects.get().consumer_key.state == KeyState.FOREIGN
    assert ConsumerKey.objects.get(nic=NIC_A).state == KeyState.VALIDATED


@pytest.mark.parametrize("is_refused", [True, False])
def test_a_key_that_is_set_apart_is_opened_by_no_changed_row(
    unbound: WizardDriver, is_refused: bool
) -> None:
    """Somebody writes into the database that the key is validated, which the log does not say."""
    key_request = unbound.ask()
    unbound.decide(key_request, nic=NIC_B)
    unbound.come_back(key_request)
    if is_refused:
        vault.refuse_binding(unbound.account, NIC_B, actor=SYSTEM)
    key = ConsumerKey.objects.get(pk=key_request.consumer_key_id)
    assert key.state == (KeyState.FOREIGN if is_refused else KeyState.UNCONFIRMED)
    ConsumerKey.objects.filter(pk=key.pk).update(state=KeyState.VALIDATED)
    for purpose in ("a call", "another"):
        with pytest.raises(RowChangedOutside):
            vault.use(key, actor=SYSTEM, purpose=purpose)
    ConsumerKey.objects.filter(pk=key.pk).update(state=key.state)
    vault.bind_account(unbound.account, NIC_B, seen="", actor=SYSTEM)
    assert vault.use(key, actor=SYSTEM, purpose="a call")


def test_who_manages_accounts_answers_on_the_page_they_come_back_to(unbound: WizardDriver) -> None:
    key_request = unbound.ask()
    unbound.decide(key_request)
    unbound.come_back(key_request)
    page = unbound.page(key_request)
    assert QUESTION in page
    assert YES in page
    key = KeyRequest.objects.get().consumer_key
    answered = answer(unbound.browser, unbound.account, manages=key.pk)
    key.refresh_from_db()
    unbound.account.refresh_from_db()
    assert (unbound.account.nic, key.state) == (NIC_A, KeyState.VALIDATED)
    assert unbound.account.management_key == key
    assert YES not in message_of(answered)
    assert "As requested" in unbound.page(key_request)


def test_a_pasted_key_asks_on_its_page_and_remembers_what_it_is_for(unbound: WizardDriver) -> None:
    own = unbound.demo.management(NIC_A)
    pasted = unbound.browser.post(PAGE, typed(unbound, own, manages="on"), follow=True)
    key = ConsumerKey.objects.get()
    assert pasted.redirect_chain == [(f"/vault/{key.pk}/?manages=on", 302)]
    page = message_of(pasted)
    assert QUESTION in page
    assert f'name="manages" id="binding-manages" value="{key.pk}" checked' in page
    assert "Closed until its OVHcloud account is confirmed." in page
    assert "Not exported until its OVHcloud account is confirmed." in page


def test_a_no_sets_the_key_apart_and_says_so(unbound: WizardDriver) -> None:
    key_request = unbound.ask()
    unbound.decide(key_request)
    unbound.come_back(key_request)
    answer(unbound.browser, unbound.account, answer="no")
    unbound.account.refresh_from_db()
    assert (unbound.account.nic, ConsumerKey.objects.get().state) == ("", KeyState.FOREIGN)
    page = unbound.page(key_request)
    assert "Main account is another account: somebody who manages accounts said so." in page


def test_the_overview_and_the_account_ask_once_for_all_keys_of_an_account(
    unbound: WizardDriver,
) -> None:
    for key in (unbound.planned("terraform laptop"), unbound.demo.management(NIC_A)):
        unbound.browser.post(PAGE, typed(unbound, key, label=key.label))
    needs = unbound.browser.page("/")
    assert needs.count(f"A key says that Main account is the OVHcloud account {NIC_A}.") == 1
    page = unbound.browser.page(reverse("accounts:detail", args=[unbound.account.pk]))
    assert "OVHcloud says these keys belong to" in page
    assert page.count(YES) == 1


@pytest.mark.parametrize("given", [{"answer": ""}, {"answer": "perhaps"}, {"manages": "nonsense"}])
def test_an_incomplete_answer_changes_nothing(unbound: WizardDriver, given: dict[str, str]) -> None:
    unbound.browser.post(PAGE, typed(unbound, unbound.demo.management(NIC_A)))
    assert "the answer is not complete" in message_of(
        answer(unbound.browser, unbound.account, **given)
    )
    assert ConsumerKey.objects.get().state == KeyState.UNCONFIRMED


def test_rebinding_says_what_it_means_and_is_logged(wizard: WizardDriver) -> None:
    wizard.browser.post(PAGE, typed(wizard, wizard.demo.management(NIC_A), manages="on"))
    url = reverse("accounts:rebind", args=[wizard.account.pk])
    page = wizard.browser.page(url)
    for words in (
        "are set apart (at most 1)",
        "pasted key is the management key no longer.",
        "What was read of the account is deleted here",
        "told of the new account become its own.",
        f"Keep {NIC_A}",
    ):
        assert words in page
    wizard.browser.post(url, {"nic": f" {NIC_B} ", "seen": NIC_A})
    wizard.account.refresh_from_db()
    assert (wizard.account.nic, wizard.account.management_key) == (NIC_B, None)
    assert ConsumerKey.objects.get().state == KeyState.FOREIGN
    bound = AuditEntry.objects.filter(action=AuditAction.ACCOUNT_BOUND, actor="alice@example.com")
    assert bound.get().details == {"nic": NIC_B, "nic before": NIC_A}


@pytest.mark.parametrize("nic", ["", "two words", "<b>", "a" * 65])
def test_what_is_no_account_id_is_refused_beside_the_field(wizard: WizardDriver, nic: str) -> None:
    url = reverse("accounts:rebind", args=[wizard.account.pk])
    assert wizard.browser.post(url, {"nic": nic, "seen": NIC_A}).status_code == 200
    wizard.account.refresh_from_db()
    assert wizard.account.nic == NIC_A


def test_a_page_that_is_old_rebinds_nothing(wizard: WizardDriver) -> None:
    vault.bind_account(wizard.account, NIC_B, seen=NIC_A, actor=SYSTEM)
    url = reverse("accounts:rebind", args=[wizard.account.pk])
    page = message_of(wizard.browser.post(url, {"nic": "cc33333-ovh", "seen": NIC_A}))
    assert f"In the meantime Main account became the OVHcloud account {NIC_B}." in page


def test_a_request_is_not_made_again_for_a_key_that_waits_for_the_answer(
    unbound: WizardDriver,
) -> None:
    key_request = unbound.ask()
    unbound.decide(key_request)
    unbound.post("again", key_request)
    assert KeyRequest.objects.get().consumer_key.state == KeyState.UNCONFIRMED


def test_a_key_whose_account_is_not_told_is_asked_about_and_waits(
    unbound: WizardDriver, browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    account = consumer_key.account
    rewrite(ConsumerKey.objects.filter(pk=consumer_key.pk), state=KeyState.UNCONFIRMED, nic="")
    rewrite(Account.objects.filter(pk=account.pk), nic="")
    page = browser_of_alice.page(reverse("accounts:detail", args=[account.pk]))
    assert "does not say which account they belong to" in page
    assert reverse("accounts:rebind", args=[account.pk]) in page
    assert "OVHcloud does not say whether a key is of Main account." in browser_of_alice.page("/")
    rewrite(Account.objects.filter(pk=account.pk), nic=NIC_A)
    page = browser_of_alice.page(reverse("accounts:detail", args=[account.pk]))
    assert f"Yes, they are of {NIC_A}" in page
    answer(browser_of_alice, account, nic="", seen=NIC_A)
    consumer_key.refresh_from_db()
    assert (consumer_key.state, consumer_key.nic) == (KeyState.VALIDATED, NIC_A)
