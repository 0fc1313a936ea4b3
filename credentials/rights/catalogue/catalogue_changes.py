"""What a newer description of one endpoint has that the one before had not, and the other way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.operation import Operation
from credentials.rights.catalogue.tree import mask
from credentials.rights.rule import AccessRule

_Key = tuple[str, str, str]


@dataclass(frozen=True)
class CatalogueChanges:
    """From ``old`` to ``new``. An operation whose parameters have other names is the same."""

    old: Catalogue
    new: Catalogue

    @property
    def added(self) -> tuple[Operation, ...]:
        return self.new.operations_in(self._added)

    @property
    def removed(self) -> tuple[Operation, ...]:
        return self.old.operations_in(self._removed)

    @property
    def deprecated(self) -> tuple[Operation, ...]:
        """Operations that OVHcloud advises against now and did not before."""
        known = {_key(operation) for operation in self.old.operations if operation.is_deprecated}
        newly = self.new.operations_in(self.new.deprecated & ~self._added)
        return tuple(operation for operation in newly if _key(operation) not in known)

    def gained(self, rules: Iterable[AccessRule]) -> int:
        """How many of the added operations the rules reach."""
        return (self.new.bits(rules) & self._added).bit_count()

    def lost(self, rules: Iterable[AccessRule]) -> int:
        """How many of the removed operations the rules reached."""
        return (self.old.bits(rules) & self._removed).bit_count()

    @cached_property
    def _added(self) -> int:
        return _only_in(self.new, self.old)

    @cached_property
    def _removed(self) -> int:
        return _only_in(self.old, self.new)


def _only_in(catalogue: Catalogue, other: Catalogue) -> int:
    known = {_key(operation) for operation in other.operations}
    every = enumerate(catalogue.operations)
    return mask(number for number, operation in every if _key(operation) not in known)


def _key(operation: Operation) -> _Key:
    return operation.version, operation.method, operation.starred
