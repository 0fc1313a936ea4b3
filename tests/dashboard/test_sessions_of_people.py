"""Sessions end in time, on the list, from elsewhere, and with the person's access."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from pytest_django import Settings

from credentials import people, teams
from credentials.audit import SYSTEM
from credentials.core import AuditAction, NotAllowedError, Role
from credentials.models import AuditEntry, Membership, Person, SignedInSession, Team
from tests.people import PASSWORD, Browser, join, make_team, rewrite

SignIn = Callable[[Person], Browser]
Teammate = Callable[[Role], Person]
YOURS, SIGN_IN = reverse("mfa_index"), reverse("account_login")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


def is_in(browser: Browser) -> bool:
    return bool(browser.get("/").status_code == 200)


def url(name: str, team: Team, person: Person) -> str:
    return reverse(f"team:{name}", args=[Membership.objects.get(team=team, person=person).pk])


def age(browser: Browser, **clock: float) -> None:
    """Let the session have been opened or used so many seconds earlier."""
    session = browser.session
    kept = session["signed_in"]
    session["signed_in"] = {**kept, **{name: kept[name] - past for name, past in clock.items()}}
    session.save()


def sign_in_by_password(person: Person, **headers: Any) -> Browser:
    browser = Browser()
    answer = browser.post(SIGN_IN, {"login": person.email, "password": PASSWORD}, **headers)
    assert answer.status_code == 302
    return browser


def test_an_idle_session_ends(sign_in: SignIn, alice: Person, team: Team) -> None:
    browser = sign_in(alice)
    age(browser, seen=29 * 60)
    assert is_in(browser)
    age(browser, seen=31 * 60)
    answer = browser.get("/vault/")
    assert answer["Location"] == f"{SIGN_IN}?next=/vault/"
    assert "signed out after a time without use" in browser.page(SIGN_IN)
    assert not SignedInSession.objects.exists()


def test_a_session_ends_however_busy_it_is(sign_in: SignIn, alice: Person, team: Team) -> None:
    browser = sign_in(alice)
    age(browser, started=12 * 60 * 60 + 1)
    assert not is_in(browser)


def test_the_list_follows_a_session_through_a_confirmation(
    sign_in: SignIn, alice: Person, team: Team
) -> None:
    browser = sign_in(alice)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = browser.page(YOURS)
    assert page.count("This one") == 1
    assert people.sessions_of(alice).count() == 1


def test_one_session_is_ended_from_another(alice: Person, team: Team) -> None:
    own = sign_in_by_password(alice).confirm()
    in_firefox = sign_in_by_password(alice, HTTP_USER_AGENT=FIREFOX)
    assert "Firefox, Linux" in own.page(YOURS)
    other = SignedInSession.objects.get(browser="Firefox, Linux")
    own.post(reverse("account_end_session", args=[other.pk]))
    assert (is_in(own), is_in(in_firefox)) == (True, False)


def test_nobody_ends_a_session_of_somebody_else(
    browser_of_alice: Browser, sign_in: SignIn, bob: Person
) -> None:
    theirs = sign_in(bob)
    browser_of_alice.post(
        reverse("account_end_session", args=[SignedInSession.objects.get(person=bob).pk])
    )
    assert theirs.get(YOURS).status_code == 200


def test_every_other_session_ends_and_this_one_stays(alice: Person, team: Team) -> None:
    own, other = sign_in_by_password(alice).confirm(), sign_in_by_password(alice)
    own.post(reverse("account_end_other_sessions"))
    assert (is_in(own), is_in(other)) == (True, False)
    assert own.page(YOURS).count("This one") == 1


def test_a_changed_password_ends_the_other_sessions(alice: Person, team: Team) -> None:
    own, other = sign_in_by_password(alice).confirm(), sign_in_by_password(alice)
    new = "seven boats at the old pier"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert own.post(reverse("account_change_password"), fields).status_code == 302
    assert (is_in(own), is_in(other)) == (True, False)
    assert people.sessions_of(alice).count() == 1
    assert "password of your account was changed" in str(mail.outbox[-1].body)


def test_an_admin_signs_a_member_out_everywhere(
    browser_of_alice: Browser, sign_in: SignIn, teammate: Teammate, team: Team
) -> None:
    bob = teammate(Role.OPERATOR)
    theirs = sign_in(bob)
    assert "Sign out everywhere" in browser_of_alice.page(url("access", team, bob))
    browser_of_alice.post(url("sign_out", team, bob))
    assert not is_in(theirs)
    assert is_in(sign_in_by_password(bob))
    entry = AuditEntry.objects.get(action=AuditAction.SESSIONS_ENDED)
    assert (entry.actor, entry.subject) == ("alice@example.com", "bob@example.com")


def test_an_admin_who_signs_out_everywhere_is_led_to_the_sign_in(
    browser_of_alice: Browser, team: Team, alice: Person
) -> None:
    """The session of the very request is among those that end."""
    answer = browser_of_alice.post(url("sign_out", team, alice))
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)
    assert not is_in(browser_of_alice)


def test_a_deactivated_member_is_out_and_stays_out_until_reactivated(
    browser_of_alice: Browser, sign_in: SignIn, teammate: Teammate, team: Team
) -> None:
    bob = teammate(Role.OPERATOR)
    theirs = sign_in(bob)
    browser_of_alice.post(url("deactivate", team, bob))
    assert not is_in(theirs)
    answer = Browser().post(SIGN_IN, {"login": bob.email, "password": PASSWORD})
    assert answer.status_code == 200 or answer["Location"] == reverse("account_inactive")
    assert "Deactivated" in browser_of_alice.page(reverse("team:detail", args=[team.pk]))
    browser_of_alice.post(url("reactivate", team, bob))
    assert is_in(sign_in_by_password(bob))
    logged = AuditEntry.objects.filter(team_id=team.pk, action__startswith="team:person:")
    assert logged.count() == 2


def test_who_is_in_a_team_of_others_cannot_be_deactivated(
    browser_of_alice: Browser, charlie: Person, alice: Person, team: Team
) -> None:
    join(team, charlie, Role.OPERATOR)
    assert "Only who administers every team" in browser_of_alice.page(url("access", team, charlie))
    page = browser_of_alice.post(url("deactivate", team, charlie), follow=True).content.decode()
    assert "is in a team of others as well" in page
    browser_of_alice.post(url("deactivate", team, alice))
    assert Person.objects.filter(is_active=True).count() == 2


def test_a_removed_member_sees_nothing_at_once(
    browser_of_alice: Browser, sign_in: SignIn, teammate: Teammate, team: Team
) -> None:
    bob = teammate(Role.OPERATOR)
    theirs = sign_in(bob)
    detail = reverse("team:detail", args=[team.pk])
    assert theirs.get(detail).status_code == 200
    browser_of_alice.post(url("remove", team, bob))
    assert theirs.get(detail).status_code == 404


def test_an_admin_who_is_deactivated_is_no_admin_to_count_on(
    teammate: Teammate, alice: Person, team: Team
) -> None:
    bob = teammate(Role.ADMIN)
    rewrite(Person.objects.filter(pk=bob.pk), is_active=False)
    with pytest.raises(NotAllowedError):
        teams.remove_member(Membership.objects.get(team=team, person=alice), actor=SYSTEM)


def test_a_sign_in_from_a_new_place_is_told_of(alice: Person, team: Team) -> None:
    sign_in_by_password(alice)
    sign_in_by_password(alice)
    assert mail.outbox == []
    sign_in_by_password(alice, HTTP_USER_AGENT=FIREFOX)
    body = str(mail.outbox[-1].body)
    assert "signed in from a new place" in body
    assert "127.0.0.1 (Firefox, Linux)" in body
    assert "https://testserver/sign-in/yours/" in body


def test_a_lock_out_is_logged_and_told_of_once(alice: Person, settings: Settings) -> None:
    for _ in range(8):
        Browser().post(SIGN_IN, {"login": alice.email, "password": "planted"})
    entries = AuditEntry.objects.filter(action=AuditAction.LOCKED_OUT)
    assert entries[0].actor == "alice@example.com"
    assert len(mail.outbox) == 1
    assert "too many wrong passwords" in str(mail.outbox[0].body)


@pytest.mark.parametrize(
    "password",
    ["P@ssw0rd1234", "ovhcloud1234", "aaaaaaaaaaaa1", "alice@example.com", "password123456"],
)
def test_a_guessable_password_is_refused_with_the_reason(
    browser_of_alice: Browser, alice: Person, password: str
) -> None:
    fields = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    page = browser_of_alice.post(reverse("account_change_password"), fields).content.decode()
    assert "easy to guess" in page
    assert f'value="{password}"' not in page
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_commands_end_sessions_and_reset_factors_and_are_logged(
    sign_in: SignIn, alice: Person, team: Team
) -> None:
    browser, told = sign_in(alice), StringIO()
    call_command("end_sessions", "Alice@example.com", stdout=told)
    assert not is_in(browser)
    call_command("reset_factors", "alice@example.com", stdout=told)
    assert "signed out everywhere" in told.getvalue()
    logged = AuditEntry.objects.filter(actor="keydesk", subject="alice@example.com")
    assert {entry.action for entry in logged} == {
        AuditAction.SESSIONS_ENDED,
        AuditAction.FACTORS_RESET,
    }
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("end_sessions", "nobody@example.com")


def test_a_password_changed_by_the_shell_is_in_the_log(
    alice: Person, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "password"
    file.write_text("seven boats at the old pier\n")
    settings.KEYDESK_ADMIN_PASSWORD_FILE = str(file)
    call_command("changepassword", "alice@example.com", stdout=StringIO())
    entry = AuditEntry.objects.get(action=AuditAction.PASSWORD_CHANGED)
    assert (entry.actor, entry.subject) == ("keydesk", "alice@example.com")
    file.write_text("password1234\n")
    with pytest.raises(CommandError, match="easy to guess"):
        call_command("changepassword", "alice@example.com")


def test_the_lifetimes_are_settings(settings: Settings) -> None:
    assert timedelta(seconds=settings.SESSION_IDLE_SECONDS) == timedelta(minutes=30)
    assert timedelta(seconds=settings.SESSION_COOKIE_AGE) == timedelta(hours=12)


def test_a_team_of_ones_own_is_ones_own_to_end(alice: Person, bob: Person) -> None:
    team = make_team("Pier", alice)
    join(team, bob, Role.OPERATOR)
    assert people.may_end_access(alice, bob)
    assert not people.may_end_access(bob, alice)
    assert not people.may_end_access(alice, alice)
