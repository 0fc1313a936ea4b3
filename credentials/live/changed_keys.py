"""Which keys of an account changed since they were read, asked of OVHcloud by a few calls.

Lists of numbers say which keys came, went, or are in another state; a filter says which were used.
That leaves one change of a key which is not used: its addresses. The next whole reading brings it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F

from credentials.core import CredentialState
from credentials.models import Account
from credentials.ovhcloud import Credential, ListItem, OvhClient

#: A use may be listed late, and is asked for that much earlier.
_LATE: Final = timedelta(days=1)
#: What becomes of keys in these states, the lists of numbers say.
_SETTLED: Final = frozenset(
    {
        CredentialState.VALIDATED.value,
        CredentialState.EXPIRED.value,
        CredentialState.REFUSED.value,
    }
)


@dataclass(frozen=True, slots=True)
class ChangedKeys:
    """``listed`` are the numbers of all keys; ``used`` were read, ``others`` are to be."""

    listed: frozenset[int]
    used: list[ListItem[int, Credential]]
    others: list[int]


def find(account: Account, ovh: OvhClient, *, since: datetime) -> ChangedKeys | None:
    """What changed since a reading that began then; None where OVHcloud's lists do not say it.

    Raises ``ApiError``.
    """
    states = _states(account)
    listed = frozenset(ovh.credential_ids())
    valid = frozenset(ovh.credential_ids(status=CredentialState.VALIDATED))
    if not _is_by_state(states, listed, valid):
        return None
    used = _used(account, ovh, listed, since)
    if used is None:
        return None
    read = {item.id for item in used}
    others = [
        number
        for number in listed - read
        if _is_other(states.get(number), is_valid=number in valid)
    ]
    return ChangedKeys(listed, used, sorted(others))


def _states(account: Account) -> dict[int, str]:
    """The states of keys as they were read; empty for one that was not, or not whole."""
    rows = account.live_credentials.filter(gone_at=None).order_by()
    read = rows.values_list("credential_id", "status", "trouble")
    return {number: "" if trouble else status for number, status, trouble in read.iterator()}


def _is_by_state(states: dict[int, str], listed: frozenset[int], valid: frozenset[int]) -> bool:
    """Whether the second list is one of validated keys, and not of all of them again."""
    is_valid = CredentialState.VALIDATED.value
    others = [number for number in listed if states.get(number, is_valid) != is_valid]
    return not others or valid != listed


def _is_other(state: str | None, *, is_valid: bool) -> bool:
    """Whether a key has to be read again: it is new, unsettled or in another state."""
    if state is None or state not in _SETTLED:
        return True
    return is_valid != (state == CredentialState.VALIDATED)


def _used(
    account: Account, ovh: OvhClient, listed: frozenset[int], since: datetime
) -> list[ListItem[int, Credential]] | None:
    """The keys used since; the one that was used last, as far as is known, must be among them."""
    keys = account.live_credentials.filter(gone_at=None, last_use__isnull=False)
    newest = keys.order_by(F("last_use").desc()).first()
    if newest is None or newest.last_use is None or newest.credential_id not in listed:
        return None
    moment = min(since, newest.last_use) - _LATE
    return ovh.credentials_used_since(moment, expected=newest.credential_id)
