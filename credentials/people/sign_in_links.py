"""A link that signs somebody in, for when the identity provider is down: made in a shell."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.urls import reverse

from credentials import audit
from credentials.audit import Actor
from credentials.core import AuditAction, LinkPurpose
from credentials.models import Person
from credentials.people import links
from credentials.public_address import public_address

SIGN_IN_LINK_LIFETIME: Final = timedelta(minutes=15)


def make_sign_in_link(person: Person, *, actor: Actor) -> str:
    """An address that signs the person in once; a second factor is asked for all the same.

    Raises ``RowChangedOutside`` where the person's row is not as Keydesk wrote it.
    """
    token = links.make_link(
        person, LinkPurpose.SIGN_IN, lifetime=SIGN_IN_LINK_LIFETIME, actor=actor
    )
    return public_address(reverse("account_sign_in_link", args=[token]))


def use_sign_in_link(token: str, *, address: str) -> Person:
    """The person of the link, which works no more then; what follows is their sign-in.

    ``address`` is where the request comes from. Raises ``NotAllowedError`` where the link is used,
    expired or none.
    """
    actor, details = audit.visitor(None, address), {"factor": "link"}
    with audit.attempt(AuditAction.SIGN_IN_FAILED, actor=actor, details={**details}) as attempt:
        person = links.spend_link(token, LinkPurpose.SIGN_IN)
        if person is None:
            raise links.no_longer_works()
        attempt.withdraw()  # signing in has its entry
    return person
