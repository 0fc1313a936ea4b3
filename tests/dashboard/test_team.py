"""Members are managed by admins, on confirmation, and every change is in the log."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.urls import reverse

from credentials import teams
from credentials.core import AuditAction, Role
from credentials.models import AuditEntry, Membership, Person, Team
from tests.people import Browser

Teammate = Callable[[Role], Person]


def url(name: str, key: object) -> str:
    return reverse(f"team:{name}", args=[key])


def test_a_member_sees_who_is_in_the_team(
    sign_in: Callable[[Person], Browser], teammate: Teammate, team: Team
) -> None:
    page = sign_in(teammate(Role.AUDITOR)).page(url("detail", team.pk))
    assert "alice@example.com" in page
    assert "An admin can do this." in page


def test_someone_new_is_invited_and_is_nobody_until_they_join(
    browser_of_alice: Browser, team: Team
) -> None:
    answer = browser_of_alice.post(
        url("add", team.pk), {"email": "Bob@example.com", "role": "operator"}
    )
    assert answer.status_code == 302
    assert not Person.objects.filter(email="bob@example.com").exists()
    assert [message.to for message in mail.outbox] == [["bob@example.com"]]
    assert "bob@example.com" in browser_of_alice.page(url("detail", team.pk))


def test_someone_known_is_added_without_a_mail(
    browser_of_alice: Browser, team: Team, bob: Person
) -> None:
    browser_of_alice.post(url("add", team.pk), {"email": bob.email, "role": "auditor"})
    assert teams.role_in(bob, team.pk) is Role.AUDITOR
    assert not mail.outbox


def test_adding_twice_says_so_and_keeps_what_was_typed(
    browser_of_alice: Browser, team: Team
) -> None:
    answer = browser_of_alice.post(
        url("add", team.pk), {"email": "alice@example.com", "role": "auditor"}
    )
    assert "is a member of Harbour already" in answer.content.decode()
    assert 'value="alice@example.com"' in answer.content.decode()


def test_a_role_changes_and_the_log_says_so(
    browser_of_alice: Browser, team: Team, teammate: Teammate
) -> None:
    bob = teammate(Role.REQUESTER)
    membership = Membership.objects.get(team=team, person=bob)
    browser_of_alice.post(url("change", membership.pk), {"role": "operator"})
    entry = AuditEntry.objects.get(action=AuditAction.MEMBER_ROLE_CHANGED)
    assert entry.details == {
        "person": bob.email,
        "identity": str(bob.identity),
        "person_id": bob.pk,
        "membership": membership.pk,
        "role": "operator",
    }


def test_a_member_is_removed(browser_of_alice: Browser, team: Team, teammate: Teammate) -> None:
    bob = teammate(Role.REQUESTER)
    browser_of_alice.post(url("remove", Membership.objects.get(person=bob).pk))
    assert teams.role_in(bob, team.pk) is None


def test_the_only_admin_is_told_why_they_stay(browser_of_alice: Browser, alice: Person) -> None:
    membership = Membership.objects.get(person=alice)
    answer = browser_of_alice.post(url("remove", membership.pk), follow=True)
    assert "only admin" in answer.content.decode()
    assert Membership.objects.filter(pk=membership.pk).exists()


def test_a_role_change_asks_for_a_fresh_confirmation(
    sign_in: Callable[[Person], Browser], alice: Person, team: Team
) -> None:
    answer = sign_in(alice).get(url("add", team.pk))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/confirm/")


def test_an_admin_sets_the_policy_and_everybody_reads_it(
    browser_of_alice: Browser,
    sign_in: Callable[[Person], Browser],
    teammate: Teammate,
    team: Team,
) -> None:
    terms = {"forbids_whole_account": "on", "longest_days": "90"}
    answer = browser_of_alice.post(url("policy", team.pk), terms, follow=True)
    assert "The policy holds from now on." in answer.content.decode()
    page = sign_in(teammate(Role.AUDITOR)).page(url("detail", team.pk))
    assert "No key reaches the whole account." in page
    assert "No key lasts longer than 90 days." in page
    assert "An admin can do this." in page
    assert AuditEntry.objects.get(action=AuditAction.POLICY_CHANGED).subject == "Harbour"


def test_only_what_changes_of_the_policy_is_in_the_log(
    browser_of_alice: Browser, team: Team
) -> None:
    browser_of_alice.post(url("policy", team.pk), {})
    browser_of_alice.post(url("policy", team.pk), {"requires_purpose": "on"})
    browser_of_alice.post(url("policy", team.pk), {"requires_purpose": "on"})
    changes = AuditEntry.objects.filter(team_id=team.pk, action__startswith="team:")
    terms = (AuditAction.POLICY_CHANGED, AuditAction.ACCESS_TERMS_CHANGED)
    assert [entry.action for entry in changes.filter(action__in=terms)] == [terms[1]]


def test_a_policy_is_taken_back_by_clearing_it(browser_of_alice: Browser, team: Team) -> None:
    browser_of_alice.post(url("policy", team.pk), {"requires_owner": "on"})
    assert "checked" in browser_of_alice.page(url("policy", team.pk))
    browser_of_alice.post(url("policy", team.pk), {"longest_days": ""})
    assert "None: any key may be requested." in browser_of_alice.page(url("detail", team.pk))


@pytest.mark.parametrize("days", ["0", "-3", "soon", "99999"])
def test_a_number_of_days_that_is_none_is_said_and_kept(
    browser_of_alice: Browser, team: Team, days: str
) -> None:
    terms = {"requires_owner": "on", "longest_days": days}
    page = browser_of_alice.post(url("policy", team.pk), terms).content.decode()
    assert f'value="{days}"' in page
    assert "errorlist" in page
    team.refresh_from_db()
    assert not team.requires_owner
