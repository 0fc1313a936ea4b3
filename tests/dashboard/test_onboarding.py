"""The wizard asks five questions, loses nothing, and ends in one request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, KeyState, Outcome, Role
from credentials.models import (
    AuditEntry,
    ConsumerKey,
    KeyRequest,
    Person,
)
from tests.dashboard.wizard_driver import WizardDriver
from tests.people import sign_in

Teammate = Callable[[Role], Person]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_answers_become_one_sealed_pending_key(wizard: WizardDriver) -> None:
    key_request = wizard.ask()
    key, asked = key_request.consumer_key, wizard.credential(key_request)
    assert (key.state, key.label) == (KeyState.PENDING, "certbot on web-1")
    assert vault.reveal(key, actor=SYSTEM).expose() == asked.consumer_key
    assert asked.allowed_ips == ("127.0.0.1/32", "192.0.2.7/32")
    assert asked.rules == (("GET", "/domain/zone/*"), ("POST", "/domain/zone/*"), ("GET", "/me"))


def test_ovhcloud_sends_the_person_back_to_this_console(wizard: WizardDriver) -> None:
    redirection = wizard.credential(wizard.ask()).redirection
    assert redirection.startswith("https://testserver/ovh/callback/")


def test_each_page_shows_what_was_answered_so_far(wizard: WizardDriver) -> None:
    draft = wizard.reach_review(label="certbot on web-1")
    page = wizard.browser.page(f"{draft}review/")
    for answer in ("dns-updater", "3 rules", "192.0.2.7/32", "certbot on web-1"):
        assert answer in page
    assert "It offers one day first" in page


def test_back_and_reload_find_every_answer(wizard: WizardDriver) -> None:
    draft = wizard.reach_review(addresses="192.0.2.9/24 office.example.com")
    assert "192.0.2.9/24 office.example.com" in wizard.browser.page(f"{draft}addresses/")
    assert 'value="/domain/zone/*"' in wizard.browser.page(f"{draft}rights/")


def test_a_page_too_far_ahead_leads_to_the_first_open_question(wizard: WizardDriver) -> None:
    draft = wizard.start("own=on")
    answer = wizard.browser.get(f"{draft}review/")
    assert answer["Location"] == f"{draft}application/"


def test_a_draft_that_is_not_kept_any_more_starts_anew(wizard: WizardDriver) -> None:
    answer = wizard.browser.get("/keys/new/nonsense/rights/", follow=True)
    assert answer.redirect_chain[0][0] == "/keys/new/"
    assert "It starts anew" in text(answer)


def test_a_draft_that_another_version_kept_starts_anew(wizard: WizardDriver) -> None:
    draft = wizard.reach_review()
    session = wizard.browser.session
    for kept in session["new_keys"].values():
        kept["card"] = kept.pop("details")
    session.save()
    answer = wizard.browser.get(f"{draft}review/", follow=True)
    assert "It starts anew" in text(answer)


def test_two_tabs_keep_their_answers_apart(wizard: WizardDriver) -> None:
    first, second = wizard.reach_review(label="first"), wizard.reach_review(label="second")
    assert "first" in wizard.browser.page(f"{first}review/")
    assert "second" in wizard.browser.page(f"{second}review/")


def test_one_draft_asks_once_however_often_it_is_sent(wizard: WizardDriver) -> None:
    draft = wizard.reach_review()
    first, second = wizard.answer(draft, "review"), wizard.answer(draft, "review")
    assert first["Location"] == second["Location"]
    assert KeyRequest.objects.count() == 1


def test_a_recipe_an_account_and_rules_can_be_answered_in_advance(wizard: WizardDriver) -> None:
    draft = wizard.start(f"own=on&recipe=keydesk&account={wizard.account.pk}")
    wizard.answer(draft, "application", application=wizard.application.pk)
    assert "/me/api/credential/*" in wizard.browser.page(f"{draft}rights/")


def test_the_log_of_a_tool_is_answered_with_rules_and_not_kept(wizard: WizardDriver) -> None:
    draft = wizard.start()
    wizard.answer(draft, "application", application=wizard.application.pk)
    log = "POST https://eu.api.ovh.com/1.0/domain/zone/example.com/record -> 200"
    page = text(wizard.answer(draft, "rights", do="propose", log=log))
    assert "Add this rule" in page
    assert wizard.answer(draft, "rights", do="learn", log=log).status_code == 302
    page = wizard.browser.page(f"{draft}rights/")
    assert 'value="/domain/zone/example.com/record"' in page
    assert "eu.api.ovh.com/1.0" not in page


def test_no_rule_is_said_and_nothing_moves_on(wizard: WizardDriver) -> None:
    draft = wizard.start("own=on")
    wizard.answer(draft, "application", application=wizard.application.pk)
    page = text(wizard.answer(draft, "rights", do="next"))
    assert "A key needs at least one rule" in page


def test_a_bad_rule_is_said_beside_its_row_and_all_else_is_kept(wizard: WizardDriver) -> None:
    draft = wizard.start("own=on")
    wizard.answer(draft, "application", application=wizard.application.pk)
    rows = {
        "rules-TOTAL_FORMS": "2",
        "rules-0-methods": "GET",
        "rules-0-path": "domain/zone",
        "rules-1-methods": ["GET", "PUT"],
        "rules-1-path": "/me",
    }
    page = text(wizard.answer(draft, "rights", do="next", **rows))
    assert "“domain/zone” is no path" in page
    assert 'value="/me"' in page
    assert 'value="domain/zone"' in wizard.browser.page(f"{draft}rights/")


def test_much_too_long_a_text_is_said_and_not_kept(wizard: WizardDriver) -> None:
    draft = wizard.start()
    wizard.answer(draft, "application", application=wizard.application.pk)
    page = text(wizard.answer(draft, "addresses", addresses="192.0.2.7\n" * 5_000))
    assert "What follows the first 1000 addresses is not read." in page
    assert wizard.browser.get(f"{draft}review/")["Location"] == f"{draft}addresses/"


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("status=500", "OVHcloud has a fault of its own"),
        ("html=200", "A web page came back"),
        ("empty", "is empty"),
        ("hang=30", "did not answer"),
    ],
)
@pytest.mark.usefixtures("short_timeouts")
def test_a_failing_ovhcloud_is_explained_and_every_answer_stays(
    wizard: WizardDriver, fault: str, cause: str
) -> None:
    draft = wizard.reach_review()
    wizard.fail(f"{fault} path=/auth/credential")
    page = text(wizard.browser.post(f"{draft}review/", follow=True))
    assert cause in page
    assert "certbot on web-1" in page
    assert not ConsumerKey.objects.exists()
    started, failed = AuditEntry.objects.filter(action=AuditAction.KEY_REQUESTED).order_by("seq")
    assert started.outcome == Outcome.STARTED
    assert (failed.outcome, failed.subject) == (Outcome.FAILED, "dns-updater")


def test_a_key_that_may_have_been_made_all_the_same_is_said_to_do_no_harm(
    wizard: WizardDriver,
) -> None:
    draft = wizard.reach_review()
    wizard.fail("reset path=/auth/credential")
    page = text(wizard.browser.post(f"{draft}review/", follow=True))
    assert "it opens nothing: nobody can validate it. Request it again in a minute." in page


def test_a_requester_may_ask_for_a_key_and_may_not_paste_one(
    wizard: WizardDriver, teammate: Teammate
) -> None:
    bob = sign_in(teammate(Role.REQUESTER)).confirm()
    page = text(bob.get("/keys/new/?own=on", follow=True))
    assert "Use dns-updater" in page
    assert "Keys are pasted by an admin or an operator" in page
    assert bob.get("/keys/paste/").status_code == 403


def test_an_auditor_may_not_ask_and_the_log_says_so(
    wizard: WizardDriver, teammate: Teammate
) -> None:
    assert sign_in(teammate(Role.AUDITOR)).get("/keys/new/").status_code == 403
    assert AuditEntry.objects.filter(action=AuditAction.ACCESS_DENIED).exists()


def test_the_session_holds_no_secret_of_the_new_key(wizard: WizardDriver) -> None:
    asked = wizard.credential(wizard.ask())
    session_text = str(dict(wizard.browser.session))
    assert "certbot on web-1" in session_text
    for secret in (asked.consumer_key, asked.token, asked.redirection.split("/")[-2]):
        assert secret not in session_text


def test_the_start_page_is_the_menus_new_key(wizard: WizardDriver) -> None:
    assert reverse("onboarding:start") == "/keys/new/"
    answer = wizard.browser.get(f"/keys/new/?own=on&account={wizard.account.pk}")
    assert answer["Location"].endswith(f"/application/?account={wizard.account.pk}")


def test_an_endpoint_that_is_gone_from_the_settings_is_named(
    wizard: WizardDriver, settings: Any
) -> None:
    draft = wizard.reach_review()
    settings.OVH_EXTRA_ENDPOINTS = ""
    page = text(wizard.browser.post(f"{draft}review/", follow=True))
    assert "No endpoint is called “sandbox”" in page
    assert "certbot on web-1" in page


def test_a_draft_whose_answer_was_lost_on_the_way_finds_the_request_it_led_to(
    wizard: WizardDriver,
) -> None:
    """A process that is killed after the request is kept has not kept the session."""
    draft = wizard.reach_review()
    before = dict(wizard.browser.session)
    first = wizard.answer(draft, "review")
    session = wizard.browser.session
    session.update(before)
    session.save()
    assert "This key is requested already." in wizard.browser.page(f"{draft}review/")
    assert wizard.answer(draft, "review")["Location"] == first["Location"]
    assert KeyRequest.objects.count() == 1


def test_a_draft_that_ovhcloud_is_being_asked_for_is_not_sent_again(wizard: WizardDriver) -> None:
    draft = wizard.reach_review()
    person = Person.objects.get()
    cache.add(f"asking:{person.pk}:draft:{draft.rstrip('/').rsplit('/', 1)[1]}", "")
    page = text(wizard.browser.post(f"{draft}review/", follow=True))
    assert "OVHcloud is being asked for this key just now." in page
    assert not KeyRequest.objects.exists()
