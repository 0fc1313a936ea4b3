"""Whatever is sent in an address, a field or a header, no page fails: it refuses with a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from django import forms
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from credentials.models import Account, Person
from sandbox.demo_world import NIC_C, DemoWorld
from sandbox.server import Running
from tests.dashboard.live_pages import application_url, key_url
from tests.dashboard.permission_tables import PAGES, TABLE
from tests.live_world import take_over
from tests.people import Browser, sign_in
from tests.world import World

pytestmark = pytest.mark.slow

#: As they travel in a form or an address.
HOSTILE = {
    "long": "x" * 8192,
    "digits": "9" * 5000,
    "more than a column holds": "9223372036854775808",
    "nothing": "a%00b",
    "half a character": "%ED%A0%80",
    "digits of others": quote("²٣"),
    "lines and places": "%25(x)s%0D%0A%E2%80%A8",
}
#: Each field by itself gets these, the others keep what the page gave them.
ALONE = (HOSTILE["digits"], HOSTILE["nothing"])
#: Numbers as they fit in an address, where an address has a number.
NUMBERS = ["9" * 19, "9223372036854775808", "9" * 400, "9" * 5000]
HEADERS = [
    "Accept", "Accept-Encoding", "Accept-Language", "Content-Type", "Cookie", "HX-Current-URL",
    "HX-Request", "HX-Target", "HX-Trigger-Name", "If-Modified-Since", "If-None-Match", "Origin",
    "Range", "Referer", "User-Agent", "X-CSRFToken", "X-Forwarded-For", "X-Forwarded-Proto",
]  # fmt: skip
_FORM = "application/x-www-form-urlencoded"


class Fields(HTMLParser):
    """The named fields of a page's forms, with the values they have."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "option" and self._select and given.get("value"):
            self.values[self._select] = self.values[self._select] or given["value"]
        elif tag in {"input", "select", "textarea", "button"} and given.get("name"):
            self.values.setdefault(given["name"], given.get("value", ""))
            self._select = given["name"] if tag == "select" else ""


def _known_fields() -> set[str]:
    """Every field of every form of ours, whichever page has it."""
    return {name for form in _forms(forms.BaseForm) for name in getattr(form, "base_fields", {})}


def _forms(form: type[Any]) -> Iterator[type[Any]]:
    below: type[Any]
    for below in form.__subclasses__():
        yield below
        yield from _forms(below)


def _addresses(world: World) -> dict[str, str]:
    own = {name: world.url(name, rule.things) for name, rule in TABLE.items()}
    return {**own, **{name: world.url(name, "") for name in PAGES}}


def _body(values: dict[str, str]) -> bytes:
    """A form as it travels; values are percent-encoded already."""
    return "&".join(f"{quote(name)}={value}" for name, value in values.items()).encode()


