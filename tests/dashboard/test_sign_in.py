"""Signing in, out and confirming: what works, what is refused, and that all of it is logged."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.urls import reverse

from credentials.core import AuditAction, Outcome
from credentials.models import AuditEntry, Person, Team
from tests.people import PASSWORD, Browser


def logged() -> list[tuple[str, str, str]]:
    entries = AuditEntry.objects.filter(action__startswith="person:").order_by("seq")
    return [(entry.action, entry.outcome, entry.actor) for entry in entries]


@pytest.fixture
def somebody() -> Browser:
    """A browser at which nobody is signed in."""
    return Browser()


def test_sign_in_leads_to_the_overview(somebody: Browser, alice: Person, team: Team) -> None:
    answer = somebody.post(
        reverse("account_login"), {"login": "alice@example.com", "password": PASSWORD}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert logged() == [(AuditAction.SIGNED_IN, Outcome.DONE, "alice@example.com")]


def test_a_wrong_password_is_refused_and_what_was_typed_is_not_kept(
    somebody: Browser, alice: Person
) -> None:
    answer = somebody.post(
        reverse("account_login"), {"login": "alice@example.com", "password": "planted-password"}
    )
    assert answer.status_code == 200
    assert "planted-password" not in answer.content.decode()
    assert logged() == [(AuditAction.SIGN_IN_FAILED, Outcome.DENIED, "alice@example.com")]


def test_sign_up_is_closed(somebody: Browser, db: None) -> None:
    answer = somebody.post(
        reverse("account_signup"),
        {"email": "bob@example.com", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert not Person.objects.exists()
    assert answer.status_code == 200


def test_sign_out_is_logged(somebody: Browser, alice: Person) -> None:
    somebody.force_login(alice)
    somebody.post(reverse("account_logout"))
    assert logged()[-1] == (AuditAction.SIGNED_OUT, Outcome.DONE, "alice@example.com")


def test_confirming_leads_back_and_is_logged(somebody: Browser, alice: Person, team: Team) -> None:
    somebody.force_login(alice)
    page = reverse("team:add", args=[team.pk])
    asked = somebody.get(page)
    answer = somebody.post(asked["Location"], {"password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert somebody.get(page).status_code == 200
    assert logged()[-1] == (AuditAction.CONFIRMED, Outcome.DONE, "alice@example.com")


def test_without_a_sign_in_every_page_leads_to_it(somebody: Browser, db: None) -> None:
    answer = somebody.get("/")
    assert answer["Location"] == "/sign-in/?next=/"


def test_a_person_without_a_password_never_counts_as_confirmed(
    somebody: Browser, alice: Person, team: Team
) -> None:
    alice.set_unusable_password()
    alice.save(update_fields=["password"])
    somebody.force_login(alice)
    somebody.confirm()
    assert somebody.get(reverse("team:add", args=[team.pk])).status_code == 302


@pytest.mark.parametrize(("chosen", "kept"), [("dark", "dark"), ("light", "light"), ("pink", "")])
def test_the_theme_is_kept_in_a_cookie(somebody: Browser, db: None, chosen: str, kept: str) -> None:
    answer = somebody.post(reverse("theme"), {"theme": chosen, "next": "/sign-in/"})
    assert answer["Location"] == "/sign-in/"
    assert answer.cookies[settings.THEME_COOKIE_NAME].value == kept


def test_the_theme_switch_leads_nowhere_else(somebody: Browser, db: None) -> None:
    answer = somebody.post(reverse("theme"), {"theme": "dark", "next": "https://example.net/"})
    assert answer["Location"] == "/"


def test_health_opens_the_instance_key(somebody: Browser, db: None) -> None:
    assert somebody.get("/healthz").json() == {"status": "ok"}


def test_a_part_of_a_page_leads_the_whole_page_to_the_sign_in(somebody: Browser, db: None) -> None:
    page = "https://testserver/vault/"
    asked = somebody.post("/vault/x/", headers={"HX-Request": "true", "Referer": page})
    assert asked.status_code == 404
    answer = somebody.get("/live/", headers={"HX-Request": "true", "Referer": page})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/sign-in/?next=/vault/")


def test_a_post_without_a_sign_in_comes_back_to_the_page_it_was_made_on(
    somebody: Browser, db: None
) -> None:
    answer = somebody.post("/vault/new/application/")
    assert answer["Location"] == "/sign-in/?next=/"


def test_an_address_that_only_django_allauths_table_has_signs_nobody_in(alice: Person) -> None:
    EmailAddress.objects.create(user=alice, email="other@example.com", verified=True)
    browser = Browser()
    form = {"login": "other@example.com", "password": PASSWORD}
    assert browser.post(reverse("account_login"), form).status_code == 200
    assert browser.post(reverse("account_login"), form | {"login": alice.email}).status_code == 302
