"""Opening: for a person's eyes, clipboard, file or mail, or for a call that Keydesk makes.

Each is one transaction: the person's right, the version, the entry in the log, then the value. The
right and the version are held until it ends, so that a role taken away or a version forgotten in
the meantime counts. If the log cannot be written nothing is opened; if the transaction cannot be
committed nothing is returned. What is refused or does not open is in the log as that.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from credentials import access, audit
from credentials.audit import SYSTEM, Actor, Detail
from credentials.enums import AuditAction, Permission
from credentials.errors import KeydeskError, NotAllowedError
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


def export(held: Sequence[Entry], *, actor: Actor, form: str) -> list[Secret]:
    """Open what one file takes, for a person to take away: all of it or nothing.

    ``form`` names the file's format.
    """
    action = AuditAction.SECRET_EXPORTED
    return _open_all(held, action, actor=actor, right=Permission.REVEAL, details={"format": form})


def send(entry: Entry, *, actor: Actor, to: Person, number: int | None = None) -> Secret:
    """Open a secret to be handed to another person, who knows it from then on."""
    return _open_for_person(
        entry, AuditAction.SECRET_SENT, actor=actor, number=number, to=to.email, to_id=to.pk
    )


def use(entry: Entry, *, actor: Actor, purpose: str) -> Secret:
    """Open the newest secret for a call that Keydesk makes itself; ``purpose`` names the call."""
    details: dict[str, Detail] = {"purpose": purpose}
    (secret,) = _open_all([entry], AuditAction.SECRET_USED, actor=actor, details=details)
    return secret


def _open_for_person(
    entry: Entry, action: AuditAction, *, actor: Actor, number: int | None, **details: Detail
) -> Secret:
    (secret,) = _open_all(
        [entry], action, actor=actor, right=Permission.REVEAL, number=number, details=details
    )
    return secret


def _open_all(
    held: Sequence[Entry],
    action: AuditAction,
    *,
    actor: Actor,
    details: dict[str, Detail],
    right: Permission | None = None,
    number: int | None = None,
) -> list[Secret]:
    """For a person in a transaction of its own: what they saw stays on the record.

    Everything is held before the log is: whoever forgets a version takes the two in this order.
    """
    versions: list[SecretVersion] = []
    opened: list[Secret] = []
    try:
        with transaction.atomic(durable=right is not None):
            for entry in held:
                _guard_right(entry, right, actor=actor)
                versions.append(_held_version(entry, number))
            for entry, version in zip(held, versions, strict=True):
                opened.append(_open(entry, version, action=action, actor=actor, details=details))
    except KeydeskError as error:
        at = held[len(opened) if len(versions) == len(held) else len(versions)]
        said = {**_version_named(at, number), **details}
        audit.record_failure(action, error, actor=actor, subject=audit.subject_of(at), details=said)
        raise
    return opened


def _open(
    entry: Entry,
    version: SecretVersion,
    *,
    action: AuditAction,
    actor: Actor,
    details: dict[str, Detail],
) -> Secret:
    said = {"version": version.number, **details}
    audit.record(action, actor=actor, subject=audit.subject_of(entry), details=said)
    return data_key(entry.account).open(version.token, binding(entry, version.number))


def _guard_right(entry: Entry, right: Permission | None, *, actor: Actor) -> None:
    """Look again, and hold on to it: Keydesk itself needs none, and nobody else goes without."""
    if right is None or actor == SYSTEM:
        return
    if not access.hold(actor.person_id, right, entry.account.team_id):
        raise NotAllowedError(
            say(gettext_noop("Your role does not include this any more.")),
            next_step=say(gettext_noop("A team's admin can change roles.")),
        )


def _version_named(entry: Entry, number: int | None) -> dict[str, Detail]:
    """For the record of what failed: the version that was asked for, where there is one."""
    kept = entry.versions.filter(forgotten_at=None).values_list("number", flat=True)
    asked = number or kept.first()
    return {"version": asked} if asked else {}


def _held_version(entry: Entry, number: int | None) -> SecretVersion:
    held = entry.versions.select_for_update().filter(forgotten_at=None)
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
