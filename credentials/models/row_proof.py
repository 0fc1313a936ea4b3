"""Proofs of rows in the tables of others, which have no column for them."""

from __future__ import annotations

from django.db import models


class RowProof(models.Model):
    """The proof of the row ``row_id`` of ``table`` (credentials.sealing.row_proofs)."""

    table = models.CharField(max_length=64)
    row_id = models.CharField(max_length=64)
    proof = models.CharField(max_length=96)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("table", "row_id"), name="one_proof_a_row"),)

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"