@pytest.fixture
def tried(one_of_each: World, alice: Person, settings: Settings) -> Browser:
    """Alice's browser; what pages put into the queue is not run."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []}
    }
    browser = sign_in(alice).confirm()
    browser.raise_request_exception = True
    return browser


@pytest.mark.parametrize("name", sorted(TABLE.keys() | PAGES.keys()))
def test_no_field_makes_a_page_fail(one_of_each: World, tried: Browser, name: str) -> None:
    address = _addresses(one_of_each)[name]
    shown = tried.get(address)
    page = Fields(shown.getvalue().decode()) if shown.status_code == 200 else Fields("")
    own = {field: quote(value) for field, value in page.values.items()}
    for value in HOSTILE.values():
        everywhere = dict.fromkeys(_known_fields() | own.keys(), value)
        assert tried.get(f"{address}?{_body(everywhere).decode()}").status_code < 500
        assert _post(tried, address, everywhere) < 500
    for field in own:
        for value in ALONE:
            assert _post(tried, address, {**own, field: value}) < 500, field


@pytest.mark.parametrize(
    ("url", "page"), [(key_url, "revoke"), (application_url, "revoke_application")]
)
def test_no_field_that_ends_a_live_key_makes_a_page_fail(
    account: Account,
    demo: DemoWorld,
    sandbox_server: Running,
    browser_of_alice: Browser,
    url: Callable[..., str],
    page: str,
) -> None:
    world = take_over(account, demo, sandbox_server, nic=NIC_C)
    world.sync()
    address = url(world, "shop deployment", page)
    shown = Fields(browser_of_alice.page(address)).values
    own = {field: quote(value) for field, value in shown.items()}
    assert "typed" in own
    for field in own:
        for value in HOSTILE.values():
            assert _post(browser_of_alice, address, {**own, field: value}) < 500, field


def test_every_number_that_a_form_takes_has_a_bound() -> None:
    numbers = [
        (form.__name__, name)
        for form in _forms(forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.IntegerField) and field.max_value is None
        if form.__module__.startswith("dashboard.")
    ]
    assert numbers == []


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_signup"])
def test_no_field_makes_a_page_before_the_sign_in_fail(db: None, name: str) -> None:
    address = get_resolver().reverse(name)
    fields = ("login", "email", "password", "password1", "password2", "next", "theme")
    for value in HOSTILE.values():
        assert _post(Browser(), f"/{address}", dict.fromkeys(fields, value)) < 500
        assert _post(Browser(), "/theme/", dict.fromkeys(fields, value)) < 500


@pytest.mark.parametrize("number", NUMBERS)
def test_no_number_in_an_address_makes_a_page_fail(
    one_of_each: World, tried: Browser, number: str
) -> None:
    for name, rule in TABLE.items():
        for kind in rule.things.split():
            if isinstance(one_of_each.things[kind], int):
                address = _addresses(one_of_each)[name]
                id_part = f"/{one_of_each.things[kind]}/"
                head, _, tail = address.rpartition(id_part)
                asked = f"{head}/{number}/{tail}"
                assert tried.get(asked).status_code < 500, name
                assert tried.post(asked).status_code < 500, name


def test_no_text_in_an_address_makes_a_page_fail(one_of_each: World, tried: Browser) -> None:
    for pattern in _texts_in_addresses():
        for value in HOSTILE.values():
            asked = pattern % {"text": value, "account_id": one_of_each.things["account_id"]}
            assert tried.generic("GET", asked).status_code < 500, asked[:80]
            assert tried.generic("POST", asked).status_code < 500, asked[:80]


@pytest.mark.parametrize("header", HEADERS)
def test_no_header_makes_a_page_fail(
    one_of_each: World, alice: Person, header: str, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = settings.TRUSTED_PROXIES = 1
    for browser in (Browser(), sign_in(alice).confirm()):
        for value in ("x" * 8192, "9" * 5000, "\x00", "\xed\xa0\x80", "a, , 999.1.1.1", "=;=;", ""):
            sent = {header: value}
            assert browser.get("/live/", headers=sent).status_code < 500
            assert browser.post("/sign-in/", {"login": "x"}, headers=sent).status_code < 500


@pytest.mark.parametrize("cookie", ["session", "csrf", "theme"])
def test_no_cookie_makes_a_page_fail(one_of_each: World, cookie: str) -> None:
    for value in ("x" * 8192, "\x00", "\xed\xa0\x80", '"', "a:b:c", "e30:x:y"):
        browser = Browser()
        sent = {"Cookie": f"__Host-keydesk_{cookie}={value}"}
        assert browser.get("/sign-in/", headers=sent).status_code < 500
        assert browser.get("/live/", headers=sent).status_code < 500


def _post(browser: Browser, address: str, values: dict[str, str]) -> int:
    return int(browser.post(address, _body(values), content_type=_FORM).status_code)


def _texts_in_addresses() -> list[str]:
    return [
        f"/{route}".replace("<uuid:account_id>", "%(account_id)s")
        .replace("<str:", "<")
        .replace(_text(route), "%(text)s")
        for route in _routes(get_resolver())
        if "<str:" in route and "<uidb36>" not in route
    ]


def _text(route: str) -> str:
    start = route.index("<str:")
    return "<" + route[start + 5 : route.index(">", start) + 1]


def _routes(patterns: object, before: str = "") -> Iterator[str]:
    for pattern in getattr(patterns, "url_patterns", []):
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route
