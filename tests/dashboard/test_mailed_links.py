"""A mailed link, followed, does once what its mail says, and nothing afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from credentials import people, teams
from credentials.audit import SYSTEM
from credentials.core import AuditAction, Outcome, Role
from credentials.models import AuditEntry, Invitation, MailedLink, Person, Team
from credentials.people.invitations import INVITATION_LIFETIME
from tests.mails import newest_link
from tests.people import PASSWORD, Browser, join, rewrite

NEW = {"password1": "seven boats at the old pier", "password2": "seven boats at the old pier"}
Teammate = Callable[[Role], Person]


@pytest.fixture
def somebody() -> Browser:
    """A browser at which nobody is signed in."""
    return Browser()


def ask(browser: Browser, email: str, **headers: str) -> str:
    answer = browser.post(reverse("account_reset_password"), {"email": email}, headers=headers)
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/password/reset/sent/")
    return path_of(newest_link()) if mail.outbox else ""


def path_of(link: str) -> str:
    assert link.startswith("https://testserver/"), link
    return link.removeprefix("https://testserver")


def invite(browser: Browser, team: Team, email: str = "bob@example.com") -> str:
    browser.post(reverse("team:add", args=[team.pk]), {"email": email, "role": "operator"})
    return path_of(newest_link())


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("seq").values_list("action", flat=True))


def test_a_reset_link_sets_a_new_password_once(somebody: Browser, alice: Person) -> None:
    path = ask(somebody, "alice@example.com")
    assert "Choose a new password" in somebody.page(path)
    answer = somebody.post(path, NEW)
    assert answer["Location"] == reverse("account_reset_password_from_key_done")
    alice.refresh_from_db()
    assert alice.check_password(NEW["password1"])
    assert "no longer works" in somebody.page(path)
    assert "no longer works" in somebody.post(path, NEW).content.decode()
    changed = AuditAction.PASSWORD_CHANGED
    assert actions()[-3:] == [AuditAction.PASSWORD_RESET_ASKED, changed, changed]
    assert AuditEntry.objects.latest("seq").outcome == Outcome.DENIED


def test_a_reset_lets_somebody_in_whom_guesses_locked_out(
    somebody: Browser, alice: Person, team: Team
) -> None:
    sign_in = {"login": "alice@example.com", "password": "wrong"}
    answers = [somebody.post(reverse("account_login"), sign_in) for _ in range(20)]
    assert "Too many failed login attempts" in answers[-1].content.decode()
    somebody.post(ask(Browser(), "alice@example.com"), NEW)
    sign_in["password"] = NEW["password1"]
    answer = Browser(REMOTE_ADDR="192.0.2.77").post(reverse("account_login"), sign_in)
    assert answer.status_code == 302


def test_a_reset_ends_the_sessions_of_the_person(
    somebody: Browser, sign_in: Callable[[Person], Browser], alice: Person
) -> None:
    elsewhere = sign_in(alice)
    somebody.post(ask(somebody, "alice@example.com"), NEW)
    assert elsewhere.get("/").status_code == 302


def test_an_unknown_address_gets_the_same_page_and_no_mail(somebody: Browser, db: None) -> None:
    assert ask(somebody, "nobody@example.com") == ""
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.outcome) == (AuditAction.PASSWORD_RESET_ASKED, Outcome.DENIED)
    assert "nobody" not in f"{entry.actor}{entry.subject}{entry.details}"


def test_a_person_who_may_not_sign_in_gets_no_mail(somebody: Browser, alice: Person) -> None:
    rewrite(Person.objects.all(), is_active=False)
    assert ask(somebody, "alice@example.com") == ""


def test_the_host_of_a_request_is_in_no_mail(somebody: Browser, alice: Person) -> None:
    ask(somebody, "alice@example.com", host="127.0.0.1:6666")
    body = str(mail.outbox[-1].body)
    assert "https://testserver/sign-in/password/reset/" in body
    assert "6666" not in body


def test_a_newer_link_takes_the_place_of_an_older(somebody: Browser, alice: Person) -> None:
    first, second = ask(somebody, "alice@example.com"), ask(somebody, "alice@example.com")
    assert "no longer works" in somebody.page(first)
    assert "Choose a new password" in somebody.page(second)


def test_a_link_that_is_too_old_does_nothing(somebody: Browser, alice: Person) -> None:
    path = ask(somebody, "alice@example.com")
    rewrite(MailedLink.objects.all(), expires_at=timezone.now())
    assert "no longer works" in somebody.post(path, NEW).content.decode()
    assert "no longer works" in somebody.page("/sign-in/password/reset/made-up/")


def test_the_database_holds_no_token(somebody: Browser, alice: Person) -> None:
    token = ask(somebody, "alice@example.com").split("/")[-2]
    link = MailedLink.objects.get()
    assert token not in f"{link.digest} {link.__dict__}"
    assert link.expires_at - link.created_at <= timedelta(hours=1)


def test_a_guessable_password_is_refused_and_the_link_goes_on_working(
    somebody: Browser, alice: Person
) -> None:
    path = ask(somebody, "alice@example.com")
    page = somebody.post(path, {"password1": "password1234", "password2": "password1234"})
    assert "errorlist" in page.content.decode()
    assert somebody.post(path, NEW).status_code == 302


def test_an_invitation_says_who_asks_and_leads_into_the_team(
    browser_of_alice: Browser, somebody: Browser, team: Team
) -> None:
    path = invite(browser_of_alice, team)
    message = mail.outbox[-1]
    assert message.subject == "Join the team Harbour in Keydesk"
    for word in ("alice@example.com", "Harbour", "operator", "until"):
        assert word in str(message.body), word
    assert "password" not in f"{message.subject}{message.body}"
    page = somebody.page(path)
    for word in ("alice@example.com", "Harbour", "Operator", "bob@example.com"):
        assert word in page, word
    answer = somebody.post(path, NEW)
    assert answer["Location"] == "/"
    assert "Harbour" in somebody.page(reverse("team:detail", args=[team.pk]))
    bob = Person.objects.get(email="bob@example.com")
    assert teams.role_in(bob, team.pk) is Role.OPERATOR
    assert "no longer works" in Browser().page(path)
    added = AuditEntry.objects.filter(action=AuditAction.MEMBER_ADDED).order_by("seq").last()
    assert added
    assert added.actor == "bob@example.com"


def test_an_invitation_is_good_for_two_days(browser_of_alice: Browser, team: Team) -> None:
    path = invite(browser_of_alice, team)
    rewrite(Invitation.objects.all(), expires_at=timezone.now())
    assert "no longer works" in Browser().page(path)
    assert timedelta(hours=48) == INVITATION_LIFETIME


def test_a_withdrawn_invitation_does_nothing(
    browser_of_alice: Browser, somebody: Browser, team: Team
) -> None:
    path = invite(browser_of_alice, team)
    invitation = Invitation.objects.get()
    browser_of_alice.post(reverse("team:withdraw", args=[invitation.pk]))
    assert "no longer works" in somebody.post(path, NEW).content.decode()
    assert not Person.objects.filter(email="bob@example.com").exists()
    assert AuditAction.INVITATION_WITHDRAWN in actions()


def test_an_invitation_sent_again_ends_the_first(browser_of_alice: Browser, team: Team) -> None:
    first = invite(browser_of_alice, team)
    browser_of_alice.post(reverse("team:invite_again", args=[Invitation.objects.get().pk]))
    assert "no longer works" in Browser().page(first)
    assert "Join the team" in Browser().page(path_of(newest_link()))


def test_an_invitation_of_somebody_who_no_longer_may_invite_does_nothing(
    sign_in: Callable[[Person], Browser], teammate: Teammate, team: Team
) -> None:
    bob = teammate(Role.ADMIN)
    path = invite(sign_in(bob).confirm(), team, "charlie@example.com")
    rewrite(bob.memberships.all(), role=Role.AUDITOR)
    assert "no longer works" in Browser().page(path)


def test_who_got_an_account_meanwhile_signs_in_to_join(
    browser_of_alice: Browser,
    somebody: Browser,
    sign_in: Callable[[Person], Browser],
    team: Team,
    charlie: Person,
) -> None:
    path = invite(browser_of_alice, team, "bob@example.com")
    bob = Person.objects.create_user("bob@example.com", PASSWORD)
    assert "Sign in with it to join." in somebody.page(path)
    assert "Sign in with it to join." in sign_in(charlie).post(path, NEW).content.decode()
    assert teams.role_in(bob, team.pk) is None
    assert sign_in(bob).post(path).status_code == 302
    assert teams.role_in(bob, team.pk) is Role.OPERATOR


def test_a_member_is_not_invited_again(browser_of_alice: Browser, bob: Person, team: Team) -> None:
    invite(browser_of_alice, team, "charlie@example.com")
    charlie = Person.objects.create_user("charlie@example.com", PASSWORD)
    join(team, charlie, Role.AUDITOR)
    again = reverse("team:invite_again", args=[Invitation.objects.get().pk])
    assert "already" in browser_of_alice.post(again, follow=True).content.decode()


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_robot_that_looks_at_a_link_before_its_reader_uses_nothing_up(
    browser_of_alice: Browser, team: Team, charlie: Person, somebody: Browser, method: str
) -> None:
    """Mail readers fetch links to preview them, in whichever way."""
    invited = invite(browser_of_alice, team)
    reset = ask(Browser(), "alice@example.com")
    shell = path_of(people.make_sign_in_link(charlie, actor=SYSTEM))
    for path in (invited, reset, shell):
        for _ in range(2):
            assert getattr(Browser(), method)(path).status_code in {200, 204}
    assert Browser().post(shell)["Location"] == "/"
    assert somebody.post(invited, NEW).status_code == 302
    assert Browser().post(reset, NEW)["Location"].endswith("/done/")
