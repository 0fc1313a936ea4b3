"""Rows that grant something: each carries a proof that Keydesk itself wrote it as it stands.

What a proof is, ``credentials.sealing.row_proofs`` says; who believes a row asks there. A row is
written by ``save`` alone, which proves it: ``update`` and the bulk methods refuse proven columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn, Protocol, Self, TypeVar

from django.db import models, transaction

from credentials.core import RowChangedOutside

_Row_co = TypeVar("_Row_co", bound="Proven", covariant=True)


class Prover(Protocol):
    """What makes and checks proofs: it has the key."""

    def prove(self, row: Proven) -> str:
        """The proof of the row as it stands."""

    def is_genuine(self, row: Proven) -> bool:
        """Whether the row's proof is that of the row as it stands."""

    def may_change(self, row: Proven) -> bool:
        """The same, and whether what the row grants had not ended: it would be granted anew."""


def prove_by(prover: Prover) -> None:
    """Say what makes the proofs; it is not known here."""
    global _prover  # noqa: PLW0603 -- set once, when the application starts
    _prover = prover


class ProvenQuerySet(models.QuerySet[_Row_co]):
    """Rows of which no proven column is changed but by ``save``."""

    def update(self, **values: Any) -> int:
        """Raises ``TypeError`` for a column that a proof covers."""
        if names := {*self.model.proven, "proof"} & values.keys():
            raise TypeError(f"{', '.join(sorted(names))}: save each row, which proves it")
        return super().update(**values)

    def bulk_create(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("save each row, which proves it")

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("save each row, which proves it")


class ProvenManager(models.Manager[_Row_co]):
    def get_queryset(self) -> ProvenQuerySet[_Row_co]:
        return ProvenQuerySet(self.model, using=self._db)


class Proven(models.Model):
    """``proven`` are the fields that grant something; the id of the row is always proven too."""

    proven: ClassVar[tuple[str, ...]]

    proof = models.CharField(max_length=96, default="", db_default="", editable=False)

    objects: ClassVar[models.Manager[Self]] = ProvenManager()

    class Meta:
        abstract = True

    @classmethod
    def proven_columns(cls) -> list[str]:
        """The attributes that hold the proven values."""
        attributes = {field.name: field.attname for field in cls._meta.concrete_fields}
        return [attributes[name] for name in cls.proven]

    def save(self, **options: Any) -> None:
        """Of a row that is there already the proven columns that change have to be named.

        Raises ``RowChangedOutside`` where the stored row has no proof, or one that the log has
        ended: its new one would cover what somebody else wrote there.
        """
        with transaction.atomic():
            if self._state.adding:
                super().save(**options)
                self.take_as_it_stands()
            else:
                names = options.get("update_fields") or self._columns_beside()
                super().save(**{**options, "update_fields": self._proven_anew(names)})

    def take_as_it_stands(self) -> None:
        """Prove what the row says now; for what Keydesk has just written, or a person looked at."""
        self.proof = _prover.prove(self)
        self._stored().update(proof=self.proof)

    def take_from(self, written: Self, *more: str) -> None:
        """Say what another object of the same row was saved with: what is proven, and ``more``."""
        for column in (*self.proven_columns(), "proof", *more):
            setattr(self, column, getattr(written, column))

    def _proven_anew(self, names: Iterable[str]) -> set[str]:
        """The columns to write: those named, and the proof where one of them is proven."""
        changed = set(names)
        if changed.isdisjoint(self.proven):
            return changed
        stored = self._stored().select_for_update(no_key=True).get()
        if not _prover.may_change(stored):
            raise RowChangedOutside(str(self._meta.verbose_name))
        for name, column in zip(self.proven, self.proven_columns(), strict=True):
            if name not in changed:
                setattr(self, column, getattr(stored, column))
        self.proof = _prover.prove(self)
        return changed | {"proof"}

    def _columns_beside(self) -> list[str]:
        """All that no proof covers: what is written where no column is named."""
        if not _prover.is_genuine(self):
            raise RowChangedOutside(str(self._meta.verbose_name))
        columns = {*self.proven, "proof"}
        fields = [field for field in self._meta.concrete_fields if not field.primary_key]
        return [field.name for field in fields if field.name not in columns]

    def _stored(self) -> models.QuerySet[Self]:
        rows = type(self)._base_manager  # noqa: SLF001 -- a documented attribute of models
        return rows.filter(pk=self.pk)


class _NoProver:
    def prove(self, row: Proven) -> str:
        raise RuntimeError(f"nothing proves {row._meta.label}")

    def is_genuine(self, row: Proven) -> bool:
        raise RuntimeError(f"nothing proves {row._meta.label}")

    def may_change(self, row: Proven) -> bool:
        raise RuntimeError(f"nothing proves {row._meta.label}")


_prover: Prover = _NoProver()
