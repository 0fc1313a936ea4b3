"""The operations known of a region, and what its last reading changed: for the page of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from credentials import live, ovhcloud
from credentials.core import Sentence, gettext_noop, say
from credentials.live import AffectedKey, CatalogueReading
from credentials.models import Account
from credentials.rights import Catalogue, CatalogueChanges, Operation

_MOST = 60


@dataclass(frozen=True, slots=True)
class OperationGroup:
    """Operations of one kind of change; ``first`` of them are listed."""

    title: Sentence
    operations: Sequence[Operation]

    @property
    def first(self) -> Sequence[Operation]:
        return self.operations[:_MOST]

    @property
    def not_shown(self) -> int:
        return max(len(self.operations) - _MOST, 0)


class KnownOperations:
    """What is known of the region of an account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.reading: CatalogueReading | None = live.catalogue_reading(account.endpoint)

    @cached_property
    def catalogue(self) -> Catalogue:
        return ovhcloud.catalogue_of(self._account.endpoint)

    @property
    def count(self) -> int:
        return len(self.catalogue.operations)

    @property
    def taken(self) -> date:
        return self.catalogue.taken

    @property
    def stands_in(self) -> str:
        """The region whose operations are used in place of its own; "" where they are its own."""
        used = self.catalogue.endpoint
        return "" if used == self._account.endpoint else ovhcloud.region_label(used)

    @cached_property
    def changes(self) -> CatalogueChanges | None:
        """What the last reading changed; None where there is none to compare with."""
        before = ovhcloud.catalogue_before(self._account.endpoint)
        return CatalogueChanges(before, self.catalogue) if before else None

    @property
    def groups(self) -> list[OperationGroup]:
        """The operations that came, went or are advised against since."""
        if self.changes is None:
            return []
        return [
            OperationGroup(say(gettext_noop("Added")), self.changes.added),
            OperationGroup(say(gettext_noop("Removed")), self.changes.removed),
            OperationGroup(say(gettext_noop("Newly deprecated")), self.changes.deprecated),
        ]

    @cached_property
    def affected(self) -> list[AffectedKey]:
        """The stored keys whose rights the changes are about."""
        return [*live.affected_keys(self._account, self.changes)] if self.changes else []

    @property
    def first_affected(self) -> list[AffectedKey]:
        return self.affected[:_MOST]
