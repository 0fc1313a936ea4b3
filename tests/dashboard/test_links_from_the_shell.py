"""A link that a command prints signs its person in once, when nothing else does."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command
from django.urls import reverse

from credentials.core import AuditAction
from credentials.models import AuditEntry, Person, Team
from tests.dashboard.test_factors import set_up_app
from tests.people import Browser


def link_for(email: str) -> str:
    told = StringIO()
    call_command("sign_in_link", email, stdout=told)
    return told.getvalue().strip().removeprefix("https://testserver")


def test_a_link_from_the_shell_signs_in_once(alice: Person, team: Team) -> None:
    link, browser = link_for("alice@example.com"), Browser()
    assert "Sign in as alice@example.com" in browser.page(link)
    assert browser.post(link)["Location"] == "/"
    assert browser.get("/").status_code == 200
    assert "no longer works" in Browser().post(link).content.decode()
    entry = AuditEntry.objects.get(action=AuditAction.SIGN_IN_LINK_MADE)
    assert (entry.actor, entry.subject) == ("keydesk", "alice@example.com")


def test_a_link_from_the_shell_asks_for_the_second_factor(browser_of_alice: Browser) -> None:
    set_up_app(browser_of_alice)
    answer = Browser().post(link_for("alice@example.com"))
    assert answer["Location"] == reverse("mfa_authenticate")
