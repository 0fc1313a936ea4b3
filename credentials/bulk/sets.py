"""Sets that the server selects: keys that open nothing any more, and applications without keys."""

from __future__ import annotations

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from credentials.core import CredentialState
from credentials.live import KEY_UNREAD, in_state
from credentials.models import Account, LiveApplication, LiveCredential
from credentials.vault import APPLICATION_DELETED

#: The states of keys that open nothing, and that OVHcloud goes on listing.
SWEPT: Final = (
    CredentialState.EXPIRED.value,
    CredentialState.REFUSED.value,
    APPLICATION_DELETED,
)


def sweepable_keys(accounts: QuerySet[Account]) -> QuerySet[LiveCredential]:
    """The expired and refused keys of the accounts, and those of deleted applications."""
    states = Q()
    for state in SWEPT:
        states |= in_state(state)
    return LiveCredential.objects.filter(states, account__in=accounts)


def freezable_keys(accounts: QuerySet[Account]) -> QuerySet[LiveCredential]:
    """The keys of the accounts that open something, and those of which it is not known yet."""
    opening = in_state(CredentialState.VALIDATED) | in_state(KEY_UNREAD)
    return LiveCredential.objects.filter(opening, account__in=accounts)


def keyless_applications(accounts: QuerySet[Account]) -> QuerySet[LiveApplication]:
    """The accounts' own applications of which OVHcloud lists no key."""
    keys = LiveCredential.objects.filter(
        account=OuterRef("account"), application_id=OuterRef("application_id"), gone_at=None
    )
    own = LiveApplication.objects.filter(
        account__in=accounts, gone_at=None, is_deleted=False, is_owned=True
    )
    return own.exclude(Exists(keys))
