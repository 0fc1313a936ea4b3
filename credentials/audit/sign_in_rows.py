"""Rows of django-allauth by which somebody signs in, and their proofs, which are kept beside them.

What they grant never changes: a row is proven when it is made, and believed as long as it stands.
"""

from __future__ import annotations

from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Model

from credentials.models import RowProof
from credentials.sealing import row_proofs

SIGN_IN_TABLES: Final[tuple[type[Model], ...]] = (Authenticator, SocialAccount)
#: What proves that somebody has a factor; its name, and which codes were used, do not.
_PROVING: Final = ("credential", "secret", "seed", "migrated_codes")


def prove_sign_in_row(row: Model) -> None:
    """Take the row as it stands."""
    proof = row_proofs.prove_values(row, _values_of(row))
    RowProof.objects.update_or_create(
        table=row._meta.db_table, row_id=str(row.pk), defaults={"proof": proof}
    )


def proof_of(row: Model) -> str:
    """The row's proof; empty where there is none that fits."""
    proofs = RowProof.objects.filter(table=row._meta.db_table, row_id=str(row.pk))
    proof = proofs.values_list("proof", flat=True).first() or ""
    return proof if row_proofs.proves(proof, row, _values_of(row)) else ""


def state_of(row: Model) -> str:
    """A short keyed digest of what the row says."""
    return row_proofs.digest_of_values(row, _values_of(row))


def _values_of(row: Model) -> list[Any]:
    match row:
        case Authenticator(data=dict(data)):
            proving = {name: data[name] for name in _PROVING if name in data}
            return [*row_proofs.identity_of(row, "user"), row.type, proving]
        case SocialAccount():
            return [*row_proofs.identity_of(row, "user"), row.provider, row.uid]
    return []
