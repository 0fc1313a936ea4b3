"""What every answer tells a browser: what it may load, keep, send along and be framed by."""

from __future__ import annotations

import logging
import re
from typing import Any, cast

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from credentials.models import Account, Person
from dashboard import settings as production
from tests.dashboard.permission_tables import PAGES
from tests.people import PASSWORD, Browser, rewrite
from tests.world import World

pytestmark = pytest.mark.slow

ANSWERS = [("GET", "/"), ("GET", "/sign-in/"), ("GET", "/nothing-here/"), ("POST", "/theme/")]


@pytest.fixture(params=ANSWERS, ids=[path for _, path in ANSWERS])
def answer(request: pytest.FixtureRequest, browser_of_alice: Browser) -> Any:
    """A page, the sign-in, a page that is not there, a redirect."""
    method, path = request.param
    return browser_of_alice.generic(method, path)


def test_a_browser_loads_nothing_of_others_and_nothing_inline(answer: Any) -> None:
    policy = dict(
        part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == policy["base-uri"] == "'none'"  # objects follow default-src
    assert policy["frame-ancestors"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "connect-src")} == {"'self'"}
    assert "object-src" not in policy


def test_a_browser_guesses_no_type_and_tells_nobody_where_it_was(answer: Any) -> None:
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert not [name for name in answer.headers if name.startswith("Access-Control-")]
    if answer.content:
        assert answer["Content-Type"] == "text/html; charset=utf-8"


def test_a_browser_keeps_to_tls_for_a_year(answer: Any) -> None:
    assert answer["Strict-Transport-Security"] == f"max-age={365 * 24 * 60 * 60}"


def test_no_other_site_loads_or_opens_what_is_here_and_no_page_asks_for_a_device(
    answer: Any,
) -> None:
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    denied = set(answer["Permissions-Policy"].split(", "))
    assert {"camera=()", "microphone=()", "geolocation=()", "usb=()"} <= denied


def test_nothing_keeps_a_page_of_somebody_who_is_signed_in(browser_of_alice: Browser) -> None:
    for name in PAGES:
        directives = browser_of_alice.get(reverse(name))["Cache-Control"].split(",")
        assert {"no-store", "private"} <= {part.strip() for part in directives}, name


@pytest.mark.parametrize("path", ["/fails/", "/nothing-here/", "/vault/1/"])
def test_nothing_keeps_what_went_wrong_for_somebody_who_is_signed_in(
    browser_of_alice: Browser, settings: Settings, path: str
) -> None:
    settings.ROOT_URLCONF = "tests.dashboard.failing_urls"
    browser_of_alice.raise_request_exception = False
    answer = browser_of_alice.get(path)
    assert answer.status_code in (404, 500)
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
    assert "ZeroDivisionError" not in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Strict-Transport-Security"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_signing_out_empties_what_the_browser_kept(browser_of_alice: Browser) -> None:
    assert "Clear-Site-Data" not in browser_of_alice.get("/")
    answer = browser_of_alice.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in answer["Cache-Control"]


def test_a_page_asked_for_in_clear_is_answered_over_tls_alone(db: None) -> None:
    asked = Client(SERVER_NAME="testserver").get("/sign-in/")
    assert (asked.status_code, asked["Location"]) == (301, "https://testserver/sign-in/")
    assert Client().get("/healthz").status_code in (200, 503)


def test_a_cookie_travels_over_tls_to_this_site_alone_and_is_for_no_script(alice: Person) -> None:
    browser = Browser()
    browser.get("/sign-in/")
    browser.post("/theme/", {"theme": "dark"})
    browser.post("/sign-in/", {"login": alice.email, "password": PASSWORD})
    named = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.THEME_COOKIE_NAME}
    assert named <= set(browser.cookies)
    for name, cookie in browser.cookies.items():
        assert name.startswith("__Host-")
        assert (cookie["secure"], cookie["httponly"]) == (True, True), name
        assert cookie["samesite"] == "Lax", name
        assert (cookie["path"], cookie["domain"]) == ("/", ""), name


def test_a_post_of_another_site_is_refused(one_of_each: World, alice: Person) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(alice)
    browser.confirm()
    url = one_of_each.url("accounts:edit", "account_id")
    elsewhere = {"Origin": "https://example.net"}
    assert browser.post(url, {"label": "Taken"}).status_code == 403
    assert browser.post(url, {"label": "Taken"}, headers=elsewhere).status_code == 403


def test_an_address_cannot_say_what_a_form_has_to(one_of_each: World, alice: Person) -> None:
    browser = Browser()
    browser.force_login(alice)
    browser.confirm()
    url = one_of_each.url("accounts:edit", "account_id")
    assert browser.post(f"{url}?label=Taken").status_code == 200
    assert "Taken" not in browser.page("/accounts/")


@pytest.mark.parametrize("path", ["/", "/healthz", "/accounts/", "/theme/"])
def test_trace_is_no_method_of_ours(browser_of_alice: Browser, path: str) -> None:
    assert browser_of_alice.trace(path).status_code == 405


@pytest.mark.parametrize("path", ["/static/", "/static/js/", "/.git/config", "/docs/"])
def test_no_folder_lists_what_is_in_it(browser_of_alice: Browser, path: str) -> None:
    assert browser_of_alice.get(path).status_code == 404


def test_a_line_break_in_an_address_makes_no_line_in_the_log(
    browser_of_alice: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        browser_of_alice.get("/nothing%0A2026-01-01 INFO forged")
    lines = [line for record in caplog.records for line in record.getMessage().splitlines()]
    assert lines
    assert not [line for line in lines if line.startswith("2026-01-01")]


def test_a_line_of_the_log_says_its_time_with_the_zone() -> None:
    line: dict[str, str] = cast("dict[str, Any]", production.LOGGING["formatters"])["line"]
    record = logging.LogRecord("keydesk", logging.INFO, "", 0, "said", None, None)
    text = logging.Formatter(line["format"], line["datefmt"]).format(record)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} INFO keydesk said", text)


def test_a_line_break_in_a_mail_address_sends_no_mail(
    one_of_each: World, browser_of_alice: Browser, mailoutbox: list[object]
) -> None:
    url = one_of_each.url("team:add", "team_id")
    mailoutbox.clear()
    asked = browser_of_alice.post(
        url, {"email": "bob@example.com\nBcc: charlie@example.com", "role": "operator"}
    )
    assert asked.status_code == 200
    assert mailoutbox == []


def test_a_password_is_typed_unseen_and_a_manager_may_fill_it_in(browser_of_alice: Browser) -> None:
    pages = {
        "account_login": Browser(),
        "account_reauthenticate": browser_of_alice,
        "account_change_password": browser_of_alice,
    }
    for name, browser in pages.items():
        fields = re.findall(
            r'<input[^>]* name="[^"]*password[^"]*"[^>]*>', browser.page(reverse(name))
        )
        assert fields, name
        for field in fields:
            assert 'type="password"' in field
            assert re.search(r'autocomplete="(current|new)-password"', field)


def test_what_people_write_is_text_on_every_page_that_shows_it(
    browser_of_alice: Browser, account: Account
) -> None:
    rewrite(Account.objects.all(), label="<i>\"'&</i>")
    for page in (
        "/accounts/",
        reverse("accounts:detail", args=[account.pk]),
        "/live/",
        "/activity/",
    ):
        text = browser_of_alice.page(page)
        assert "<i>" not in text, page
    assert "&lt;i&gt;&quot;&#x27;&amp;&lt;/i&gt;" in browser_of_alice.page("/accounts/")
