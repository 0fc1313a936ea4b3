"""Handover links: one file of one entry, for one recipient, opened once by a POST.

Nothing is opened when the link is made: the secret stays sealed in its one place until then. The
link ends in the transaction that opens it, and the log says by which link and from where.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django_tasks import task

from credentials import audit, mail, teams, vault
from credentials.audit import SYSTEM, Actor
from credentials.core import AuditAction, NotAllowedError, Permission, gettext_noop, say
from credentials.link_tokens import digest_of, new_token
from credentials.models import Entry, Handover, Person, whole_entry
from credentials.onboarding.exporting import ExportedFile, file_of, obstacle_to_export
from credentials.onboarding.formats.format import Format
from credentials.onboarding.formats.registry import FORMATS
from credentials.onboarding.link_holders import LinkRefused, holder, link_no_longer_works
from credentials.public_address import public_address

LONGEST_HANDOVER: Final = timedelta(days=7)
MOST_TRIES: Final = 5
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is read for another
_GROUPS, _OF = 4, 4  # 80 bits


class HandoverState(StrEnum):
    """The state of a handover, for whoever has the link and for the team."""

    OPEN = "open"
    OPENED = "opened"
    BURNED = "burned"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """What is handed to whom: ``sender``, ``recipient`` and ``note`` are what the recipient reads
    before the link is opened; ``purpose`` is for the log, where the team asks it."""

    form: Format
    sender: str
    recipient: str
    note: str = ""
    purpose: str = ""
    lifetime: timedelta = timedelta(days=1)
    with_passphrase: bool = False


@dataclass(frozen=True, slots=True)
class MadeHandover:
    """A link with its token, and its passphrase if it has one; neither is kept."""

    handover: Handover
    token: str = field(repr=False)
    passphrase: str = field(repr=False)


def make_handover(entry: Entry, handing: Handing, *, person: Person, actor: Actor) -> MadeHandover:
    """A link that hands the entry's file over. It has a passphrase where the team asks for one.

    Raises ``NotAllowedError`` as an export does; nothing is opened.
    """
    details: dict[str, audit.Detail] = {
        "to": handing.recipient,
        "format": handing.form.name,
        **vault.purpose_given(handing.purpose),
    }
    subject = audit.subject_of(entry)
    with teams.attempt(
        AuditAction.HANDOVER_MADE, Permission.REVEAL, actor=actor, subject=subject, details=details
    ) as attempt:
        audit.raise_obstacle(obstacle_to_export(entry, handing.form))
        vault.guard_purpose(entry.account.team, details)
        attempt.log()
        return _made(entry, handing, person=person)


def withdraw_handover(handover: Handover, *, actor: Actor) -> None:
    """Burn the link; one that is over stays as it ended."""
    subject = audit.subject_of(handover)
    with teams.attempt(
        AuditAction.HANDOVER_BURNED, Permission.REVEAL, actor=actor, subject=subject
    ) as attempt:
        if handover_state(handover) is not HandoverState.OPEN:
            return attempt.withdraw()
        attempt.log()
        _burn(handover)
    return None


def find_handover(token: str) -> Handover | None:
    """The link of a token, open or not; None for one that is nobody's, or not as it was written."""
    links = Handover.objects.select_related("entry__account__team", "made_by")
    handover = links.filter(digest=digest_of(token)).first()
    if handover is None:
        return None
    if handover_state(handover) is not HandoverState.OPEN:
        return handover if audit.genuine_or_logged(handover) else None
    is_good = handover.made_by.is_active and audit.holds_or_logged(handover, handover.made_by)
    return handover if is_good else None


def handover_state(handover: Handover) -> HandoverState:
    """The state of the link now."""
    if handover.opened_at is not None:
        return HandoverState.OPENED
    if handover.burned_at is not None:
        return HandoverState.BURNED
    is_over = handover.expires_at <= timezone.now()
    return HandoverState.EXPIRED if is_over else HandoverState.OPEN


@sensitive_variables("token", "passphrase")
def open_handover(token: str, *, passphrase: str, address: str) -> ExportedFile:
    """The file, once: the link is burned in the transaction that opens the secret.

    ``address`` is where the request comes from. Raises ``NotAllowedError`` for a link that is over
    or nobody's, a wrong passphrase, a maker who may not export any more, an entry that cannot be
    exported now; ``KeyringError``; and ``UnsafeValueError`` as ``export_entry``.
    """
    actor = holder(address)
    handover = _pressed(token, passphrase, actor=actor)
    whole, form = whole_entry(handover.entry), FORMATS[handover.form]
    sending = vault.Sending(
        sender=handover.made_by,
        to=handover.recipient,
        link=str(handover.pk),
        form=handover.form,
        purpose=handover.purpose,
    )
    return file_of(
        whole,
        form=form,
        open_all=lambda entries: vault.send(
            entries, sending, actor=actor, burn=lambda: _opened(handover)
        ),
    )


