"""Vault entries as people handle them: replace a secret, destroy it, relabel, archive.

Each verb is atomic and audited. Taking entries in is ``storing``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    EntryChanged,
    NotAllowedError,
    SecretDestroyed,
    SecretStored,
    announce,
    gettext_noop,
    say,
)
from credentials.models import Entry, LiveCredential, SecretVersion, whole_entry
from credentials.vault import duplicates
from credentials.vault.accounts import locked_account
from credentials.vault.confirmed_keys import guard_confirmed
from credentials.vault.entry_attempt import attempt_change
from credentials.vault.entry_metadata import EntryMetadata
from credentials.vault.seal_locations import seal_version
from credentials.vault.versions import next_number

_NOT_GONE: Final = gettext_noop("OVHcloud may still list this key, or its entry is archived.")
_REVOKE_FIRST: Final = gettext_noop("Revoke the key first, or destroy one version at a time.")


@sensitive_variables("secret")
def replace_secret(entry: Entry, secret: str, *, actor: Actor) -> SecretVersion:
    """Store a new version of the secret; the one before stays sealed until it is destroyed.

    Raises ``NotAllowedError`` saying where the same value is stored, and for a key that is not
    confirmed: what was proved of it would be said of another secret.
    """
    with attempt_change(AuditAction.SECRET_REPLACED, entry, actor=actor) as attempt:
        locked_account(entry.account)
        guard_new_value(entry, secret)
        version = seal_version(entry, secret, number=next_number(entry), actor=actor)
        attempt.details = {"version": version.number}
        announce(SecretStored(entry.pk, version.number))
    return version


def guard_new_value(entry: Entry, secret: str) -> None:
    """Raises ``NotAllowedError`` for what ``replace_secret`` refuses, whoever asks."""
    guard_confirmed(entry)
    duplicates.guard_version(entry, secret)
    duplicates.guard_secret(whole_entry(entry), secret)


def destroy(entry: Entry, number: int, *, actor: Actor) -> SecretVersion:
    """Destroy the sealed value of one version for good; its row stays as history.

    Raises ``NotAllowedError`` for a version that holds nothing, and for an actor whose role does
    not include it.
    """
    with attempt_change(AuditAction.SECRET_DESTROYED, entry, actor=actor) as attempt:
        attempt.details = {"version": number}
        version = entry.versions.select_for_update().filter(number=number).first()
        if version is None or version.destroyed_at is not None:
            raise NotAllowedError(
                say(gettext_noop("Version %(number)s holds nothing any more."), number=number)
            )
        attempt.log()
        _destroy(version)
    return version


def destroy_ended(entry: Entry, *, actor: Actor) -> int:
    """Destroy every sealed value of a key that is gone at OVHcloud, and archive its entry; how many
    values that were. Its history stays.

    Raises ``NotAllowedError`` for a key that OVHcloud may still list, and for an actor whose role
    does not include it.
    """
    with attempt_change(AuditAction.SECRET_DESTROYED, entry, actor=actor) as attempt:
        _guard_gone(entry)
        versions = list(entry.versions.select_for_update().filter(destroyed_at=None))
        for version in versions:
            attempt.details = {"version": version.number}
            attempt.log()
            _destroy(version)
        attempt.action, attempt.details = AuditAction.ENTRY_CHANGED, {"archived": True}
        attempt.log()
        _set_archived(entry, timezone.now())
    return len(versions)


def relabel(entry: Entry, metadata: EntryMetadata, *, actor: Actor) -> None:
    """Change what is written on an entry; the places where it is in use are a list of their own."""
    columns = {name: value for name, value in metadata.columns().items() if name != "used_by"}
    with attempt_change(AuditAction.ENTRY_CHANGED, entry, actor=actor) as attempt:
        metadata.guard_owner()
        whole = whole_entry(entry)
        attempt.details["label"] = metadata.label
        if whole.never_reveal != metadata.never_reveal:
            attempt.details["never reveal"] = metadata.never_reveal
        attempt.log()
        for name, value in columns.items():
            setattr(whole, name, value)
        whole.save(update_fields=[*columns])
        announce(EntryChanged(entry.pk))


def archive(entry: Entry, *, actor: Actor) -> None:
    """Take an entry out of the lists; its secret stays sealed, and its history stays."""
    with attempt_change(AuditAction.ENTRY_CHANGED, entry, actor=actor) as attempt:
        attempt.details = {"archived": True}
        _set_archived(entry, timezone.now())


def unarchive(entry: Entry, *, actor: Actor) -> None:
    """Bring an archived entry back into the lists.

    Raises ``NotAllowedError`` where another entry there is the same at OVHcloud.
    """
    with attempt_change(AuditAction.ENTRY_CHANGED, entry, actor=actor) as attempt:
        attempt.details = {"archived": False}
        locked_account(entry.account)
        duplicates.guard_listed(entry)
        _set_archived(entry, None)


def _destroy(version: SecretVersion) -> None:
    version.token = version.blind_index = ""
    version.destroyed_at = timezone.now()
    version.save(update_fields=["token", "blind_index", "destroyed_at"])
    announce(SecretDestroyed(version.entry_id, version.number))


def _guard_gone(entry: Entry) -> None:
    listed = LiveCredential.objects.filter(stored=entry.pk)
    if entry.archived_at is not None or not listed.exclude(gone_at=None).exists():
        raise NotAllowedError(say(_NOT_GONE), next_step=say(_REVOKE_FIRST))


def _set_archived(entry: Entry, moment: datetime | None) -> None:
    stored = Entry.objects.get(pk=entry.pk)
    stored.archived_at = moment
    stored.save(update_fields=["archived_at"])
    announce(EntryChanged(entry.pk))
