"""The addresses a live key may be used from, changed at OVHcloud.

What OVHcloud lists is read before, so that nothing is replaced that nobody saw, and read back
afterwards: the outcome is what OVHcloud says, not what was asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.conf import settings

from credentials import audit, rights, teams, vault
from credentials.audit import Actor, CallAttempt
from credentials.core import (
    AuditAction,
    Method,
    NotAllowedError,
    Permission,
    Sentence,
    coded,
    gettext_noop,
    say,
)
from credentials.live import kept_rows
from credentials.live.own_key import is_own_key
from credentials.models import ConsumerKey, Freeze, LiveCredential
from credentials.ovhcloud import Credential
from credentials.rights import AccessRule

CHANGE_ADDRESSES: Final = AccessRule(Method.PUT, "/me/api/credential/*")
_ANYWHERE: Final = coded("live.from-anywhere", gettext_noop("any address"))


class AddressesDiffer(NotAllowedError):
    """OVHcloud lists other addresses than those that were shown: ``addresses``, as it has them."""

    def __init__(self, seen: Iterable[str], addresses: Sequence[str]) -> None:
        self.addresses = tuple(addresses)
        super().__init__(
            say(
                gettext_noop(
                    "OVHcloud lists %(now)s for this key, where %(seen)s was expected. Nothing was "
                    "done."
                ),
                now=shown_addresses(addresses),
                seen=shown_addresses(seen),
            ),
            next_step=say(gettext_noop("Look at the list as it is now, then decide.")),
        )


def obstacle_to_changing_addresses(credential: LiveCredential) -> NotAllowedError | None:
    """Why the addresses of the key cannot be changed, as far as our store tells."""
    if credential.gone_at is not None:
        return NotAllowedError(say(gettext_noop("The key is gone: it opens nothing any more.")))
    return vault.management_obstacle(credential.account, CHANGE_ADDRESSES)


def change_addresses(
    credential: LiveCredential, addresses: Sequence[str], *, seen: Iterable[str], actor: Actor
) -> Credential:
    """Have the key work from these blocks alone, from anywhere without any; the key as OVHcloud
    has it then.

    ``seen`` is the list that the person was shown as the present one. Raises ``AddressesDiffer``
    where OVHcloud lists another one, ``InputError`` for what is no such list, ``NotAllowedError``
    where Keydesk might lock itself out, and ``ApiError``.
    """
    blocks = rights.address_blocks(rights.read_addresses(" ".join(addresses)))
    account, number = credential.account, credential.credential_id
    with teams.attempt_call(
        AuditAction.ADDRESSES_CHANGED,
        Permission.REVOKE,
        actor=actor,
        subject=audit.subject_of(credential),
    ) as attempt:
        with attempt.started():
            audit.raise_obstacle(obstacle_to_changing_addresses(credential))
            audit.raise_obstacle(_still_frozen(credential))
        with vault.management_client(account, actor=actor, purpose="change addresses") as ovh:
            before = guard_seen(ovh.credential(number), seen)
            if is_own_key(ovh, number):
                audit.raise_obstacle(obstacle_to_limiting_own_key(before, blocks))
            after = ovh.change_addresses(number, blocks)
        with attempt.ended():
            kept_rows.lock(account)
            end_freeze(credential, attempt)
            take_over(credential, after, before=before, attempt=attempt)
    return after


def obstacle_to_limiting_own_key(
    before: Sequence[str], after: Sequence[str]
) -> NotAllowedError | None:
    """Why Keydesk's own key may not get the list; None where it surely works from here still.

    It does where the list is as wide as before, or has every address that Keydesk is said to call
    from (``KEYDESK_ADDRESSES``).
    """
    own = settings.KEYDESK_ADDRESSES
    if not after or (before and rights.addresses_include(after, before)):
        return None
    if own and rights.addresses_include(after, own):
        return None
    if own:
        words = say(_LOCKS_OUT, own=shown_addresses(own))
        return NotAllowedError(words, next_step=say(_ADD_OWN))
    return NotAllowedError(say(_MAY_LOCK_OUT), next_step=say(_SAY_OWN))


def guard_seen(credential: Credential, seen: Iterable[str]) -> tuple[str, ...]:
    """The list as OVHcloud has it. Raises ``AddressesDiffer`` where it is not the one ``seen``."""
    now, shown = credential.allowed_ips or (), tuple(seen)
    if set(now) != set(shown):
        raise AddressesDiffer(shown, now)
    return now


def take_over(
    credential: LiveCredential,
    read: Credential,
    *,
    before: Sequence[str],
    attempt: CallAttempt,
) -> None:
    """Write down what OVHcloud has now, on the live key and on what the vault keeps of it."""
    addresses = list(read.allowed_ips or ())
    attempt.details |= {"before": list(before), "after": addresses}
    credential.allowed_ips, credential.are_addresses_known = addresses, True
    credential.save(update_fields=["allowed_ips", "are_addresses_known"])
    for key in ConsumerKey.objects.filter(
        account=credential.account, credential_id=credential.credential_id
    ):
        key.allowed_ips, key.are_addresses_known = addresses, True
        key.save(update_fields=["allowed_ips", "are_addresses_known"])


def end_freeze(credential: LiveCredential, attempt: CallAttempt) -> None:
    """Drop what was kept of the addresses before a freeze: it counts no more, as the log says."""
    for freeze in freezes_of_key(credential):
        attempt.details["ended_freeze"] = str(freeze.pk)
        freeze.delete()


def freezes_of_key(credential: LiveCredential) -> list[Freeze]:
    """The freeze of the key, if there is one; not looked at yet."""
    rows = Freeze.objects.filter(
        account=credential.account_id, credential_id=credential.credential_id
    )
    return list(rows.select_related("frozen_by"))


def shown_addresses(addresses: Iterable[str]) -> str | Sentence:
    """A list of blocks as a part of a sentence."""
    return ", ".join(addresses) or say(_ANYWHERE)


def _still_frozen(credential: LiveCredential) -> NotAllowedError | None:
    if not (freezes_of_key(credential) and rights.is_frozen(credential.allowed_ips)):
        return None
    return NotAllowedError(
        say(gettext_noop("The key is frozen.")),
        next_step=say(gettext_noop("Thaw it first, then change its addresses.")),
    )


_LOCKS_OUT: Final = gettext_noop(
    "This is the key that Keydesk itself works with, and Keydesk calls from %(own)s. The list "
    "would lock it out of the account."
)
_ADD_OWN: Final = gettext_noop("Add that address to the list, then try again.")
_MAY_LOCK_OUT: Final = gettext_noop(
    "This is the key that Keydesk itself works with, and nobody has said from which addresses "
    "Keydesk calls: the list might lock it out of the account."
)
_SAY_OWN: Final = gettext_noop(
    "Set KEYDESK_ADDRESSES, as docs/operations.md says, or replace the key by a rotation, which "
    "proves the new one first."
)
