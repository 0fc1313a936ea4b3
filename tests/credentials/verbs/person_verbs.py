"""Verbs that act on a person, and whom: each refuses somebody whose row was changed outside."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from credentials import live, people, service_accounts, vault
from credentials.audit import Actor
from credentials.core import AuditAction
from credentials.models import Person
from tests.credentials.verbs.changing import changes_something, exported
from tests.credentials.verbs.own_verbs import ADDRESS
from tests.credentials.verbs.scene import METADATA, Scene
from tests.credentials.verbs.verb_calls import Act

#: The person on whom the verb of the table acts.
ON_PERSONS: Final[dict[str, Callable[[Scene], Person]]] = {
    "teams.create_team": lambda s: s.alice,
    "teams.add_member": lambda s: s.charlie,
    "teams.change_role": lambda s: s.another_member.person,
    "people.set_password": lambda s: s.alice,
    "people.make_sign_in_link": lambda s: s.alice,
    "people.reset_factors": lambda s: s.alice,
    "people.end_sessions": lambda s: s.another_member.person,
    "people.deactivate": lambda s: s.another_member.person,
    "people.reactivate": lambda s: s.another_member.person,
    "notices.make_calendar_link": lambda s: s.alice,
}


def owned_by_charlie(scene: Scene) -> vault.EntryMetadata:
    return replace(METADATA, owner=scene.charlie)


def _store(scene: Scene, actor: Actor) -> object:
    return vault.store_application(
        scene.account,
        metadata=owned_by_charlie(scene),
        application_key="a0new0key",
        secret="a0new0secret0of0an0application01",
        actor=actor,
    )


def _create(scene: Scene, actor: Actor) -> object:
    account = scene.world.account
    return service_accounts.create(
        account, metadata=owned_by_charlie(scene), description="", actor=actor
    )


#: Verbs that write an owner on an entry, who is Charlie here.
OF_OWNERS: Final[dict[str, tuple[AuditAction, Act]]] = {
    "vault.relabel": (
        AuditAction.ENTRY_CHANGED,
        lambda s, a: vault.relabel(s.application.entry, owned_by_charlie(s), actor=a),
    ),
    "live.assign_owner": (
        AuditAction.CREDENTIAL_ASSIGNED,
        lambda s, a: live.assign_owner(s.world.live("audit trial"), s.charlie, actor=a),
    ),
    "vault.store_application": (AuditAction.ENTRY_STORED, _store),
    "service_accounts.create": (AuditAction.CLIENT_CREATED, _create),
}


def admit(scene: Scene, person: Person) -> object:
    """By the identity provider, which knows them by another name than their address."""
    return people.admit_by_groups(person.email, [scene.map_groups()], known=person, address=ADDRESS)


#: What takes a person, a membership or an owner and is not in these tables, and why.
OTHERS: Final = {
    "teams.remove_member": "always ends what it is given: test_changed_people.py",
    "people.accept_invitation": "adds the member by teams.add_member: test_changed_people.py",
    "people.admit_by_groups": "test_changed_people.py",
    "vault.store_entry": "one with vault.store_application",
    "vault.store_consumer_key": "one with vault.store_application",
    "vault.store_service_account": "one with vault.store_application",
    "onboarding.adopt": "keeps what it proved by vault.store_application",
    "onboarding.take_in": "keeps what was checked by vault.store_application",
    "service_accounts.store": "keeps what it proved by vault.store_service_account",
    "onboarding.request_key": "test_changed_people.py",
    "rotations.start": "requests by onboarding.request_key",
    "onboarding.request_again": "requests by onboarding.request_key",
    "onboarding.redeem_callback": "the person is who is signed in",
    "people.invite": "the person is who is signed in",
    "notices.choose": "the person is who is signed in",
    "notices.end_calendar_link": "the person is who is signed in",
    "onboarding.make_handover": "the person is who is signed in",
    "onboarding.make_consent_link": "the owner is looked at: test_changed_people.py",
    "teams.note_absence": "the person has just signed in",
    "teams.save_profile": "the author is who is signed in",
    "people.begin_session": "the person has just signed in",
    "people.drop_restored_session": "the session has ended",
    "people.ask_reset": "its worker looks, so that nobody measures it: test_changed_people.py",
    "people.queue_notice": "its worker looks whose address it is: test_changed_people.py",
    "people.refuse_sign_in": "lets nobody in",
}
_TAKE: Final = ("Person", "Membership", "EntryMetadata", "KeyRequestSpec")


def taking_persons() -> set[str]:
    """What changes something and is given a person, a membership or an owner."""
    return {
        name
        for name, function in exported().items()
        if changes_something(function) and _takes(function)
    }


def _takes(function: Callable[..., object]) -> bool:
    given = inspect.signature(function).parameters.values()
    return any(word in str(each.annotation) for each in given for word in _TAKE)
