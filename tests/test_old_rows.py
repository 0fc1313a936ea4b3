"""Old rows, put back by somebody who writes to the database, give nothing: whoever has the id of
their person now, whichever verb writes them again, and whatever the head of the log says."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse

from credentials import audit, people, teams, vault
from credentials.audit import SYSTEM, triggers
from credentials.core import (
    AuditAction,
    LogChangedOutside,
    NotAllowedError,
    Role,
    RowChangedOutside,
)
from credentials.models import (
    Application,
    AuditEntry,
    AuditHead,
    ConsumerKey,
    Invitation,
    Membership,
    Person,
    SecretVersion,
    Team,
)
from credentials.people import invitations
from credentials.sealing import ChainVerdict
from dashboard.adapters import ConsoleAdapter
from tests.conftest import SECRETS
from tests.database_writer import kept_of, plant, put_back, rows_of
from tests.people import PASSWORD, Browser, join, sign_in

pytestmark = pytest.mark.django_db


def test_who_is_given_the_id_of_a_member_has_nothing_of_theirs(
    team: Team, bob: Person, consumer_key: ConsumerKey
) -> None:
    """The member's rows are moved away, somebody new is given the id, and the rows come back."""
    join(team, bob, Role.OPERATOR)
    passkey = Authenticator.objects.create(
        user=bob, type="webauthn", data={"name": "key", "credential": {"id": "one"}}
    )
    kept, kept_key, taken = kept_of(Membership.objects.get(person=bob)), kept_of(passkey), bob.pk
    passkey.delete()
    rows_of(Membership).filter(person=bob).delete()
    Person.objects.filter(pk=taken).delete()
    stranger = Person(pk=taken, email="stranger@example.com")
    stranger.set_password(PASSWORD)
    stranger.save(force_insert=True)
    put_back(Membership, kept)
    put_back(Authenticator, kept_key)
    assert teams.membership_of(stranger, team) is None
    assert not people.has_second_factor(stranger)
    with pytest.raises(NotAllowedError):
        vault.reveal(consumer_key, actor=audit.actor_of(stranger))


def test_an_invitation_that_was_used_is_not_mailed_again(
    team: Team, alice: Person, mailoutbox: list[Any]
) -> None:
    invitation = people.invite(
        team, "dora@example.com", role=Role.ADMIN, person=alice, actor=SYSTEM
    )
    token = mailoutbox[-1].body.split("/invitation/")[-1].split("/")[0].split()[0]
    kept = kept_of(Invitation.objects.get(pk=invitation.pk))
    people.accept_invitation(token, person=None, password=PASSWORD, address="192.0.2.1")
    put_back(Invitation, kept)
    count = len(mailoutbox)
    invitations.send_invitation.func(str(invitation.pk))
    assert len(mailoutbox) == count
    assert not audit.holds_or_logged(Invitation.objects.get(pk=invitation.pk))


def test_no_sign_in_is_open_to_who_was_deactivated_and_put_back(bob: Person) -> None:
    browser = sign_in(bob)
    kept = kept_of(bob)
    people.deactivate(bob, actor=SYSTEM)
    put_back(Person, kept)
    back, request = Person.objects.get(pk=bob.pk), HttpRequest()
    request.session = browser.session
    options = dict.fromkeys(("email_verification", "signal_kwargs", "email", "redirect_url"))
    answer = ConsoleAdapter(request).pre_login(request, back, signup=False, **options)
    assert answer is not None
    assert "inactive" in answer["Location"]


def test_a_session_ends_with_its_person_though_all_its_rows_are_put_back(bob: Person) -> None:
    browser = sign_in(bob)
    kept = kept_of(bob)
    people.set_password(bob, "seven boats at the pier", actor=SYSTEM)
    put_back(Person, kept)
    assert browser.get("/").status_code == 302


def test_no_verb_writes_an_old_row_anew(team: Team, alice: Person, bob: Person) -> None:
    kept = kept_of(bob)
    people.set_password(bob, "seven boats at the pier", actor=SYSTEM)
    put_back(Person, kept)
    for change in (people.end_sessions, people.deactivate):
        with pytest.raises(RowChangedOutside):
            change(bob, actor=SYSTEM)
    assert not audit.holds_or_logged(Person.objects.get(pk=bob.pk))


