"""Whatever is sent to a page of the sign-in, as a form or as a passkey's answer, no page fails."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from credentials import people
from credentials.models import Person, Team
from tests.dashboard.permission_tables import OF_ONES_OWN, TO_SIGN_IN
from tests.dashboard.test_hostile_values import HOSTILE, Fields
from tests.people import PASSWORD, Browser, sign_in

pytestmark = pytest.mark.slow

#: What a script may send as the answer of a passkey, or anybody instead of a form.
JSON = {
    "no object": "[]",
    "a number": "5",
    "nothing": "null",
    "an empty object": "{}",
    "digits": "9" * 5000,
    "depth": "[" * 100_000,
    "other types": '{"id": 5, "rawId": [], "response": "x", "type": {}}',
    "no base64": '{"id": "%", "rawId": "%", "type": "public-key", "response": '
    '{"clientDataJSON": "%", "authenticatorData": "%", "signature": "%"}}',
    "no keys": '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}}',
    "half a character": '{"id": "\\ud800"}',
}
_FIELDS = (
    "action", "code", "credential", "email", "id", "login", "name", "next", "oldpassword",
    "passwordless", "password", "password1", "password2",
)  # fmt: skip
_ARGUMENTS: dict[str, list[object]] = {
    "account_end_session": [1],
    "account_invitation": ["x"],
    "account_reset_password_from_key": ["x"],
    "account_sign_in_link": ["x"],
    "mfa_remove_webauthn": [1],
}
_FORM = "application/x-www-form-urlencoded"
#: Values a form may have, as they travel.
_VALUES = {**HOSTILE, **{name: quote(text) for name, text in JSON.items()}}


def address(name: str) -> str:
    return reverse(name, args=_ARGUMENTS.get(name, []))


def send(browser: Browser, url: str, values: dict[str, str]) -> int:
    body = "&".join(f"{quote(field)}={value}" for field, value in values.items())
    return int(browser.post(url, body, content_type=_FORM).status_code)


@pytest.fixture
def with_app(alice: Person, team: Team) -> Person:
    data = {"secret": people.seal_factor(alice, "JBSWY3DPEHPK3PXP")}
    Authenticator.objects.create(user=alice, type=Authenticator.Type.TOTP, data=data)
    return alice


def fails(browser: Browser, url: str) -> list[tuple[str, str]]:
    """Which value makes the page fail, with every field at once and in a field of its own."""
    browser.raise_request_exception = False
    own = Fields(browser.get(url, follow=True).content.decode()).values
    fields = {*_FIELDS, *own}
    return [
        (url, name)
        for name, value in _VALUES.items()
        if send(browser, url, dict.fromkeys(fields, value)) >= 500
        or send(browser, url, {**{k: quote(v) for k, v in own.items()}, "credential": value}) >= 500
        or browser.get(f"{url}?next={value}&code={value}&state={value}").status_code >= 500
    ]


@pytest.mark.parametrize("name", sorted(TO_SIGN_IN))
def test_no_field_makes_a_page_fail_that_nobody_is_signed_in_at(db: None, name: str) -> None:
    assert fails(Browser(), address(name)) == []


@pytest.mark.parametrize("name", ["mfa_authenticate", "account_reauthenticate"])
def test_no_field_makes_the_page_of_the_second_factor_fail(with_app: Person, name: str) -> None:
    browser = Browser()
    browser.post(reverse("account_login"), {"login": with_app.email, "password": PASSWORD})
    assert fails(browser, address(name)) == []


@pytest.mark.parametrize("name", sorted(OF_ONES_OWN - {"account_end_other_sessions"}))
def test_no_field_makes_a_page_of_ones_own_sign_in_fail(with_app: Person, name: str) -> None:
    assert fails(sign_in(with_app).confirm(), address(name)) == []


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", "x;=;"])
def test_a_body_of_another_kind_is_no_form(with_app: Person, kind: str) -> None:
    browser: Any = sign_in(with_app).confirm()
    browser.raise_request_exception = False
    for name in sorted(TO_SIGN_IN | OF_ONES_OWN):
        for text in (JSON["depth"], JSON["digits"], '{"login": {"$ne": ""}}'):
            answer = browser.generic("POST", address(name), text, content_type=kind)
            assert answer.status_code < 500, name
