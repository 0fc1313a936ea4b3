"""The wizard asks five questions, loses nothing, and ends in one request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from credentials import onboarding, vault
from credentials.audit import SYSTEM
from credentials.enums import AuditAction, KeyState, Outcome, Role
from credentials.models import (
    Account,
    Application,
    AuditEntry,
    ConsumerKey,
    KeyRequest,
    LiveApplication,
    Person,
)
from tests.conftest import SECRETS
from tests.dashboard.trip import Trip
from tests.live_world import ALICE, adopt
from tests.people import Browser, sign_in

Teammate = Callable[[Role], Person]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_answers_become_one_sealed_pending_key(trip: Trip) -> None:
    found = trip.ask()
    key, asked = found.consumer_key, trip.credential(found)
    assert (key.state, key.label) == (KeyState.PENDING, "certbot on web-1")
    assert vault.reveal(key, actor=SYSTEM).expose() == asked.consumer_key
    assert asked.allowed_ips == ("127.0.0.1/32", "192.0.2.7/32")
    assert asked.rules == (("GET", "/domain/zone/*"), ("POST", "/domain/zone/*"), ("GET", "/me"))


def test_ovhcloud_sends_the_person_back_to_this_console(trip: Trip) -> None:
    redirection = trip.credential(trip.ask()).redirection
    assert redirection.startswith("https://testserver/ovh/callback/")


def test_each_page_shows_what_was_answered_so_far(trip: Trip) -> None:
    draft = trip.reach_review(label="certbot on web-1")
    page = trip.browser.page(f"{draft}review/")
    for answer in ("dns-updater", "3 rules", "192.0.2.7/32", "certbot on web-1"):
        assert answer in page
    assert "It offers one day first" in page


def test_back_and_reload_find_every_answer(trip: Trip) -> None:
    draft = trip.reach_review(addresses="192.0.2.9/24 office.example.com")
    assert "192.0.2.9/24 office.example.com" in trip.browser.page(f"{draft}addresses/")
    assert 'value="/domain/zone/*"' in trip.browser.page(f"{draft}rights/")


def test_a_page_too_far_ahead_leads_to_the_first_open_question(trip: Trip) -> None:
    draft = trip.start("")
    answer = trip.browser.get(f"{draft}review/")
    assert answer["Location"] == f"{draft}application/"


def test_a_draft_that_is_not_kept_any_more_starts_anew(trip: Trip) -> None:
    answer = trip.browser.get("/keys/new/nonsense/rights/", follow=True)
    assert answer.redirect_chain[0][0] == "/keys/new/"
    assert "It starts anew" in text(answer)


def test_two_tabs_keep_their_answers_apart(trip: Trip) -> None:
    first, second = trip.reach_review(label="first"), trip.reach_review(label="second")
    assert "first" in trip.browser.page(f"{first}review/")
    assert "second" in trip.browser.page(f"{second}review/")


def test_one_draft_asks_once_however_often_it_is_sent(trip: Trip) -> None:
    draft = trip.reach_review()
    first, second = trip.answer(draft, "review"), trip.answer(draft, "review")
    assert first["Location"] == second["Location"]
    assert KeyRequest.objects.count() == 1


def test_a_recipe_an_account_and_rules_can_be_answered_in_advance(trip: Trip) -> None:
    draft = trip.start(f"recipe=keydesk&account={trip.account.pk}")
    trip.answer(draft, "application", application=trip.application.pk)
    assert "/me/api/credential/*" in trip.browser.page(f"{draft}rights/")


def test_no_rule_is_said_and_nothing_moves_on(trip: Trip) -> None:
    draft = trip.start("")
    trip.answer(draft, "application", application=trip.application.pk)
    page = text(trip.answer(draft, "rights", do="next"))
    assert "A key needs at least one rule" in page


def test_a_bad_rule_is_said_beside_its_row_and_all_else_is_kept(trip: Trip) -> None:
    draft = trip.start("")
    trip.answer(draft, "application", application=trip.application.pk)
    rows = {
        "rules-TOTAL_FORMS": "2",
        "rules-0-methods": "GET",
        "rules-0-path": "domain/zone",
        "rules-1-methods": ["GET", "PUT"],
        "rules-1-path": "/me",
    }
    page = text(trip.answer(draft, "rights", do="next", **rows))
    assert "“domain/zone” is no path" in page
    assert 'value="/me"' in page
    assert 'value="domain/zone"' in trip.browser.page(f"{draft}rights/")


@pytest.mark.parametrize("bad", ["office", "192.0.2.0/40", "0.0.0.0/0", "::/0"])
def test_an_address_that_cannot_be_sent_is_named_and_kept(trip: Trip, bad: str) -> None:
    draft = trip.start()
    trip.answer(draft, "application", application=trip.application.pk)
    page = text(trip.answer(draft, "addresses", addresses=f"192.0.2.7 {bad}"))
    assert "192.0.2.7/32" in page
    assert f"192.0.2.7 {bad}</textarea>" in page
    assert not KeyRequest.objects.exists()


def test_the_preview_follows_the_typing(trip: Trip) -> None:
    draft = trip.start()
    trip.answer(draft, "application", application=trip.application.pk)
    typed = {"addresses": "192.0.2.9/24"}
    part = text(trip.browser.post(f"{draft}addresses/", typed, headers={"HX-Request": "true"}))
    assert part.startswith('<div class="stack tight" id="preview"')
    assert "192.0.2.0/24" in part


def test_without_a_script_a_button_shows_what_will_be_kept(trip: Trip) -> None:
    draft = trip.start()
    trip.answer(draft, "application", application=trip.application.pk)
    page = text(trip.answer(draft, "addresses", addresses="192.0.2.9/24", do="look"))
    assert '<b class="mono">192.0.2.0/24</b>' in page
    assert "192.0.2.9/24</textarea>" in page


def test_the_review_says_what_becomes_of_the_addresses_and_who_is_locked_out(trip: Trip) -> None:
    draft = trip.reach_review(addresses="192.0.2.9/24 198.51.100.4")
    page = trip.browser.page(f"{draft}review/")
    assert "Typed 192.0.2.9/24, kept as 192.0.2.0/24." in page
    assert "a machine that reaches OVHcloud over IPv6 is refused" in page
    assert "Typed 198.51.100.4" not in page


def test_a_key_for_keydesk_itself_must_let_keydesk_in(trip: Trip) -> None:
    own = adopt(trip.account, trip.demo.management(ALICE))
    onboarding.manage_with(trip.account, own, actor=SYSTEM)
    ConsumerKey.objects.filter(pk=own.pk).update(allowed_ips=["203.0.113.7/32"])
    draft = trip.start("recipe=keydesk")
    trip.answer(draft, "application", application=trip.application.pk)
    typed = {"addresses": "192.0.2.7"}
    page = text(trip.answer(draft, "addresses", **typed, do="look"))
    assert "the present one works from 203.0.113.7/32" in page
    page = text(trip.answer(draft, "addresses", addresses="203.0.113.0/24", do="look"))
    assert "Keydesk would be locked out" not in page


def test_much_too_long_a_text_is_said_and_not_kept(trip: Trip) -> None:
    draft = trip.start()
    trip.answer(draft, "application", application=trip.application.pk)
    page = text(trip.answer(draft, "addresses", addresses="192.0.2.7\n" * 5_000))
    assert "What follows the first 1000 addresses is not read." in page
    assert trip.browser.get(f"{draft}review/")["Location"] == f"{draft}addresses/"


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("status=500", "OVHcloud has a fault of its own"),
        ("html=200", "A web page came back"),
        ("empty", "is empty"),
        ("hang=30", "did not answer"),
    ],
)
def test_a_failing_ovhcloud_is_explained_and_every_answer_stays(
    trip: Trip, fault: str, cause: str
) -> None:
    draft = trip.reach_review()
    trip.fail(f"{fault} path=/auth/credential")
    page = text(trip.browser.post(f"{draft}review/", follow=True))
    assert cause in page
    assert "certbot on web-1" in page
    assert not ConsumerKey.objects.exists()
    failed = AuditEntry.objects.get(action=AuditAction.KEY_REQUESTED)
    assert (failed.outcome, failed.subject) == (Outcome.FAILED, "dns-updater")


def test_a_key_that_may_have_been_made_all_the_same_is_said_to_do_no_harm(trip: Trip) -> None:
    draft = trip.reach_review()
    trip.fail("reset path=/auth/credential")
    page = text(trip.browser.post(f"{draft}review/", follow=True))
    assert "it opens nothing: nobody can validate it. Request it again in a minute." in page


def test_an_application_that_is_dead_is_not_offered(trip: Trip) -> None:
    assert "Use dns-updater" in trip.browser.page(f"{trip.start()}application/")
    Application.objects.update(application_id=12)
    LiveApplication.objects.create(
        account=trip.account, application_id=12, first_seen_at=timezone.now(), is_dead=True
    )
    assert "Use dns-updater" not in trip.browser.page(f"{trip.start()}application/")


def test_an_application_unknown_to_the_region_is_said(trip: Trip, account: Account) -> None:
    stray = vault.store_application(
        account,
        card=vault.Card(label="stray"),
        application_key="0a1b2c3d4e5f6071",
        secret=SECRETS["application"],
        actor=SYSTEM,
    )
    draft = trip.reach_review()
    trip.answer(draft, "application", application=stray.pk)
    page = text(trip.browser.post(f"{draft}review/", follow=True))
    assert "This endpoint does not know the application key" in page


def test_without_an_application_the_review_leads_to_createtoken_and_the_paste(trip: Trip) -> None:
    draft = trip.start()
    trip.answer(draft, "application", account=trip.account.pk)
    trip.answer(draft, "addresses", addresses="")
    trip.answer(draft, "card", label="certbot on web-1")
    page = trip.browser.page(f"{draft}review/")
    assert "/createToken/?GET=/domain/zone/*&amp;POST=/domain/zone/*&amp;GET=/me" in page
    assert 'target="_blank" rel="noopener"' in page
    paste = trip.browser.page("/keys/paste/", draft=draft.split("/")[3])
    assert 'value="certbot on web-1"' in paste
    assert f'<option value="{trip.account.pk}" selected>' in paste


def test_a_requester_may_ask_for_a_key_and_may_not_paste_one(
    trip: Trip, teammate: Teammate
) -> None:
    bob = sign_in(teammate(Role.REQUESTER))
    page = text(bob.get("/keys/new/", follow=True))
    assert "Use dns-updater" in page
    assert "takes the role of an operator" in page
    assert bob.get("/keys/paste/").status_code == 403


def test_an_auditor_may_not_ask_and_the_log_says_so(trip: Trip, teammate: Teammate) -> None:
    assert sign_in(teammate(Role.AUDITOR)).get("/keys/new/").status_code == 403
    assert AuditEntry.objects.filter(action=AuditAction.ACCESS_DENIED).exists()


def test_a_strangers_application_is_nowhere_to_be_found(trip: Trip, charlie: Person) -> None:
    browser: Browser = sign_in(charlie)
    draft = Trip(browser, trip.account, trip.application, trip.demo, trip.sandbox).start()
    assert "dns-updater" not in browser.page(f"{draft}application/")
    chosen = browser.post(f"{draft}application/", {"application": str(trip.application.pk)})
    assert chosen.status_code == 404


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_applications_cost_the_same_queries_whatever_their_number(
    trip: Trip, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count - 1):
        vault.store_application(
            trip.account,
            card=vault.Card(label=f"app {number}"),
            application_key=f"{number:016x}",
            secret=f"{number:032x}",
            actor=SYSTEM,
        )
    address = f"{trip.start()}application/"
    with django_assert_num_queries(7):
        page = trip.browser.page(address)
    assert page.count('name="application"') == min(count, 50)


def test_the_session_holds_no_secret_of_the_new_key(trip: Trip) -> None:
    asked = trip.credential(trip.ask())
    kept = str(dict(trip.browser.session))
    assert "certbot on web-1" in kept
    for secret in (asked.consumer_key, asked.token, asked.redirection.split("/")[-2]):
        assert secret not in kept


def test_the_start_page_is_the_menus_new_key(trip: Trip) -> None:
    assert reverse("onboarding:start") == "/keys/new/"
    answer = trip.browser.get(f"/keys/new/?account={trip.account.pk}")
    assert answer["Location"].endswith(f"/application/?account={trip.account.pk}")


def test_an_endpoint_that_is_gone_from_the_settings_is_named(trip: Trip, settings: Any) -> None:
    draft = trip.reach_review()
    settings.OVH_EXTRA_ENDPOINTS = ""
    page = text(trip.browser.post(f"{draft}review/", follow=True))
    assert "No endpoint is called “sandbox”" in page
    assert "certbot on web-1" in page
