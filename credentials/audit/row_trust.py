"""Whether a row that grants something may be believed: by its proof, and by what the log says.

A row without its proof is as good as not there, and an entry says so, once for each state of it.
A row that was genuine once and was put back is told by the log: since its proof was made, an entry
ended what it grants.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from django.db.models import Model, Q, QuerySet

from credentials.audit import log, row_ends, sign_in_rows
from credentials.audit.subjects import SYSTEM, Subject
from credentials.core import AuditAction, Outcome, RowChangedOutside, in_batches
from credentials.models import Account, AuditEntry, Entry, Membership, Person, Proven, Team
from credentials.sealing import row_proofs

_AT_ONCE: Final = 50  # rows of one question to the log
_OF_THE_FIRST: Final = "1."  # as a proof is that was made after the first entry
_Row = TypeVar("_Row", bound=Model)


def proof_of(row: Model) -> str:
    """The proof that fits the row; empty where there is none."""
    if isinstance(row, Proven):
        return row.proof if row_proofs.is_genuine(row) else ""
    return sign_in_rows.proof_of(row)


def genuine_or_logged(row: Model) -> bool:
    """Whether Keydesk wrote the row as it stands; the log says of any other that it is not
    believed, once for each state of it."""
    if proof_of(row):
        return True
    _note(row)
    return False


def holds_or_logged(*rows: Model) -> bool:
    """Whether Keydesk wrote the rows, which the log says of any other, and no entry of it has ended
    since what they grant."""
    proofs = [proof_of(row) for row in rows]
    if not all(proofs):
        return all(genuine_or_logged(row) for row in rows)
    return not _are_ended(rows, proofs, entries=AuditEntry.objects.all())


def ask_as_of(nobody: Person) -> None:
    """The same questions to the log as of a person whose row is genuine, for an address that nobody
    has: who measures the time of an answer learns nothing of it."""
    _are_ended([nobody], [_OF_THE_FIRST], entries=AuditEntry.objects.all())


def holding_or_logged(rows: Iterable[_Row]) -> list[_Row]:
    """Those of the rows that still hold."""
    return [row for part in in_batches(list(rows), _AT_ONCE) for row in _holding(part)]


def is_old(row: Model) -> bool:
    """Whether a row is as it was before the log ended it, where Keydesk leaves none so."""
    is_kept = isinstance(row, Membership | Person | Team | Account | Entry)
    if not (is_kept and isinstance(row, Proven)):
        return False
    return _are_ended([row], [row.proof], entries=AuditEntry.objects.all())


def guard_genuine(row: Model) -> None:
    """Raise ``RowChangedOutside`` for a row that Keydesk did not write as it stands."""
    if not genuine_or_logged(row):
        raise RowChangedOutside(str(row._meta.verbose_name), row_object=row)


def guard_holds(*rows: Model) -> None:
    """The same for several, and for one that the log has ended."""
    if holds_or_logged(*rows):
        return
    for row in rows:
        if len(rows) == 1 or not holds_or_logged(row):
            raise RowChangedOutside(str(row._meta.verbose_name), row_object=row)


def guard_person(person: Person) -> None:
    """The same for the person as the database has them now, who has to be the one that was found.

    What else changed since then, as a password does, is no obstacle.
    """
    stored = Person.objects.filter(pk=person.pk).first() or person
    if (stored.identity, stored.email) == (person.identity, person.email):
        return guard_holds(stored)
    for row in (person, stored):
        guard_genuine(row)
    raise RowChangedOutside(str(person._meta.verbose_name))


def note(error: RowChangedOutside) -> None:
    """Log the row that the error is about, unless the log says of it already."""
    if isinstance(error.row_object, Model):
        genuine_or_logged(error.row_object)


class RowProver:
    """What proves the rows that are saved."""

    prove = staticmethod(row_proofs.prove)
    is_genuine = staticmethod(row_proofs.is_genuine)

    @staticmethod
    def may_change(row: Proven) -> bool:
        """Whether the row held until the verb that changes it began to log what it does."""
        if not row_proofs.is_genuine(row):
            return False
        first = log.first_own_entry()
        earlier = AuditEntry.objects.filter(**{"seq__lt": first} if first else {})
        return not _are_ended([row], [row.proof], entries=earlier)


def row_subject(row: Model) -> Subject:
    """The row as the log names it: what it says of itself may be anybody's words."""
    team_id = getattr(row, "team_id", None)
    return Subject(row._meta.model_name or "", str(row.pk), row._meta.db_table, team_id)


def state_of(row: Model) -> str:
    """A short keyed digest of what the row says, to know the same state again."""
    return row_proofs.state_of(row) if isinstance(row, Proven) else sign_in_rows.state_of(row)


def _holding(rows: list[_Row]) -> list[_Row]:
    return rows if holds_or_logged(*rows) else [row for row in rows if holds_or_logged(row)]


def _are_ended(
    rows: Sequence[Model], proofs: Sequence[str], *, entries: QuerySet[AuditEntry]
) -> bool:
    """Whether an entry ended one of the rows since its proof, or no entry dates a proof."""
    numbers = [row_proofs.made_at(proof) for proof in proofs]
    if not row_proofs.are_dated(set(numbers)):
        return True
    ends = Q(pk__in=())
    for row, number in zip(rows, numbers, strict=True):
        ends |= row_ends.ends(row) & Q(seq__gt=number)
    return entries.filter(ends, outcome=Outcome.DONE).exists()


def _note(row: Model) -> None:
    """Log that the row is not believed, unless the log says so of this very state."""
    subject, state = row_subject(row), state_of(row)
    entries = AuditEntry.objects.filter(
        action=AuditAction.ROW_DISTRUSTED, subject_id=subject.id, details__state=state
    )
    if not entries.exists():
        log.record(
            AuditAction.ROW_DISTRUSTED,
            actor=SYSTEM,
            subject=subject,
            outcome=Outcome.DENIED,
            details={"state": state},
        )
