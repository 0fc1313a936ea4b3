"""Who knows what is read off the log: reveals, copies, exports and sendings, by version."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from credentials import audit, vault
from credentials.audit import SYSTEM, Actor
from credentials.core import AuditAction, KeyringError, Role
from credentials.models import Account, Application, ConsumerKey, Person, SecretVersion
from credentials.sealing import Key
from credentials.vault import seal_locations

REVEALED, SENT = AuditAction.SECRET_REVEALED, AuditAction.SECRET_SENT


def as_actor(person: Person) -> Actor:
    return audit.actor_of(person, "192.0.2.1")


def known_by(application: Application) -> list[tuple[str, int, AuditAction, int]]:
    return [
        (exposure.person, exposure.version, exposure.way, exposure.times)
        for exposure in vault.exposures_of(application.entry)
    ]


def test_a_secret_that_nobody_opened_is_known_to_nobody(
    application: Application, alice: Person
) -> None:
    vault.use(application, actor=as_actor(alice), purpose="sync")
    assert vault.exposures_of(application.entry) == []
    assert vault.known_to(alice) == []


def test_who_knows_which_version_and_how(
    application: Application, alice: Person, teammate: Callable[[Role], Person]
) -> None:
    bob = teammate(Role.OPERATOR)
    vault.reveal(application, actor=as_actor(alice))
    vault.reveal(application, actor=as_actor(alice))
    vault.copy(application, actor=as_actor(bob))
    vault.replace_secret(application, "a0newer0secret", actor=SYSTEM)
    vault.export([application], actor=as_actor(bob), form="ovh.conf", destination="download")
    assert known_by(application) == [
        (bob.email, 2, AuditAction.SECRET_EXPORTED, 1),
        (bob.email, 1, AuditAction.SECRET_COPIED, 1),
        (alice.email, 1, REVEALED, 2),
    ]
    assert vault.exposures_of(application.entry)[0].form == "ovh.conf"


def test_who_was_sent_a_secret_knows_it_and_who_sent_it_does_not(
    application: Application, alice: Person, bob: Person
) -> None:
    sending = vault.Sending(sender=alice, to=bob.email, link="a link", form="ovh.conf")
    vault.send([application], sending, actor=Actor("whoever has the link"), burn=lambda: None)
    (exposure,) = vault.exposures_of(application.entry)
    assert (exposure.person, exposure.person_id, exposure.way, exposure.by) == (
        bob.email,
        bob.pk,
        SENT,
        alice.email,
    )
    assert [known.entry.pk for known in vault.known_to(bob)] == [application.pk]
    assert vault.known_to(alice) == []


def test_what_failed_to_open_was_not_seen(application: Application, alice: Person) -> None:
    SecretVersion.objects.update(
        token=Key.generate().seal("x", seal_locations.binding(application, 1))
    )
    with pytest.raises(KeyringError):
        vault.reveal(application, actor=as_actor(alice))
    assert vault.exposures_of(application.entry) == []


def test_a_leaver_knows_what_is_still_kept_and_whether_it_is_the_newest(
    application: Application, consumer_key: ConsumerKey, alice: Person
) -> None:
    for entry in (application, consumer_key):
        vault.reveal(entry, actor=as_actor(alice))
    vault.replace_secret(application, "a0newer0secret", actor=SYSTEM)
    known = {knowledge.entry.pk: knowledge.is_newest for knowledge in vault.known_to(alice)}
    assert known == {application.pk: False, consumer_key.pk: True}
    vault.destroy(application, 1, actor=SYSTEM)
    assert [knowledge.entry.pk for knowledge in vault.known_to(alice)] == [consumer_key.pk]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_exposures_take_the_same_few_queries_for_any_number_of_rows(
    count: int,
    account: Account,
    alice: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        entry = vault.store_application(
            account,
            metadata=vault.EntryMetadata(label=f"app {number}"),
            application_key=f"key{number}",
            secret=f"secret0value{number}",
            actor=SYSTEM,
        )
        vault.reveal(entry, actor=as_actor(alice))
    with django_assert_num_queries(1):
        assert len(vault.exposures_of(entry.entry)) == 1
    with django_assert_num_queries(2):
        assert len({(known.entry.account.label) for known in vault.known_to(alice)}) == 1
