"""Every address in each state of the second factor, in a team that asks for one.

None set up; the password given and the code not yet; the code given, and long ago; given just now.
"""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import Model
from django.urls import reverse

from credentials import people
from credentials.core import Role
from credentials.models import (
    AttemptCounter,
    AuditEntry,
    AuditFold,
    AuditHead,
    Person,
    SignedInSession,
    Team,
)
from tests.dashboard.permission_tables import FINAL, PAGES
from tests.dashboard.test_permissions import ask, cases, leads_to_sign_in, url_of
from tests.people import PASSWORD, Browser, join, rewrite, sign_in
from tests.world import World

pytestmark = pytest.mark.slow

YOURS = reverse("mfa_index")
#: What looking at a page may write.
_NOTED = (AttemptCounter, AuditEntry, AuditFold, AuditHead, SignedInSession)
_OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS")


@pytest.fixture
def asking(one_of_each: World) -> World:
    """A team that asks for a second factor, and of which everybody here is an admin."""
    rewrite(Team.objects.all(), requires_second_factor=True)
    return one_of_each


def asked(world: World) -> list[tuple[str, str]]:
    """Every address and method of the two tables."""
    of_things = [(method, url_of(world, name)) for name, method in cases()]
    return [*of_things, *(("GET", reverse(name)) for name in PAGES)]


def give_app(person: Person) -> None:
    """An authenticator app, whose codes nobody types here."""
    data = {"secret": people.seal_factor(person, "JBSWY3DPEHPK3PXP")}
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data=data)


def kept() -> dict[type[Model], list[dict[str, Any]]]:
    """Every row of ours, but for what is noted of each request."""
    models = apps.get_app_config("credentials").get_models()
    return {
        model: list(model._default_manager.order_by("pk").values())
        for model in models
        if model not in _NOTED
    }


def test_without_a_factor_every_page_leads_to_setting_one_up(asking: World, bob: Person) -> None:
    browser = sign_in(join(asking.team, bob, Role.ADMIN)).confirm()
    before = kept()
    for method, url in asked(asking):
        answer = ask(browser, method, url)
        assert (answer.status_code, answer["Location"]) == (302, YOURS), (method, url)
    assert kept() == before


def test_between_the_password_and_the_code_nobody_is_signed_in(asking: World, bob: Person) -> None:
    give_app(join(asking.team, bob, Role.ADMIN))
    browser = Browser()
    answer = browser.post(reverse("account_login"), {"login": bob.email, "password": PASSWORD})
    assert answer["Location"] == reverse("mfa_authenticate")
    before = kept()
    for method, url in asked(asking):
        assert leads_to_sign_in(ask(browser, method, url)), (method, url)
    assert kept() == before


def test_with_a_factor_every_page_opens(asking: World, bob: Person) -> None:
    give_app(join(asking.team, bob, Role.ADMIN))
    browser = sign_in(bob).confirm()
    for method, url in asked(asking):
        if method == "GET":
            answer = ask(browser, method, url)
            assert answer.status_code in (200, 302), url
            assert answer.get("Location") != YOURS, url


def test_a_code_given_long_ago_changes_nothing_final(asking: World, bob: Person) -> None:
    give_app(join(asking.team, bob, Role.ADMIN))
    browser = sign_in(bob)
    before = kept()
    for name in FINAL:
        answer = ask(browser, "POST", url_of(asking, name))
        assert answer["Location"].startswith("/sign-in/confirm/"), name
    assert kept() == before


def test_no_other_method_does_anything(asking: World, bob: Person) -> None:
    give_app(join(asking.team, bob, Role.ADMIN))
    browser = sign_in(bob).confirm()
    before = kept()
    for url in {url for _, url in asked(asking)}:
        for method in _OTHER_METHODS:
            answer = browser.generic(method, url)
            assert answer.status_code == (204 if method == "OPTIONS" else 405), (method, url)
    assert kept() == before
