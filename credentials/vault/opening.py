"""Opening: for a person's eyes, clipboard, file or mail, or for a call that Keydesk makes.

Each is one transaction: the entry in the log first, then the value. If the log cannot be written
nothing is opened; if the transaction cannot be committed nothing is returned.
"""

from __future__ import annotations

from django.db import transaction

from credentials import audit
from credentials.audit import Actor, Detail
from credentials.enums import AuditAction, Outcome
from credentials.errors import KeyringError, NotAllowedError
from credentials.keyring import Secret
from credentials.models import Entry, Person, SecretVersion
from credentials.sentences import gettext_noop, say
from credentials.vault.places import binding, data_key


def reveal(entry: Entry, *, actor: Actor, number: int | None = None) -> Secret:
    """Open a secret for a person: logged first, shown after. The newest version by default."""
    return _open_for_person(entry, AuditAction.SECRET_REVEALED, actor=actor, number=number)


def copy(entry: Entry, *, actor: Actor, number: int | None = None) -> Secret:
    """Open a secret for a person's clipboard, without showing it."""
    return _open_for_person(entry, AuditAction.SECRET_COPIED, actor=actor, number=number)


def export(entry: Entry, *, actor: Actor, form: str, number: int | None = None) -> Secret:
    """Open a secret for a file that a person takes away; ``form`` names the file's format."""
    return _open_for_person(
        entry, AuditAction.SECRET_EXPORTED, actor=actor, number=number, format=form
    )


def send(entry: Entry, *, actor: Actor, to: Person, number: int | None = None) -> Secret:
    """Open a secret to be handed to another person, who knows it from then on."""
    return _open_for_person(
        entry, AuditAction.SECRET_SENT, actor=actor, number=number, to=to.email, to_id=to.pk
    )


def use(entry: Entry, *, actor: Actor, purpose: str) -> Secret:
    """Open the newest secret for a call that Keydesk makes itself; ``purpose`` names the call."""
    details: dict[str, Detail] = {"purpose": purpose}
    return _open_logged(
        entry, AuditAction.SECRET_USED, actor=actor, number=None, details=details, durable=False
    )


def _open_for_person(
    entry: Entry, action: AuditAction, *, actor: Actor, number: int | None, **details: Detail
) -> Secret:
    """In a transaction of its own: what somebody has seen is not rolled back by a later error."""
    return _open_logged(entry, action, actor=actor, number=number, details=details, durable=True)


def _open_logged(
    entry: Entry,
    action: AuditAction,
    *,
    actor: Actor,
    number: int | None,
    details: dict[str, Detail],
    durable: bool,
) -> Secret:
    version = _held_version(entry, number)
    said = {"version": version.number, **details}
    subject = audit.subject_of(entry)
    try:
        with transaction.atomic(durable=durable):
            audit.record(action, actor=actor, subject=subject, details=said)
            return data_key(entry.account).open(version.token, binding(entry, version.number))
    except KeyringError as error:
        said["key"] = error.key_id
        audit.record(action, actor=actor, subject=subject, outcome=Outcome.FAILED, details=said)
        raise


def _held_version(entry: Entry, number: int | None) -> SecretVersion:
    held = entry.versions.filter(forgotten_at=None)
    version = held.first() if number is None else held.filter(number=number).first()
    if version is None:
        raise NotAllowedError(
            say(
                gettext_noop("Nothing is kept for %(label)s any more: it was forgotten."),
                label=entry.label,
            ),
            next_step=say(gettext_noop("Replace the secret to keep a new version.")),
        )
    return version
