"""What is written on an entry, changed outside Keydesk: nothing is opened by it, or shown."""

from __future__ import annotations

import pytest
from django.db.migrations import Migration
from django.urls import reverse

from credentials import audit, onboarding, vault
from credentials.audit import SYSTEM, Actor
from credentials.core import AuditAction, EntryKind, NotAllowedError, RowChangedOutside
from credentials.models import (
    Application,
    AuditEntry,
    ConsumerKey,
    Entry,
    Person,
    ServiceAccount,
)
from credentials.sealing import row_proofs
from tests.database_writer import rows_of
from tests.people import Browser
from tests.world import World

pytestmark = pytest.mark.django_db


def mark(entry: Entry, *, label: str = "", never_reveal: bool = True) -> None:
    words = vault.EntryMetadata(label=label or entry.label, never_reveal=never_reveal)
    vault.relabel(entry, words, actor=SYSTEM)


@pytest.fixture
def alice_acts(alice: Person, consumer_key: ConsumerKey) -> Actor:
    return Actor(alice.email, alice.pk)


def test_a_mark_that_somebody_took_off_reveals_nothing(
    consumer_key: ConsumerKey, alice_acts: Actor, browser_of_alice: Browser
) -> None:
    mark(consumer_key)
    with pytest.raises(NotAllowedError):
        vault.reveal(consumer_key, actor=alice_acts)
    rows_of(Entry).update(never_reveal=False)
    for open_it in (vault.reveal, vault.copy):
        with pytest.raises(RowChangedOutside):
            open_it(consumer_key, actor=alice_acts)
    address = reverse("vault:reveal", args=[consumer_key.pk])
    assert browser_of_alice.post(address).status_code == 403


def test_an_older_state_without_the_mark_reveals_nothing(
    consumer_key: ConsumerKey, alice_acts: Actor
) -> None:
    """The row of its kind and the common one, put back as they were."""
    kept = rows_of(Entry).filter(pk=consumer_key.pk).values().get()
    proof = ConsumerKey.objects.get(pk=consumer_key.pk).proof
    mark(consumer_key)
    rows_of(Entry).filter(pk=consumer_key.pk).update(**kept)
    rows_of(ConsumerKey).filter(pk=consumer_key.pk).update(proof=proof)
    with pytest.raises(RowChangedOutside):
        vault.reveal(consumer_key, actor=alice_acts)
    assert consumer_key.pk in {row.pk for row in audit.changed_rows()}
    with pytest.raises(RowChangedOutside):
        mark(consumer_key, never_reveal=False)


def test_labels_that_somebody_exchanged_open_nothing(
    consumer_key: ConsumerKey, application: Application, alice_acts: Actor
) -> None:
    """A person picks by the label what goes where."""
    labels = consumer_key.label, application.label
    for entry, label in zip((application, consumer_key), labels, strict=True):
        rows_of(Entry).filter(pk=entry.pk).update(label=label)
    form = onboarding.FORMATS["ovh.conf"]
    with pytest.raises(RowChangedOutside):
        onboarding.export_entry(consumer_key, form=form, actor=SYSTEM, destination="output")
    with pytest.raises(RowChangedOutside):
        vault.reveal(application, actor=alice_acts)


def test_an_entry_of_another_kind_than_its_own_is_refused(
    consumer_key: ConsumerKey, alice_acts: Actor, browser_of_alice: Browser
) -> None:
    rows_of(Entry).filter(pk=consumer_key.pk).update(kind=EntryKind.SERVICE_ACCOUNT)
    entry = Entry.objects.get(pk=consumer_key.pk)
    for refused in (vault.reveal, vault.copy):
        with pytest.raises(RowChangedOutside):
            refused(entry, actor=alice_acts)
    for name in ("vault:detail", "vault:edit", "vault:export", "vault:hand_over"):
        assert browser_of_alice.get(reverse(name, args=[entry.pk])).status_code == 403


def test_what_a_person_writes_is_proven_anew(consumer_key: ConsumerKey, alice_acts: Actor) -> None:
    mark(consumer_key, label="another")
    mark(consumer_key, label="a third", never_reveal=False)
    assert vault.reveal(consumer_key, actor=alice_acts)
    assert not list(audit.changed_rows())
    changed = AuditEntry.objects.filter(action=AuditAction.ENTRY_CHANGED).order_by("seq")
    assert [entry.details for entry in changed] == [
        {"label": "another", "never reveal": True},
        {"label": "a third", "never reveal": False},
    ]


def test_words_that_earlier_proofs_did_not_cover_are_proven_once(one_of_each: World) -> None:
    old = {
        Application: "application_key",
        ConsumerKey: "application_id",
        ServiceAccount: "client_id",
    }
    for model, column in old.items():
        for row in model.objects.all():  # type: Entry
            proof = row_proofs.prove_values(row, [str(getattr(row, column))])
            rows_of(model).filter(pk=row.pk).update(proof=proof)
    assert list(audit.changed_rows())
    plan = [(Migration("0028_proofs_of_words", "credentials"), False)]
    audit.on_migrated_rows(plan=plan)
    assert not list(audit.changed_rows())
    rows_of(Entry).update(label="planted")
    audit.on_migrated_rows(plan=plan)
    assert list(audit.changed_rows())
