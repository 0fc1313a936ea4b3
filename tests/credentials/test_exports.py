"""What is exported is whole, is on the record as taken, and opens something."""

from __future__ import annotations

import pytest

from credentials import exports, exposure, vault
from credentials.audit import SYSTEM, Actor
from credentials.enums import AuditAction, KeyState, Outcome
from credentials.errors import NotAllowedError
from credentials.exports import Export
from credentials.formats import FORMATS, UnsafeValueError
from credentials.models import (
    Application,
    AuditEntry,
    ConsumerKey,
    Entry,
    Person,
    ServiceAccount,
)
from tests.conftest import SECRETS


def exported(entry: Entry, *, form: str = "ovh.conf", actor: Actor = SYSTEM) -> Export:
    return exports.export(entry, form=FORMATS[form], actor=actor)


def takings() -> list[tuple[str, str, object]]:
    found = AuditEntry.objects.filter(action=AuditAction.SECRET_EXPORTED).order_by("seq")
    return [(one.subject, one.outcome, one.details.get("format")) for one in found]


def test_a_key_is_exported_with_its_application_and_both_are_on_the_record(
    consumer_key: ConsumerKey, alice: Person
) -> None:
    actor = Actor(alice.email, alice.pk, "192.0.2.1")
    made = exported(Entry.objects.get(pk=consumer_key.pk), actor=actor)
    assert made.content.expose() == (
        "[default]\nendpoint=http://127.0.0.1:9/1.0\n\n[http://127.0.0.1:9/1.0]\n"
        f"application_key=0a1b2c3d4e5f6071\napplication_secret={SECRETS['application']}\n"
        f"consumer_key={SECRETS['consumer_key']}\n"
    )
    assert takings() == [
        ("dns-updater key", Outcome.DONE, "ovh.conf"),
        ("dns-updater", Outcome.DONE, "ovh.conf"),
    ]
    assert {one.entry.pk for one in exposure.known_to(alice)} == {
        consumer_key.pk,
        consumer_key.application_id,
    }


def test_a_service_account_and_an_application_are_exported_by_themselves(
    service_account: ServiceAccount, application: Application
) -> None:
    client = exported(service_account.entry, form="shell").content.expose()
    assert f"export OVH_CLIENT_SECRET={SECRETS['service_account']}\n" in client
    assert "APPLICATION" not in client.partition("\n")[2]
    assert "consumer_key" not in exported(application.entry).content.expose()


@pytest.mark.parametrize("state", [state for state in KeyState if state != KeyState.VALIDATED])
def test_a_key_that_opens_nothing_is_not_exported(
    consumer_key: ConsumerKey, state: KeyState
) -> None:
    ConsumerKey.objects.update(state=state)
    with pytest.raises(NotAllowedError, match="is not validated"):
        exported(consumer_key.entry)
    assert takings() == [("dns-updater key", Outcome.DENIED, "ovh.conf")]


def test_half_a_credential_is_none(consumer_key: ConsumerKey) -> None:
    vault.forget(consumer_key.application, 1, actor=SYSTEM)
    with pytest.raises(NotAllowedError, match="Nothing is kept for dns-updater any more"):
        exported(consumer_key.entry)
    assert takings() == [("dns-updater", Outcome.DENIED, "ovh.conf")]


def test_a_value_that_no_file_can_hold_is_refused(application: Application) -> None:
    vault.replace(application, "spaces in it", actor=SYSTEM)
    with pytest.raises(UnsafeValueError):
        exported(application.entry)


def test_an_export_does_not_show_itself(application: Application) -> None:
    assert SECRETS["application"] not in repr(exported(application.entry))
