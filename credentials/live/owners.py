"""Who answers for a live key that nobody stores; of a stored one the vault's entry says it."""

from __future__ import annotations

from typing import Final

from credentials import audit, teams
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    KeyAssigned,
    NotAllowedError,
    Permission,
    announce,
    gettext_noop,
    say,
)
from credentials.models import LiveCredential, Person

_STORED: Final = gettext_noop("The key is in the vault.")
_ON_ITS_ENTRY: Final = gettext_noop("Its entry says who owns it: change that on its page.")
_STRANGER: Final = gettext_noop("%(person)s is no member of the team.")


def assign_owner(credential: LiveCredential, owner: Person | None, *, actor: Actor) -> None:
    """Say who answers for the key; None for nobody. Saying the same again is no change.

    Raises ``NotAllowedError`` for a stored key, an owner who is no member of its team, and an actor
    whose role does not include it.
    """
    with teams.attempt(
        AuditAction.CREDENTIAL_ASSIGNED,
        Permission.STORE_SECRETS,
        actor=actor,
        subject=audit.subject_of(credential),
    ) as attempt:
        rows = LiveCredential.objects.select_for_update(of=("self",), no_key=True)
        row = rows.select_related("owner", "account__team").get(pk=credential.pk)
        if row.stored_id is not None:
            raise NotAllowedError(say(_STORED), next_step=say(_ON_ITS_ENTRY))
        if owner is not None:
            audit.guard_person(owner)
            if teams.membership_of(owner, row.account.team) is None:
                raise NotAllowedError(say(_STRANGER, person=owner))
        if owner == row.owner:
            return attempt.withdraw()
        attempt.details["owner before"] = row.owner.email if row.owner else ""
        attempt.details["owner"] = owner.email if owner else ""
        attempt.log()
        row.owner = owner
        row.save(update_fields=["owner"])
        announce(KeyAssigned(row.account_id, row.credential_id))
    return None