def test_an_admin_who_was_put_back_is_not_the_admin_that_a_team_keeps(
    team: Team, alice: Person, bob: Person
) -> None:
    join(team, bob, Role.ADMIN)
    membership = Membership.objects.get(team=team, person=bob)
    kept = kept_of(membership)
    teams.remove_member(membership, actor=SYSTEM)
    put_back(Membership, kept)
    assert teams.membership_of(bob, team) is None
    with pytest.raises(NotAllowedError, match="only admin"):
        teams.remove_member(Membership.objects.get(team=team, person=alice), actor=SYSTEM)


def test_a_version_that_was_destroyed_and_put_back_opens_no_more(
    application: Application, browser_of_alice: Browser
) -> None:
    """Not for a person, and not for a call of Keydesk's; its number is no other version's."""
    entry = application.entry
    vault.replace_secret(entry, "a0second0secret0of0thirty0signs0", actor=SYSTEM)
    kept = kept_of(entry.versions.get(number=2))
    vault.destroy(entry, 2, actor=SYSTEM)
    put_back(SecretVersion, kept)
    with pytest.raises(NotAllowedError, match="destroyed"):
        vault.reveal(entry, number=2, actor=SYSTEM)
    for newest in (vault.reveal, partial(vault.use, purpose="test")):
        assert newest(entry, actor=SYSTEM).expose() == SECRETS["application"]
    page = browser_of_alice.page(reverse("vault:detail", args=[entry.pk]))
    assert "Destroyed" in page
    (named,) = vault.inspect(actor=SYSTEM).named
    assert named.endswith("it was destroyed, and its row was put back")
    rows_of(SecretVersion).filter(pk=kept["id"]).delete()
    assert vault.replace_secret(entry, "a0third0secret0of0thirty0signs00", actor=SYSTEM).number == 3


def test_a_planted_factor_is_none(bob: Person) -> None:
    plant(Authenticator(user=bob, type="webauthn", data={"name": "key", "credential": {}}))
    assert not people.has_second_factor(bob)
    app = Authenticator.objects.create(user=bob, type="totp", data={"secret": "sealed"})
    assert people.has_second_factor(bob)
    kept = kept_of(app)
    people.reset_factors(bob, actor=SYSTEM)
    put_back(Authenticator, kept)
    assert not people.has_second_factor(bob)


def test_no_proof_is_dated_after_the_newest_entry(team: Team, bob: Person) -> None:
    """The head of the log is anybody's word: a number to come would never be ended."""
    audit.record(AuditAction.SIGNED_IN, actor=SYSTEM)
    newest = AuditEntry.objects.first()
    assert newest is not None
    AuditHead.objects.update(seq=1_000_000)
    membership = Membership.objects.create(team=team, person=bob, role=Role.OPERATOR)
    AuditHead.objects.update(seq=newest.seq)
    assert membership.proof.split(".")[0] == str(newest.seq)


@pytest.mark.parametrize("changed", [{"seq": 900}, {"mac": "f" * 64}])
def test_nothing_follows_a_head_that_is_not_the_newest_entry(
    bob: Person, changed: dict[str, object]
) -> None:
    audit.record(AuditAction.SIGNED_IN, actor=SYSTEM)
    head = AuditHead.objects.values("seq", "mac").get()
    AuditHead.objects.update(**changed)
    with pytest.raises(LogChangedOutside, match="was changed outside Keydesk"):
        people.end_sessions(bob, actor=SYSTEM)
    AuditHead.objects.update(**head)
    people.end_sessions(bob, actor=SYSTEM)
    assert audit.verify().verdict is ChainVerdict.INTACT


def test_nothing_follows_an_entry_that_somebody_else_wrote(bob: Person) -> None:
    audit.record(AuditAction.SIGNED_IN, actor=SYSTEM)
    triggers.remove(connection)
    AuditEntry.objects.filter(seq=AuditHead.objects.get().seq).update(actor="nobody")
    for write in (people.end_sessions, people.deactivate):
        with pytest.raises(LogChangedOutside):
            write(bob, actor=SYSTEM)
    with pytest.raises(LogChangedOutside):
        Person.objects.create_user("new@example.com")
