"""What a job can do: of each act, the rows it takes, what stands in its way, and the verb.

A further act is a word in ``core.BulkAction`` and an entry here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Final, Generic, TypeVar

from credentials import live, ovhcloud, rights
from credentials.audit import Actor
from credentials.core import (
    BulkAction,
    NotAllowedError,
    Permission,
    Sentence,
    coded,
    gettext_noop,
    say,
)
from credentials.live import Revoker
from credentials.models import BulkItem, LiveApplication, LiveCredential
from credentials.ovhcloud import Deleted

_Row = TypeVar("_Row", LiveCredential, LiveApplication)

_ANSWERS: Final[Mapping[Deleted, Sentence]] = {
    Deleted.DONE: say(coded("bulk.deleted", gettext_noop("Deleted at OVHcloud."))),
    Deleted.GONE_ALREADY: say(
        coded("bulk.gone-already", gettext_noop("OVHcloud did not know it any more."))
    ),
}
_FROZEN: Final = coded("bulk.frozen", gettext_noop("Frozen at OVHcloud."))
_THAWED: Final = coded(
    "bulk.thawed", gettext_noop("Thawed at OVHcloud: it works from where it did before.")
)
_NOT_LISTED: Final = coded(
    "bulk.not-listed", gettext_noop("Keydesk does not list it any more: nothing was done.")
)


class BulkAct(ABC, Generic[_Row]):
    """An act on rows of one table, which OVHcloud numbers by ``number``."""

    permission: ClassVar[Permission] = Permission.REVOKE
    number: ClassVar[str]
    row_field: ClassVar[str]

    def values(self, row: _Row) -> dict[str, object]:
        """The item that stands for the row."""
        return {
            "account_id": row.account_id,
            "number": getattr(row, self.number),
            "name": self.name(row)[:255],
            self.row_field: row,
        }

    @abstractmethod
    def name(self, row: _Row) -> str:
        """What people know it by."""

    @abstractmethod
    def obstacle(self, row: _Row) -> NotAllowedError | None:
        """Why it is left out, as far as our store tells."""

    @abstractmethod
    def act(self, item: BulkItem, *, actor: Actor, by: Revoker, look_first: bool) -> Sentence:
        """Do it to one item; what OVHcloud answered, as a sentence with a code."""


class KeyAct(BulkAct[LiveCredential]):
    """An act on live keys."""

    number = "credential_id"
    row_field = "credential"

    def name(self, row: LiveCredential) -> str:
        return row.shown_name

    def key(self, item: BulkItem) -> LiveCredential:
        """The key as it is now. Raises ``NotAllowedError`` where none is listed."""
        rows = LiveCredential.objects.select_related(
            "account__team", "account__management_key", "live_application"
        )
        key = rows.filter(account=item.account_id, credential_id=item.number).first()
        if key is None:
            raise NotAllowedError(say(_NOT_LISTED))
        return key


class RevokeKeys(KeyAct):
    """Ends keys."""

    def obstacle(self, row: LiveCredential) -> NotAllowedError | None:
        return live.obstacle_to_revoking(row)

    def act(self, item: BulkItem, *, actor: Actor, by: Revoker, look_first: bool) -> Sentence:
        key = self.key(item)
        if key.gone_at is not None:
            return _ANSWERS[Deleted.GONE_ALREADY]
        return _ANSWERS[live.revoke(key, actor=actor, by=by, look_first=look_first)]


class FreezeKeys(KeyAct):
    """Limits keys to addresses that nobody has; what OVHcloud lists is read before and after."""

    def obstacle(self, row: LiveCredential) -> NotAllowedError | None:
        return live.obstacle_to_freezing(row)

    def act(self, item: BulkItem, *, actor: Actor, by: Revoker, look_first: bool) -> Sentence:
        limits = ovhcloud.limits()
        live.freeze(self.key(item), actor=actor, limits=limits, look_first=look_first)
        return say(_FROZEN)


class ThawKeys(KeyAct):
    """Sets frozen keys back to what they worked from."""

    def obstacle(self, row: LiveCredential) -> NotAllowedError | None:
        return live.obstacle_to_thawing(row)

    def act(self, item: BulkItem, *, actor: Actor, by: Revoker, look_first: bool) -> Sentence:
        key = self.key(item)
        if not (look_first and _is_thawed(key)):
            live.thaw(key, actor=actor, limits=ovhcloud.limits())
        return say(_THAWED)


class DeleteApplications(BulkAct[LiveApplication]):
    """Deletes applications that have no key; OVHcloud is asked for their keys just before."""

    number = "application_id"
    row_field = "application"

    def name(self, row: LiveApplication) -> str:
        return row.name

    def obstacle(self, row: LiveApplication) -> NotAllowedError | None:
        return live.obstacle_to_revoking_application(row)

    def act(self, item: BulkItem, *, actor: Actor, by: Revoker, look_first: bool) -> Sentence:
        rows = LiveApplication.objects.select_related("account__team", "account__management_key")
        row = rows.filter(account=item.account_id, application_id=item.number).first()
        if row is None:
            raise NotAllowedError(say(_NOT_LISTED))
        if row.is_deleted or row.gone_at is not None:
            return _ANSWERS[Deleted.GONE_ALREADY]
        deleted = live.revoke_application(
            row, seen=frozenset(), actor=actor, by=by, look_first=look_first
        )
        return _ANSWERS[deleted]


def _is_thawed(key: LiveCredential) -> bool:
    """Whether a thaw of it was written down: what it worked from is kept no longer."""
    return live.freeze_of(key) is None and not rights.is_frozen(key.allowed_ips)


KEY_ACTS: Final[Mapping[BulkAction, KeyAct]] = {
    BulkAction.REVOKE_KEYS: RevokeKeys(),
    BulkAction.FREEZE_KEYS: FreezeKeys(),
    BulkAction.THAW_KEYS: ThawKeys(),
}
ACTS: Final[Mapping[BulkAction, KeyAct | DeleteApplications]] = {
    **KEY_ACTS,
    BulkAction.DELETE_APPLICATIONS: DeleteApplications(),
}
