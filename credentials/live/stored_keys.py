"""What a reading says of keys that the vault keeps: their entries follow it.

Addresses, rules, end and state are OVHcloud's. What could not be read stays as it was known.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from credentials.core import CredentialState, KeyState, in_batches
from credentials.live.row_derivation import is_of_deleted_application
from credentials.models import Account, ConsumerKey, LiveCredential

_AT_ONCE: Final = 500
_FOLLOWED: Final = (KeyState.VALIDATED, KeyState.EXPIRED, KeyState.REVOKED)
_STATES: Final = {
    CredentialState.VALIDATED.value: KeyState.VALIDATED,
    CredentialState.EXPIRED.value: KeyState.EXPIRED,
}


def follow_reading(account: Account, *, begun: datetime) -> None:
    """Bring the account's entries up to date after a whole reading that began at ``begun``.

    A key that was valid before and is not listed has ended, and so has one whose application is
    deleted. The account is locked.
    """
    keys = ConsumerKey.objects.filter(
        account=account, state__in=_FOLLOWED, credential_id__isnull=False
    )
    for batch in in_batches(list(keys), _AT_ONCE):
        for key, live in _with_rows(account, batch):
            _follow(key, live, begun)


def _with_rows(
    account: Account, keys: list[ConsumerKey]
) -> Iterator[tuple[ConsumerKey, LiveCredential | None]]:
    """Each key with its row as it is listed, if it is."""
    numbers = [key.credential_id for key in keys if key.credential_id is not None]
    listed = account.live_credentials.filter(gone_at=None, credential_id__in=numbers)
    rows = {row.credential_id: row for row in listed.select_related("live_application")}
    return ((key, rows.get(key.credential_id or 0)) for key in keys)


def _follow(key: ConsumerKey, live: LiveCredential | None, begun: datetime) -> None:
    facts = _facts(key, live, begun)
    changed = [name for name, value in facts.items() if getattr(key, name) != value]
    for name in changed:
        setattr(key, name, facts[name])
    if changed:
        key.save(update_fields=changed)


def _facts(key: ConsumerKey, live: LiveCredential | None, begun: datetime) -> dict[str, Any]:
    if live is None or is_of_deleted_application(live):
        was_valid = key.validated_at is not None and key.validated_at < begun
        is_over = was_valid and key.state == KeyState.VALIDATED
        return {"state": KeyState.REVOKED} if is_over else {}
    if live.read_at is None or live.read_at < begun:
        return {}
    known: dict[str, Any] = {"expires_at": live.expiration}
    if live.are_addresses_known:
        known |= {"allowed_ips": live.allowed_ips, "are_addresses_known": True}
    state = {"state": _STATES[live.status]} if live.status in _STATES else {}
    return {**known, **state} if live.trouble else {**known, **state, "rules": live.rules}
