"""A management key that OVHcloud does not know any more: marked, and said to have ended."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from credentials.core import (
    ApiError,
    CredentialNotValid,
    InvalidApplicationKey,
    KeydeskError,
    KeyState,
    UnknownCredential,
    coded,
    gettext_noop,
    say,
)
from credentials.live import kept_rows
from credentials.models import Account, ConsumerKey
from credentials.ovhcloud import OvhClient

_TELLS: Final = (CredentialNotValid, InvalidApplicationKey, UnknownCredential)
_ENDED: Final = say(
    coded("sync.management-key-ended", gettext_noop("The management key has ended at OVHcloud."))
)
_CHOOSE: Final = say(
    coded(
        "sync.choose-another-key",
        gettext_noop("Choose another key on the account's page, or make one."),
    )
)
_ENDED_OR_BOUND: Final = say(
    coded(
        "sync.ended-or-bound",
        gettext_noop(
            "The management key has ended at OVHcloud, or does not let this console's address in."
        ),
    )
)


class ManagementKeyEnded(KeydeskError):
    """OVHcloud refuses whatever is asked by the management key."""


def explained(error: ApiError, account: Account, ovh: OvhClient) -> KeydeskError:
    """The error, or that the management key has ended, once another call is refused as well.

    Such a key is marked. Of one that is bound to addresses nobody can tell whether it has ended.
    """
    key = account.management_key
    if key is None or not isinstance(error, _TELLS) or not _is_refused(ovh):
        return error
    if key.allowed_ips:
        return ManagementKeyEnded(_ENDED_OR_BOUND, next_step=_CHOOSE)
    _mark(account, key)
    return ManagementKeyEnded(_ENDED, next_step=_CHOOSE)


def _is_refused(ovh: OvhClient) -> bool:
    try:
        ovh.details()
    except _TELLS:
        return True
    except ApiError:
        return False
    return False


@transaction.atomic
def _mark(account: Account, key: ConsumerKey) -> None:
    kept_rows.lock(account)
    stored = ConsumerKey.objects.get(pk=key.pk)
    if stored.state == KeyState.VALIDATED:
        stored.state = KeyState.REVOKED
        stored.save(update_fields=["state"])
