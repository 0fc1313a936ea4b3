"""What is known of a rotation's two keys: that the new one is in use, and the old one is not.

Keydesk's own calls with a key are uses to OVHcloud too; the log has each, and they do not count.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from credentials import vault
from credentials.core import AuditAction, RotationState
from credentials.models import AuditEntry, ConsumerKey, Rotation
from credentials.rotations.starting import live_key_of

#: How much later than its entry in the log a call of Keydesk's own may be counted by OVHcloud.
_OWN_CALL: Final = timedelta(minutes=2)


def is_handed_over(rotation: Rotation) -> bool:
    """Whether somebody got the successor to deploy it, or something uses it already."""
    return bool(vault.exposures_of(rotation.successor.entry)) or first_use(rotation) is not None


def first_use(rotation: Rotation) -> datetime | None:
    """When the successor was used last by what it is for, as the last reading saw it.

    Of a key that Keydesk itself works with, its own calls are that.
    """
    listed = live_key_of(rotation.successor)
    used = listed.last_use if listed else None
    if used is None or rotation.manages:
        return used
    own = _own_use(rotation.successor)
    return used if own is None or used > own + _OWN_CALL else None


def silent_since(rotation: Rotation) -> datetime | None:
    """Since when the old key is not used: since the successor was handed over at the earliest."""
    begun = rotation.reached_at(RotationState.HANDED_OVER)
    listed = live_key_of(rotation.old)
    if begun is None or listed is None:
        return begun
    return max(begun, listed.last_use or begun)


def is_silent(rotation: Rotation) -> bool:
    """Whether a reading saw that the old key was not used for as long as was chosen."""
    since, listed = silent_since(rotation), live_key_of(rotation.old)
    if since is None or listed is None:
        return False
    seen_at = listed.gone_at or listed.read_at
    return seen_at is not None and seen_at >= since + timedelta(days=rotation.silence_days)


def _own_use(key: ConsumerKey) -> datetime | None:
    entries = AuditEntry.objects.filter(
        action=AuditAction.SECRET_USED, subject_kind="entry", subject_id=str(key.pk)
    )
    return entries.order_by("-seq").values_list("time", flat=True).first()