@task()
def send_handover_notice(handover_id: str) -> None:
    """Tell the maker that it was opened; takes an id."""
    handover = Handover.objects.select_related("entry", "made_by").filter(pk=handover_id).first()
    if handover is None or handover.opened_at is None or not handover.made_by.is_active:
        return
    url = public_address(reverse("vault:detail", args=[handover.entry_id]))
    mail.send("handover", handover.made_by.email, handover=handover, url=url)


def _made(entry: Entry, handing: Handing, *, person: Person) -> MadeHandover:
    token, passphrase = new_token(), ""
    if handing.with_passphrase or entry.account.team.requires_passphrase:
        passphrase = _new_passphrase()
    handover = Handover.objects.create(
        entry_id=entry.pk,
        form=handing.form.name,
        sender=handing.sender,
        recipient=handing.recipient,
        note=handing.note,
        purpose=handing.purpose,
        made_by=person,
        digest=digest_of(token),
        passphrase=_digest(token, passphrase) if passphrase else "",
        expires_at=timezone.now() + min(handing.lifetime, LONGEST_HANDOVER),
    )
    return MadeHandover(handover, token, passphrase)


def _pressed(token: str, passphrase: str, *, actor: Actor) -> Handover:
    """The link, which may be opened; each passphrase that is typed counts before it is compared."""
    with audit.attempt(AuditAction.HANDOVER_REFUSED, actor=actor) as attempt:
        handover = find_handover(token)
        if handover is not None:
            attempt.subject = audit.subject_of(handover)
        if handover is None or handover_state(handover) is not HandoverState.OPEN:
            raise link_no_longer_works()
        audit.raise_obstacle(_obstacle(handover))
        attempt.withdraw()  # opening it has its entry
    if handover.passphrase:
        _guard_passphrase(handover, _digest(token, passphrase), actor=actor)
    return handover


def _obstacle(handover: Handover) -> NotAllowedError | None:
    """Why there is no file any more, or not yet: the key was ended, or the format is gone."""
    form = FORMATS.get(handover.form)
    return obstacle_to_export(handover.entry, form) if form else link_no_longer_works()


def _guard_passphrase(handover: Handover, digest: str, *, actor: Actor) -> None:
    remaining = MOST_TRIES - _count_try(handover)
    if hmac.compare_digest(handover.passphrase, digest):
        return
    if remaining <= 0:
        _burn_after_tries(handover)
    subject = audit.subject_of(handover)
    with audit.attempt(AuditAction.HANDOVER_REFUSED, actor=actor, subject=subject):
        raise _wrong(remaining) if remaining > 0 else link_no_longer_works()


def _count_try(handover: Handover) -> int:
    """How many passphrases were typed with this one."""
    with transaction.atomic():
        locked = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
        if handover_state(locked) is not HandoverState.OPEN or locked.tries >= MOST_TRIES:
            raise link_no_longer_works()
        locked.tries += 1
        locked.save(update_fields=["tries"])
    return locked.tries


def _opened(handover: Handover) -> None:
    """Of two who open it at once, one does; the maker is told."""
    locked = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    if handover_state(locked) is not HandoverState.OPEN:
        raise link_no_longer_works()
    locked.opened_at = timezone.now()
    locked.save(update_fields=["opened_at"])
    send_handover_notice.enqueue(str(locked.pk))


def _burn_after_tries(handover: Handover) -> None:
    with transaction.atomic():
        _burn(handover)
        subject = audit.subject_of(handover)
        audit.record(AuditAction.HANDOVER_BURNED, actor=SYSTEM, subject=subject)


def _burn(handover: Handover) -> None:
    handover.burned_at = timezone.now()
    handover.save(update_fields=["burned_at"])


def _wrong(remaining: int) -> LinkRefused:
    return LinkRefused(
        say(gettext_noop("This is not the passphrase.")),
        next_step=say(
            gettext_noop("Tries that are left: %(left)s. Then the link opens nothing."),
            left=remaining,
        ),
    )


def _digest(token: str, passphrase: str) -> str:
    """What is kept of a passphrase: without the token, which is not kept, nobody can guess it."""
    letters = "".join(letter for letter in passphrase.upper() if letter.isalnum())
    return digest_of(f"{token} {letters}")


def _new_passphrase() -> str:
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_OF)) for _ in range(_GROUPS))
    return "-".join(groups)
