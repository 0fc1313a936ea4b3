"""Keys of an account that nobody confirmed yet, and of another account: they stay where they are.

A key's row says in which state it is, and anybody who writes to the database may say so. That it
was set apart is in the log.
"""

from __future__ import annotations

from typing import Final

from credentials.core import (
    AuditAction,
    KeyState,
    NotAllowedError,
    Outcome,
    RowChangedOutside,
    coded,
    gettext_noop,
    say,
)
from credentials.models import AuditEntry, ConsumerKey, Entry

_OWNER_UNCONFIRMED = coded(
    "vault.owner-unconfirmed",
    gettext_noop("Nobody has confirmed yet whose OVHcloud account %(label)s belongs to."),
)
_CONFIRM_OWNER = coded(
    "vault.confirm-owner", gettext_noop("Somebody who manages accounts answers that on its page.")
)
_SET_APART: Final = (AuditAction.KEY_UNCONFIRMED, AuditAction.KEY_FOREIGN)


def guard_confirmed(entry: Entry) -> None:
    """Nothing opens a key of which nobody has said yet whether it is the account's.

    Raises ``RowChangedOutside`` where its row says so, and the log does not.
    """
    key = ConsumerKey.objects.filter(pk=entry.pk).first()
    if key is None:
        return
    if key.state == KeyState.UNCONFIRMED:
        raise unconfirmed(entry)
    if key.state == KeyState.VALIDATED and _is_set_apart(key):
        raise RowChangedOutside(str(key._meta.verbose_name))


def unconfirmed(entry: Entry) -> NotAllowedError:
    """Why a key stays closed until somebody confirms its OVHcloud account."""
    return NotAllowedError(
        say(
            _OWNER_UNCONFIRMED,
            label=entry.label,
        ),
        next_step=say(_CONFIRM_OWNER),
    )


def _is_set_apart(key: ConsumerKey) -> bool:
    """Whether the log says last of the key that it is another account's, or that nobody knows."""
    entries = AuditEntry.objects.filter(
        subject_id=str(key.pk), action__in=(*_SET_APART, AuditAction.KEY_VALIDATED)
    )
    newest = entries.filter(outcome=Outcome.DONE).order_by("-seq").first()
    return newest is not None and newest.action in _SET_APART
