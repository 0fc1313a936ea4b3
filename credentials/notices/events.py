"""What queues notices: events, in the transaction that announces them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from credentials.core import (
    FindingsOpened,
    KeyRevoked,
    KeysWoke,
    ReviewDue,
    Severity,
    SyncFailed,
)
from credentials.models import Finding, KeyChange, LiveCredential, ReviewCampaign, Sync
from credentials.notices import happenings
from credentials.notices.queueing import tell

_JOINED: Final = ("account__team", "account__management_key", "stored")


def note_findings(event: FindingsOpened) -> None:
    """New critical findings, and keys that are not in the vault."""
    rows = Finding.objects.filter(pk__in=event.finding_ids)
    urgent = rows.filter(severity=Severity.CRITICAL) | rows.filter(code="not-in-vault")
    tell(happenings.of_findings(urgent.select_related("entry", "credential__stored")))


def note_woken(event: KeysWoke) -> None:
    changes = KeyChange.objects.filter(pk__in=event.change_ids)
    tell(happenings.of_woken(changes.select_related("key__account", "key__stored")))


def note_failed_reading(event: SyncFailed) -> None:
    sync = Sync.objects.select_related("account").get(pk=event.sync_id)
    tell(happenings.of_failed(sync))


def note_revoked(event: KeyRevoked) -> None:
    keys = LiveCredential.objects.filter(
        account=event.account_id, credential_id=event.credential_id
    )
    tell([happenings.of_revoked(key) for key in keys.select_related(*_JOINED)])


def note_review(event: ReviewDue) -> None:
    """Each person whose answers a review campaign waits for."""
    campaign = ReviewCampaign.objects.get(pk=event.campaign_id)
    tell(happenings.of_review(campaign, person_id) for person_id in event.person_ids)


#: What queues notices of each event.
RECORDERS: Final[dict[type[Any], Callable[[Any], None]]] = {
    FindingsOpened: note_findings,
    KeysWoke: note_woken,
    SyncFailed: note_failed_reading,
    KeyRevoked: note_revoked,
    ReviewDue: note_review,
}
