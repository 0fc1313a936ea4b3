"""Rows that were changed outside Keydesk, or put back as they once were: nobody gains by them, the
log says so once, and whoever runs Keydesk can list them and take one as it stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.http import HttpRequest
from django.urls import reverse

from credentials import audit, people, teams, vault
from credentials.audit import SYSTEM
from credentials.core import (
    AuditAction,
    LinkPurpose,
    NotAllowedError,
    Outcome,
    Role,
    RowChangedOutside,
)
from credentials.models import (
    Account,
    AuditEntry,
    ConsumerKey,
    Invitation,
    MailedLink,
    Membership,
    Person,
    RowProof,
    Team,
)
from credentials.people import links
from tests.database_writer import kept_of, plant, put_back, rows_of
from tests.people import PASSWORD, Browser, join

pytestmark = pytest.mark.django_db


def _signed_in(person: Person, password: str) -> object:
    request = HttpRequest()
    request.user = AnonymousUser()
    request.META["REMOTE_ADDR"] = "192.0.2.1"
    return authenticate(request, email=person.email, password=password)


def _reveal(key: ConsumerKey, person: Person) -> str:
    return vault.reveal(key, actor=audit.actor_of(person)).expose()


def test_a_membership_that_was_ended_and_put_back_opens_nothing(
    team: Team, alice: Person, bob: Person, consumer_key: ConsumerKey
) -> None:
    join(team, bob, Role.OPERATOR)
    membership = Membership.objects.get(person=bob)
    assert _reveal(consumer_key, bob)
    kept = kept_of(membership)
    teams.remove_member(membership, actor=SYSTEM)
    put_back(Membership, kept)
    with pytest.raises(NotAllowedError):
        _reveal(consumer_key, bob)


def test_a_role_that_was_taken_away_and_put_back_opens_nothing(
    team: Team, alice: Person, bob: Person, consumer_key: ConsumerKey
) -> None:
    join(team, bob, Role.OPERATOR)
    membership = Membership.objects.get(person=bob)
    kept = kept_of(membership)
    teams.change_role(membership, Role.AUDITOR, actor=SYSTEM)
    put_back(Membership, kept)
    with pytest.raises(NotAllowedError):
        _reveal(consumer_key, bob)
    with pytest.raises(NotAllowedError, match="is no member any more"):
        teams.change_role(Membership.objects.get(person=bob), Role.AUDITOR, actor=SYSTEM)
    teams.add_member(team, bob, Role.OPERATOR, actor=SYSTEM)
    assert _reveal(consumer_key, bob)


def test_an_admin_who_was_removed_and_put_back_ends_nobodys_access(
    team: Team, bob: Person, charlie: Person
) -> None:
    join(team, bob, Role.ADMIN)
    join(team, charlie, Role.OPERATOR)
    membership = Membership.objects.get(person=bob)
    kept = kept_of(membership)
    teams.remove_member(membership, actor=SYSTEM)
    put_back(Membership, kept)
    for end in (people.deactivate, people.end_sessions):
        with pytest.raises(NotAllowedError, match="does not include this any more"):
            end(charlie, actor=audit.actor_of(bob))


def test_an_old_password_put_back_signs_nobody_in(bob: Person) -> None:
    kept = kept_of(bob)
    people.set_password(bob, "seven boats at the pier", actor=SYSTEM)
    assert _signed_in(bob, "seven boats at the pier") == bob
    put_back(Person, kept)
    assert _signed_in(bob, PASSWORD) is None


def test_who_was_deactivated_and_put_back_neither_signs_in_nor_opens(
    team: Team, alice: Person, bob: Person, consumer_key: ConsumerKey
) -> None:
    join(team, bob, Role.OPERATOR)
    kept = kept_of(bob)
    people.deactivate(bob, actor=SYSTEM)
    put_back(Person, kept)
    assert _signed_in(bob, PASSWORD) is None
    with pytest.raises(NotAllowedError):
        _reveal(consumer_key, bob)
    for change in (people.reactivate, people.end_sessions):
        with pytest.raises(RowChangedOutside):
            change(bob, actor=SYSTEM)
    with pytest.raises(SystemExit):
        call_command("prove_rows", stdout=StringIO())
    _told("prove_rows", "--accept", "credentials_person", str(bob.pk), "--reason", "is back")
    people.reactivate(bob, actor=SYSTEM)
    assert _signed_in(bob, PASSWORD) == bob
    assert _reveal(consumer_key, bob)


def test_an_invitation_that_was_accepted_and_put_back_works_no_more(
    team: Team, alice: Person, mailoutbox: list[Any]
) -> None:
    invitation = people.invite(
        team, "dora@example.com", role=Role.ADMIN, person=alice, actor=SYSTEM
    )
    token = mailoutbox[-1].body.split("/invitation/")[-1].split("/")[0].split()[0]
    kept = kept_of(Invitation.objects.get(pk=invitation.pk))
    joined = people.accept_invitation(token, person=None, password=PASSWORD, address="192.0.2.1")
    teams.remove_member(Membership.objects.get(person=joined), actor=SYSTEM)
    put_back(Invitation, kept)
    assert people.find_invitation(token) is None


def test_a_link_that_was_used_and_put_back_works_no_more(bob: Person) -> None:
    token = links.make_link(bob, LinkPurpose.PASSWORD_RESET, lifetime=timedelta(hours=1))
    kept = kept_of(MailedLink.objects.get())
    assert people.reset_password(token, "seven boats at the pier", address="192.0.2.1") == bob
    put_back(MailedLink, kept)
    assert people.find_link(token, LinkPurpose.PASSWORD_RESET) is None


def test_a_factor_of_somebody_else_is_not_used(alice: Person, bob: Person) -> None:
    """A passkey that was moved, one that was planted with a copied proof, and one put back."""
    own = Authenticator.objects.create(
        user=bob, type="webauthn", data={"name": "key", "credential": {"id": "one"}}
    )
    own.record_usage()
    kept, proof = kept_of(own), RowProof.objects.get(row_id=str(own.pk)).proof
    rows_of(Authenticator).filter(pk=own.pk).update(user=alice)
    with pytest.raises(RowChangedOutside):
        Authenticator.objects.get(pk=own.pk).record_usage()
    put_back(Authenticator, kept)
    planted = Authenticator(pk=own.pk + 1, user=alice, type="webauthn", data=own.data)
    plant(planted)
    plant(RowProof(table="mfa_authenticator", row_id=str(planted.pk), proof=proof))
    with pytest.raises(RowChangedOutside):
        Authenticator.objects.get(pk=planted.pk).record_usage()
    own.delete()
    put_back(Authenticator, kept)
    with pytest.raises(RowChangedOutside):
        Authenticator.objects.get(user=bob).record_usage()


def test_a_row_that_is_not_believed_is_in_the_log_once(
    team: Team, charlie: Person, sign_in: Callable[[Person], Browser]
) -> None:
    plant(Membership(team=team, person=charlie, role=Role.ADMIN))
    browser = sign_in(charlie)
    for _ in range(2):
        page = browser.get(reverse("team:detail", args=[team.pk]))
        assert page.status_code == 404
    entry = AuditEntry.objects.get(action=AuditAction.ROW_DISTRUSTED)
    assert (entry.subject_kind, entry.outcome) == ("membership", Outcome.DENIED)
    assert entry.team_id == team.pk


def test_a_moved_account_is_reached_from_nowhere_and_says_why(
    account: Account,
    browser_of_alice: Browser,
    charlie: Person,
    sign_in: Callable[[Person], Browser],
) -> None:
    rows_of(Account).update(team=charlie.teams.get())
    url = reverse("accounts:detail", args=[account.pk])
    assert browser_of_alice.get(url).status_code == 404
    page = sign_in(charlie).get(url)
    assert page.status_code == 403
    assert "was changed outside Keydesk" in page.content.decode()


def test_saving_a_row_proves_nothing_that_somebody_else_wrote(bob: Person) -> None:
    seen = Person.objects.get(pk=bob.pk)
    rows_of(Person).filter(pk=bob.pk).update(email="other@example.com")
    with pytest.raises(RowChangedOutside):
        seen.save(update_fields=["session_generation"])
    changed = Person.objects.get(pk=bob.pk)
    with pytest.raises(RowChangedOutside):
        changed.save()
    with pytest.raises(TypeError, match="save each row"):
        Person.objects.update(email="other@example.com")


def test_rows_are_listed_and_taken_as_they_stand_for_a_reason(bob: Person) -> None:
    SocialAccount.objects.create(user=bob, provider="company", uid="bob")
    assert _told("prove_rows") == "Every row is as Keydesk wrote it.\n"
    rows_of(Person).filter(pk=bob.pk).update(email="robert@example.com")
    rows_of(SocialAccount).update(uid="robert")
    listed = StringIO()
    with pytest.raises(SystemExit):
        call_command("prove_rows", stdout=listed)
    assert f"credentials_person {bob.pk} 'robert@example.com'" in listed.getvalue()
    assert "socialaccount_socialaccount" in listed.getvalue()
    row = ("--accept", "credentials_person", str(bob.pk))
    with pytest.raises(CommandError, match="--reason"):
        call_command("prove_rows", *row)
    assert "grants from now on" in _told("prove_rows", *row, "--reason", "new address")
    assert audit.genuine_or_logged(Person.objects.get(pk=bob.pk))
    entry = AuditEntry.objects.get(action=AuditAction.ROWS_PROVEN)
    assert entry.details["reason"] == "new address"


def test_no_row_is_accepted_that_is_not_there(bob: Person) -> None:
    for table, row_id in (("credentials_team", "1"), ("credentials_account", "x")):
        with pytest.raises(CommandError, match=table):
            call_command("prove_rows", "--accept", table, row_id, "--reason", "none")


def _told(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()
