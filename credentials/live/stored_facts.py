"""Facts that OVHcloud owns of a stored key, taken over from what it lists when somebody says so."""

from __future__ import annotations

from typing import Final

from credentials import audit, teams, vault
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    CredentialState,
    KeyState,
    NotAllowedError,
    Permission,
    gettext_noop,
    say,
)
from credentials.live.comparison import differences
from credentials.models import ConsumerKey, LiveCredential

#: What OVHcloud lists, to what the vault says. A key that nobody confirmed stays as it is.
_STATES: Final = {
    CredentialState.VALIDATED.value: KeyState.VALIDATED,
    CredentialState.REFUSED.value: KeyState.REFUSED,
    CredentialState.EXPIRED.value: KeyState.EXPIRED,
}
_SET_APART: Final = (KeyState.UNCONFIRMED, KeyState.FOREIGN)
_SAME: Final = gettext_noop("The vault has what OVHcloud lists: nothing is to be taken over.")


def take_over_facts(credential: LiveCredential, *, actor: Actor) -> None:
    """Have the vault's entry say what OVHcloud lists of the key: addresses, rules, expiry, state.

    Raises ``NotAllowedError`` where nothing differs, nothing is stored or the actor's role does not
    include it, and ``RowChangedOutside`` for an entry that is not as Keydesk wrote it.
    """
    with teams.attempt(
        AuditAction.ENTRY_CHANGED,
        Permission.STORE_SECRETS,
        actor=actor,
        subject=audit.subject_of(credential.stored or credential),
    ) as attempt:
        vault.locked_account(credential.account)
        kept = credential.stored_id
        stored = ConsumerKey.objects.filter(pk=kept).first() if kept else None
        credential.stored = stored
        differing = differences(credential)
        if stored is None or not differing:
            raise NotAllowedError(say(_SAME))
        attempt.details["taken over"] = [str(difference)[:200] for difference in differing]
        stored.rules = credential.rules
        if credential.are_addresses_known:
            stored.allowed_ips, stored.are_addresses_known = credential.allowed_ips, True
        stored.expires_at = credential.expiration
        if stored.state not in _SET_APART:
            stored.state = _STATES.get(credential.status, KeyState(stored.state))
        stored.save(
            update_fields=["allowed_ips", "are_addresses_known", "rules", "expires_at", "state"]
        )
