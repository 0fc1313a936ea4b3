"""Which addresses ask for a fresh confirmation, why the others do not, and what the page names.

Every address of the console that takes a POST is in one of two tables, or the first test fails.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from html import unescape
from typing import Any

import pytest
from django.urls import get_resolver, reverse

from credentials.models import Account, Person, SignedInSession
from dashboard.confirmations import ACTS
from dashboard.forms.onboarding import Answers
from tests.dashboard.permission_tables import TABLE, names
from tests.people import Browser, rewrite, sign_in
from tests.undoing import undone
from tests.world import World

CONFIRM = "/sign-in/confirm/"

#: Addresses that take a POST and ask for nothing, and why.
UNASKED: dict[str, str] = {
    "account_login": "nobody is signed in",
    "account_logout": "it ends the session at hand",
    "account_reset_password": "nobody is signed in; a mail proves who asked",
    "account_reset_password_from_key": "the mailed link proves more",
    "account_invitation": "the mailed link, and the sign-in of who is known",
    "account_sign_in_link": "the link from the shell proves more",
    "account_single_sign_on": "it leads to the provider",
    "account_signup": "it is closed",
    "account_reauthenticate": "it is the confirmation",
    "mfa_reauthenticate": "it is the confirmation",
    "mfa_reauthenticate_webauthn": "it is the confirmation",
    "mfa_authenticate": "it is a part of signing in",
    "mfa_login_webauthn": "it signs in",
    "theme": "a colour",
    "refusals:explain": "it reads a text that is not kept",
    "api_console:operation": "a read shows no secret; writing and revealing ask in the view",
    "rights:builder": "a draft in the address; nothing is kept",
    "profiles:save": "a list of rules that grants nothing by itself; typed text would be lost",
    "onboarding:start": "a draft in the session; the review asks",
    "onboarding:application": "a draft in the session; the review asks",
    "onboarding:rights": "a draft in the session; the review asks",
    "onboarding:addresses": "a draft in the session; the review asks",
    "onboarding:details": "a draft in the session; the review asks",
    "onboarding:identify": "it looks a text up and shows no secret; the log says so",
    "vault:add_usage": "a line on an entry's page, which grants nothing",
    "vault:remove_usage": "a line on an entry's page, which grants nothing",
    "vault:check": "one question by the key itself, whose secret is not shown; the log says so",
    "handover_link": "nobody is signed in; the link proves more",
    "consent_link": "nobody is signed in; the link proves more",
    "onboarding:check": "it asks OVHcloud how a request stands; the page repeats it by itself",
    "catalogue:refresh": "it reads what OVHcloud publishes, and shows no secret",
    "campaigns:item": "an answer, which is taken back until the campaign ends; the log says so",
    "campaigns:take_back": "it takes such an answer back",
    "campaigns:confirm": "a second answer, which is taken back with the first",
    "live:owner": "a name beside a key; no secret and nothing at OVHcloud changes",
    "live:take_over": "an entry says what was read; no secret and nothing at OVHcloud changes",
    "live:sync": "it reads what there is, and shows no secret",
    "live:read_calls": "it reads what OVHcloud logged, and shows no secret",
    "live:take_in_calls": "calls from a log; no secret and nothing at OVHcloud changes",
    "live:key_calls": "it tries rules on calls that were made, and keeps nothing",
    "notices:choose": "what somebody is mailed about; the log says so",
    "log_streams:try_now": "it sends what is sent anyway, to a place that was confirmed",
    "notices:test_webhook": "it says that it is a test, to a webhook that was confirmed",
    "activity:check": "it verifies the log",
    "bulk:select": "a selection, which does nothing until it is started",
    "bulk:select_applications": "a selection, which does nothing until it is started",
    "live:freeze_account": "a selection, which does nothing until it is started",
    "bulk:thaw_again": "a selection, which does nothing until it is started",
    "bulk:sweep": "a selection, which does nothing until it is started",
    "bulk:leave_out": "a selection, which does nothing until it is started",
    "bulk:discard": "a selection, which does nothing until it is started",
    "bulk:stop": "it ends what was confirmed; nothing more is done",
}
#: Pages of the onboarding whose addresses name no draft.
WITHOUT_DRAFT = {f"onboarding:{name}" for name in ("start", "paste", "identify", "take_in", "keep")}
#: What a GET shows that only a confirmed person sees; they take no POST.
BY_GET = {"mfa_view_recovery_codes"}


@pytest.fixture
def alice_unconfirmed(one_of_each: World, alice: Person) -> Browser:
    browser = sign_in(alice)
    session = browser.session
    application = str(one_of_each.things["key_id"])
    session["new_keys"] = {"0a0a0a0a": asdict(Answers(application=application))}
    session.save()
    return browser


def address(world: World, name: str) -> str:
    if name in TABLE:
        return world.url(name, TABLE[name].things)
    more: dict[str, list[object]] = {
        "vault:create": ["application"],
        "account_end_session": [SignedInSession.objects.values_list("pk", flat=True)[0]],
        "mfa_remove_webauthn": [1],
        "account_reset_password_from_key": ["token"],
        "account_invitation": ["token"],
        "account_sign_in_link": ["token"],
        "onboarding:callback": ["token"],
        "handover_link": ["token"],
        "calendar_link": ["token"],
        "consent_link": ["token"],
        "consent_return": ["token"],
        "reports:show": ["access"],
        "reports:download": ["access", "csv"],
    }
    if name.startswith("onboarding:") and name not in more:
        draft: list[object] = [] if name in WITHOUT_DRAFT else ["0a0a0a0a"]
        return reverse(name, args=draft)
    return reverse(name, args=more.get(name, []))


def asks(answer: Any) -> bool:
    """Whether the answer leads to a confirmation, and back from it."""
    to = str(answer.headers.get("Location", ""))
    return answer.status_code == 302 and to.startswith(CONFIRM) and "?next=" in to


def every_name() -> list[str]:
    return sorted(set(names(get_resolver())))


def ask(browser: Browser, world: World, name: str) -> Any:
    """The answer to what does the act called so."""
    method = browser.get if name in BY_GET else browser.post
    return method(address(world, name))


def test_every_address_that_takes_a_post_is_in_one_of_the_tables(
    one_of_each: World, alice: Person
) -> None:
    taken = set()
    for name in every_name():
        with undone():
            if sign_in(alice).post(address(one_of_each, name)).status_code != 405:
                taken.add(name)
    assert ACTS.keys() & UNASKED.keys() == set()
    assert ACTS.keys() | UNASKED.keys() == taken | BY_GET


def test_what_changes_something_asks_for_a_fresh_confirmation(
    one_of_each: World, alice_unconfirmed: Browser
) -> None:
    for name in sorted(ACTS):
        assert asks(ask(alice_unconfirmed, one_of_each, name)), name


def test_what_does_not_is_done_without(one_of_each: World, alice_unconfirmed: Browser) -> None:
    for name in sorted(UNASKED):
        with undone():
            assert not asks(ask(alice_unconfirmed, one_of_each, name)), name


def test_the_page_names_what_is_confirmed(one_of_each: World, alice_unconfirmed: Browser) -> None:
    for name, act in sorted(ACTS.items()):
        answer = ask(alice_unconfirmed, one_of_each, name)
        page = unescape(alice_unconfirmed.page(answer["Location"]))
        shown = re.search(r"<p><strong>(.+)</strong></p>", page)
        assert shown, name
        start, _, end = act.partition("%(thing)s")
        assert shown[1].startswith(start)
        assert shown[1].endswith(end)
        assert len(shown[1]) > len(start + end) or not end


def test_what_is_named_is_what_the_person_may_see(
    one_of_each: World, charlie: Person, alice: Person
) -> None:
    """Of another team's entry neither the act nor the name is said."""
    reveal = one_of_each.url("vault:reveal", "entry_id")
    for person, is_named in ((alice, True), (charlie, False)):
        browser = sign_in(person)
        page = browser.page(browser.post(reveal)["Location"])
        assert ("To reveal the secret of reporting." in page) is is_named


def test_a_link_chooses_no_sentence(one_of_each: World, alice: Person, account: Account) -> None:
    """What was asked for earlier is not said of a confirmation that leads elsewhere."""
    browser = sign_in(alice)
    browser.post(one_of_each.url("vault:reveal", "entry_id"))
    for query in ("", "?next=/live/", "?act=vault:destroy", "?confirming=accounts:delete"):
        assert "<p><strong>" not in browser.page(f"{CONFIRM}{query}")


def test_a_wrong_password_leaves_the_sentence(one_of_each: World, alice: Person) -> None:
    browser = sign_in(alice)
    answer = browser.post(one_of_each.url("vault:reveal", "entry_id"))
    form = {"password": "wrong", "next": "/"}
    page = browser.post(answer["Location"], form).content.decode()
    assert "To reveal the secret of reporting." in page


def test_a_label_is_text_on_the_page(one_of_each: World, alice: Person) -> None:
    rewrite(Account.objects.all(), label="<b>bold</b>")
    browser = sign_in(alice)
    answer = browser.post(one_of_each.url("accounts:manage", "account_id"))
    assert "management key of &lt;b&gt;bold&lt;/b&gt;." in browser.page(answer["Location"])
