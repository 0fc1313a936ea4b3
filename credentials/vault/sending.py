"""Sending: a file that goes to somebody by a link, who knows its secrets from then on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from credentials import audit
from credentials.audit import Actor, Detail
from credentials.core import AuditAction, Permission
from credentials.models import Entry, Person
from credentials.sealing import Secret
from credentials.vault.opening import open_all, purpose_given


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """To whom a file goes by a link: ``sender`` made the link, whose role counts, and ``link`` is
    its id. ``to`` is who gets it, as the sender says; an e-mail address of a person here counts
    as theirs. ``form`` names the file's format."""

    sender: Person
    to: str
    link: str
    form: str
    purpose: str = ""

    @property
    def details(self) -> dict[str, Detail]:
        """What the log keeps."""
        email = Person.objects.normalize_email(self.to)
        known = Person.objects.filter(email=email).values_list("pk", flat=True).first()
        return {
            "to": self.to,
            "to_id": known,
            "by": self.sender.email,
            "link": self.link,
            "format": self.form,
            **purpose_given(self.purpose),
        }


def send(
    entries: Sequence[Entry], sending: Sending, *, actor: Actor, burn: Callable[[], object]
) -> list[Secret]:
    """Open what one file takes, for whoever has a link: they know it from then on, and the sender
    does not by that.

    ``burn`` ends the link in the same transaction, before anything is opened; what it raises stops
    it. Raises as ``reveal``.
    """
    return open_all(
        entries,
        AuditAction.SECRET_SENT,
        actor=actor,
        right=Permission.REVEAL,
        authority=audit.actor_of(sending.sender),
        details=sending.details,
        burn=burn,
    )
