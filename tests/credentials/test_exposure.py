"""Who knows what is read off the log: reveals, copies, exports and sendings, by version."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from credentials import exposure, vault
from credentials.audit import SYSTEM, Actor
from credentials.enums import AuditAction, Role
from credentials.errors import KeyringError
from credentials.keyring import Key
from credentials.models import Account, Application, ConsumerKey, Person, SecretVersion

REVEALED, SENT = AuditAction.SECRET_REVEALED, AuditAction.SECRET_SENT


def as_actor(person: Person) -> Actor:
    return Actor(person.email, person.pk, "192.0.2.1")


def told(application: Application) -> list[tuple[str, int, AuditAction, int]]:
    return [(one.person, one.version, one.way, one.times) for one in exposure.of(application.entry)]


def test_a_secret_that_nobody_opened_is_known_to_nobody(
    application: Application, alice: Person
) -> None:
    vault.use(application, actor=as_actor(alice), purpose="sync")
    assert exposure.of(application.entry) == []
    assert exposure.known_to(alice) == []


def test_who_knows_which_version_and_how(
    application: Application, alice: Person, teammate: Callable[[Role], Person]
) -> None:
    bob = teammate(Role.OPERATOR)
    vault.reveal(application, actor=as_actor(alice))
    vault.reveal(application, actor=as_actor(alice))
    vault.copy(application, actor=as_actor(bob))
    vault.replace(application, "a0newer0secret", actor=SYSTEM)
    vault.export([application], actor=as_actor(bob), form="ovh.conf")
    assert told(application) == [
        (bob.email, 2, AuditAction.SECRET_EXPORTED, 1),
        (bob.email, 1, AuditAction.SECRET_COPIED, 1),
        (alice.email, 1, REVEALED, 2),
    ]
    assert exposure.of(application.entry)[0].form == "ovh.conf"


def test_who_was_sent_a_secret_knows_it_and_who_sent_it_does_not(
    application: Application, alice: Person, bob: Person
) -> None:
    vault.send(application, actor=as_actor(alice), to=bob)
    (one,) = exposure.of(application.entry)
    assert (one.person, one.person_id, one.way, one.by) == (bob.email, bob.pk, SENT, alice.email)
    assert [known.entry.pk for known in exposure.known_to(bob)] == [application.pk]
    assert exposure.known_to(alice) == []


def test_what_failed_to_open_was_not_seen(application: Application, alice: Person) -> None:
    SecretVersion.objects.update(token=Key.generate().seal("x", vault.binding(application, 1)))
    with pytest.raises(KeyringError):
        vault.reveal(application, actor=as_actor(alice))
    assert exposure.of(application.entry) == []


def test_a_leaver_knows_what_is_still_kept_and_whether_it_is_the_newest(
    application: Application, consumer_key: ConsumerKey, alice: Person
) -> None:
    for entry in (application, consumer_key):
        vault.reveal(entry, actor=as_actor(alice))
    vault.replace(application, "a0newer0secret", actor=SYSTEM)
    known = {one.entry.pk: one.is_newest for one in exposure.known_to(alice)}
    assert known == {application.pk: False, consumer_key.pk: True}
    vault.forget(application, 1, actor=SYSTEM)
    assert [one.entry.pk for one in exposure.known_to(alice)] == [consumer_key.pk]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_ledger_takes_the_same_few_queries_whatever_it_holds(
    count: int,
    account: Account,
    alice: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        entry = vault.store_application(
            account,
            card=vault.Card(label=f"app {number}"),
            application_key=f"key{number}",
            secret=f"secret0value{number}",
            actor=SYSTEM,
        )
        vault.reveal(entry, actor=as_actor(alice))
    with django_assert_num_queries(1):
        assert len(exposure.of(entry.entry)) == 1
    with django_assert_num_queries(2):
        assert len({(known.entry.account.label) for known in exposure.known_to(alice)}) == 1
