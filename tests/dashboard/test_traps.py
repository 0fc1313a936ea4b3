"""The page of a live key: making it a trap, and taking it up."""

from __future__ import annotations

from django.urls import reverse

from credentials.core import Role
from credentials.models import Account, AuditEntry, Person, Team, Trap
from tests.credentials.notices.driver import list_key
from tests.people import Browser, join, sign_in


def test_a_trap_is_laid_shown_and_taken_up(account: Account, browser_of_alice: Browser) -> None:
    list_key(account, 1, "GET /auth/time")
    key = [account.pk, 1]
    page = reverse("live:credential", args=key)
    assert "Make it a trap" in browser_of_alice.page(page)
    browser_of_alice.post(reverse("live:lay_trap", args=key), {"place": "the old wiki"})
    assert Trap.objects.get().place == "the old wiki"
    assert AuditEntry.objects.get(action="live:trap:laid").details["place"] == "the old wiki"
    shown = browser_of_alice.page(page)
    assert "the old wiki" in shown
    assert "Take the trap up" in shown
    browser_of_alice.post(reverse("live:take_up_trap", args=key))
    assert not Trap.objects.exists()


def test_a_key_that_may_do_harm_is_not_offered_as_one(
    account: Account, browser_of_alice: Browser
) -> None:
    list_key(account, 1, "POST /vps/*/terminate")
    key = [account.pk, 1]
    assert "Make it a trap" not in browser_of_alice.page(reverse("live:credential", args=key))
    back = browser_of_alice.get(reverse("live:lay_trap", args=key), follow=True)
    assert "more than read" in back.content.decode()


def test_whoever_does_not_decide_sees_it_and_no_button(
    team: Team, account: Account, bob: Person, browser_of_alice: Browser
) -> None:
    join(team, bob, Role.AUDITOR)
    list_key(account, 1, "GET /auth/time")
    key = [account.pk, 1]
    page = reverse("live:credential", args=key)
    assert "Make it a trap" not in sign_in(bob).page(page)
    browser_of_alice.post(reverse("live:lay_trap", args=key), {"place": "the old wiki"})
    theirs = sign_in(bob).page(page)
    assert "the old wiki" in theirs
    assert "Take the trap up" not in theirs
