"""A person whose row was changed outside: no verb acts on them under an address that is not theirs,
what ends is theirs for good, and an admin can remove them all the same."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from credentials import audit, link_tokens, onboarding, people, teams
from credentials.audit import SYSTEM
from credentials.core import AuditAction, LinkPurpose, Outcome, Role, RowChangedOutside
from credentials.models import AuditEntry, MailedLink, Membership, Person, Team
from credentials.people import links, notices
from tests.credentials.verbs.person_verbs import (
    OF_OWNERS,
    ON_PERSONS,
    OTHERS,
    admit,
    owned_by_charlie,
    taking_persons,
)
from tests.credentials.verbs.scene import Scene
from tests.credentials.verbs.table import VERBS
from tests.credentials.verbs.verb_calls import spec
from tests.database_writer import another_address, kept_of, put_back, rows_of
from tests.people import Browser, join, make_person

pytestmark = pytest.mark.django_db
_OTHER = "somebody@example.com"


@pytest.fixture
def scene(request: pytest.FixtureRequest) -> Scene:
    return Scene(request)


def _refusals(action: AuditAction) -> list[AuditEntry]:
    entries = AuditEntry.objects.filter(action=action, outcome=Outcome.DENIED)
    return list(entries.filter(details__cause="RowChangedOutside"))


def test_every_verb_that_is_given_a_person_is_in_a_table() -> None:
    assert taking_persons() == {*ON_PERSONS, *OF_OWNERS, *OTHERS}


@pytest.mark.parametrize("name", ON_PERSONS)
def test_no_verb_acts_on_somebody_whose_row_was_changed(name: str, scene: Scene) -> None:
    """Not where the person was read before the change, and not where they were read after it."""
    verb, person = VERBS[name], ON_PERSONS[name](scene)
    actor = scene.actor(Role.ADMIN) if verb.permission else SYSTEM
    with another_address(person, _OTHER):
        for _ in range(2):
            with pytest.raises(RowChangedOutside, match="This person was changed outside Keydesk"):
                verb.act(scene, actor)
            person.refresh_from_db()
    assert _refusals(verb.action)
    (noted,) = AuditEntry.objects.filter(action=AuditAction.ROW_DISTRUSTED)
    assert (noted.subject, noted.subject_id) == ("credentials_person", str(person.pk))


@pytest.mark.parametrize("name", OF_OWNERS)
def test_nobody_owns_an_entry_whose_row_was_changed(name: str, scene: Scene) -> None:
    action, act = OF_OWNERS[name]
    with another_address(scene.charlie, _OTHER), pytest.raises(RowChangedOutside):
        act(scene, scene.actor(Role.ADMIN))
    assert _refusals(action)


def test_no_key_is_requested_for_an_owner_whose_row_was_changed(scene: Scene) -> None:
    owned = replace(spec(), metadata=owned_by_charlie(scene))
    with another_address(scene.charlie, _OTHER), pytest.raises(RowChangedOutside):
        onboarding.request_key(
            scene.application, owned, person=scene.alice, actor=SYSTEM, callback_url=str
        )
    assert _refusals(AuditAction.KEY_REQUESTED)


def test_no_consent_link_is_made_for_an_owner_whose_row_was_changed(scene: Scene) -> None:
    owned = replace(spec(), metadata=owned_by_charlie(scene))
    with another_address(scene.charlie, _OTHER), pytest.raises(RowChangedOutside):
        onboarding.make_consent_link(
            scene.application,
            owned,
            onboarding.ConsentWords(asked_by="Harbour"),
            lifetime=timedelta(days=1),
            person=scene.alice,
            actor=SYSTEM,
        )
    assert _refusals(AuditAction.CONSENT_LINK_MADE)


def test_nobody_joins_by_an_invitation_to_the_address_of_another(scene: Scene) -> None:
    bob = make_person("bob")
    with another_address(bob, scene.invitation.email):
        bob.refresh_from_db()
        token = link_tokens.new_token()
        scene.invitation.digest = link_tokens.digest_of(token)
        scene.invitation.save(update_fields=["digest"])
        with pytest.raises(RowChangedOutside):
            people.accept_invitation(token, person=bob, password="", address="192.0.2.1")
    assert teams.membership_of(bob, scene.team) is None
    assert _refusals(AuditAction.MEMBER_ADDED)


def test_the_provider_vouches_for_nobody_whose_row_was_changed(scene: Scene) -> None:
    with another_address(scene.charlie, _OTHER), pytest.raises(RowChangedOutside):
        admit(scene, scene.charlie)
    assert _refusals(AuditAction.SIGN_IN_FAILED)


def test_an_admin_adds_nobody_under_the_address_of_another(
    browser_of_alice: Browser, team: Team, charlie: Person
) -> None:
    with another_address(charlie, "dora@example.com"):
        answer = browser_of_alice.post(
            reverse("team:add", args=[team.pk]), {"email": "dora@example.com", "role": "admin"}
        )
    assert "was changed outside Keydesk" in answer.content.decode()
    assert not Membership.objects.filter(team=team, person=charlie).exists()


@pytest.mark.parametrize(
    "words",
    [
        ("sign_in_link", _OTHER),
        ("reset_factors", _OTHER),
        ("end_sessions", _OTHER),
        ("create_team", "Pier", "--admin", _OTHER),
    ],
)
def test_a_command_for_another_is_refused_in_words_and_logged(
    words: tuple[str, ...], alice: Person
) -> None:
    with another_address(alice, _OTHER), pytest.raises(CommandError, match="changed outside"):
        call_command(*words)
    denied = AuditEntry.objects.filter(outcome=Outcome.DENIED)
    assert denied.filter(details__cause="RowChangedOutside").exists()


def test_no_mail_goes_to_an_address_that_is_not_theirs(bob: Person, mailoutbox: list[Any]) -> None:
    people.reset_factors(bob, actor=SYSTEM)
    told = len(mailoutbox)
    with another_address(bob, _OTHER):
        notices.send_notice.func(bob.pk, AuditAction.FACTORS_RESET)
        asked = Browser().post(reverse("account_reset_password"), {"email": _OTHER})
    assert asked.status_code == 302
    assert AuditEntry.objects.filter(action=AuditAction.ROW_DISTRUSTED).exists()
    assert len(mailoutbox) == told
    assert not MailedLink.objects.exists()


def test_who_was_removed_under_another_address_does_not_come_back(team: Team, bob: Person) -> None:
    join(team, bob, Role.OPERATOR)
    kept = kept_of(Membership.objects.get(person=bob))
    with another_address(bob, "b0b@example.com"):
        teams.remove_member(Membership.objects.get(person=bob), actor=SYSTEM)
    put_back(Membership, kept)
    assert teams.membership_of(bob, team) is None


@pytest.mark.parametrize("column", ["id", "role", "team_id", "person_id"])
def test_a_row_that_was_changed_is_removed_and_its_old_state_with_it(
    column: str, team: Team, bob: Person, charlie: Person
) -> None:
    join(team, bob, Role.OPERATOR)
    kept = kept_of(Membership.objects.get(person=bob))
    theirs = Membership.objects.get(person=charlie)
    other = {"id": 99, "role": "root", "team_id": theirs.team_id, "person_id": charlie.pk}
    rows_of(Membership).filter(pk=kept["id"]).update(**{column: other[column]})
    (changed,) = Membership.objects.filter(pk__in=(99, kept["id"]))
    teams.remove_member(changed, actor=SYSTEM)
    put_back(Membership, kept)
    assert teams.membership_of(bob, team) is None


def test_a_removal_says_which_person_and_which_membership(team: Team, bob: Person) -> None:
    join(team, bob, Role.OPERATOR)
    membership = Membership.objects.get(person=bob)
    rows_of(Person).filter(pk=bob.pk).update(email=_OTHER, identity=uuid.uuid4())
    teams.remove_member(Membership.objects.get(pk=membership.pk), actor=SYSTEM)
    entry = AuditEntry.objects.get(action=AuditAction.MEMBER_REMOVED)
    assert entry.details["identity"] == ""  # nobody can say
    assert (entry.details["membership"], entry.details["person_id"]) == (membership.pk, bob.pk)


def test_a_removal_ends_nobody_elses_membership(team: Team, bob: Person, charlie: Person) -> None:
    """The addresses of two members are exchanged while an admin removes one of them."""
    for person in (bob, charlie):
        join(team, person, Role.OPERATOR)
    kept = kept_of(Membership.objects.get(team=team, person=bob))
    with another_address(charlie, _OTHER), another_address(bob, charlie.email):
        teams.remove_member(Membership.objects.get(team=team, person=bob), actor=SYSTEM)
    put_back(Membership, kept)
    assert teams.membership_of(bob, team) is None
    assert teams.membership_of(charlie, team) is not None


def test_a_role_is_changed_of_nobody_under_the_address_of_another(
    team: Team, bob: Person, charlie: Person
) -> None:
    for person in (bob, charlie):
        join(team, person, Role.OPERATOR)
    with another_address(charlie, _OTHER), another_address(bob, charlie.email):
        shown = Membership.objects.get(team=team, person=bob)
        with pytest.raises(RowChangedOutside):
            teams.change_role(shown, Role.ADMIN, actor=SYSTEM)
    assert {teams.role_in(person, team.pk) for person in (bob, charlie)} == {Role.OPERATOR}


def test_who_is_added_again_has_no_earlier_role(team: Team, bob: Person) -> None:
    """The row was deleted, so that nobody could remove it, and comes back after a lesser one."""
    join(team, bob, Role.ADMIN)
    kept = kept_of(Membership.objects.get(person=bob))
    rows_of(Membership).filter(person=bob).delete()
    join(team, bob, Role.AUDITOR)
    rows_of(Membership).filter(person=bob).delete()
    put_back(Membership, kept)
    assert teams.membership_of(bob, team) is None


def test_entries_without_an_identity_end_by_the_address(team: Team, bob: Person) -> None:
    """As versions before wrote them; one with an identity ends nobody else who has the address."""
    join(team, bob, Role.OPERATOR)
    subject, details = audit.subject_of(team), {"person": bob.email, "role": "operator"}
    of_another: dict[str, audit.Detail] = {**details, "identity": "0" * 8, "membership": 0}
    audit.record(AuditAction.MEMBER_REMOVED, actor=SYSTEM, subject=subject, details=of_another)
    assert teams.membership_of(bob, team) is not None
    audit.record(AuditAction.MEMBER_REMOVED, actor=SYSTEM, subject=subject, details={**details})
    assert teams.membership_of(bob, team) is None


def test_who_was_deactivated_stays_so_whatever_their_address(team: Team, bob: Person) -> None:
    join(team, bob, Role.OPERATOR)
    kept = kept_of(bob)
    people.deactivate(bob, actor=SYSTEM)
    entry = AuditEntry.objects.get(action=AuditAction.PERSON_DEACTIVATED)
    assert entry.details == {"person": bob.email, "identity": str(bob.identity)}
    put_back(Person, kept)
    assert not audit.holds_or_logged(Person.objects.get(pk=bob.pk))


@pytest.mark.parametrize("purpose", LinkPurpose)
def test_a_newer_link_ends_an_older_one_that_is_put_back(purpose: LinkPurpose, bob: Person) -> None:
    old = links.make_link(bob, purpose, lifetime=timedelta(hours=1))
    kept = kept_of(MailedLink.objects.get())
    new = links.make_link(bob, purpose, lifetime=timedelta(hours=1))
    put_back(MailedLink, kept)
    assert people.find_link(old, purpose) is None
    assert people.find_link(new, purpose) is not None
