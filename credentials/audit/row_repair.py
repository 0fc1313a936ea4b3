"""Giving rows their proofs that have none: once, when an older version's database is migrated, and
one by one after a repair by hand. Each is an entry of the log, written before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.apps import apps
from django.db import transaction
from django.db.migrations import Migration
from django.db.models import Model

from credentials.audit import log, row_trust, sign_in_rows
from credentials.audit.attempt import attempt as attempt_by_log
from credentials.audit.subjects import SYSTEM, Actor, Detail
from credentials.core import AuditAction
from credentials.models import (
    Account,
    Application,
    AuditEntry,
    ConsentLink,
    ConsumerKey,
    Entry,
    KeyRequest,
    Proven,
    ServiceAccount,
    Team,
)
from credentials.sealing import row_proofs

#: The migrations after which rows have proofs, or more of them; what was there before is taken as
#: it stands.
_FIRST: Final = ("credentials", "0018_row_proofs")
_SECOND: Final = ("credentials", "0022_more_row_proofs")
_THIRD: Final = ("credentials", "0028_proofs_of_words")
_PROVEN_LATER: Final = (Team, Application, ConsumerKey, ServiceAccount, KeyRequest)
_NAMES_OF_LATER: Final = (_SECOND[1], _THIRD[1])
#: What later versions prove of these rows beside what earlier ones did.
_NEW_IN_THIRD: Final[dict[type[Proven], set[str]]] = {
    **{kind: set(Entry.proven_words) for kind in (Application, ConsumerKey, ServiceAccount)},
    ConsentLink: {"purpose", "environment"},
}


def proven_tables() -> dict[str, type[Model]]:
    """The tables whose rows have proofs, by name."""
    own = [model for model in apps.get_models() if issubclass(model, Proven)]
    return {model._meta.db_table: model for model in (*own, *sign_in_rows.SIGN_IN_TABLES)}


def changed_rows() -> Iterator[Model]:
    """The rows that are not as Keydesk wrote them, or that are as they once were."""
    for model in proven_tables().values():
        rows = model._default_manager.order_by("pk").iterator()
        yield from (row for row in rows if not row_trust.proof_of(row) or row_trust.is_old(row))


def accept_row(row: Model, *, actor: Actor, reason: str) -> None:
    """Take the row as it stands, whoever wrote it: it grants from now on what it says."""
    subject = row_trust.row_subject(row)
    with attempt_by_log(AuditAction.ROWS_PROVEN, actor=actor, subject=subject) as attempt:
        attempt.details |= {"reason": reason, "state": row_trust.state_of(row)}
        attempt.log()
        _take_as_it_stands(row)


def on_migrated_rows(*, plan: Sequence[tuple[Migration, bool]] = (), **_: Any) -> None:
    """Receiver of ``post_migrate``: proves the rows of a version that knew no proofs, or fewer.

    Only where that migration has just been applied, and only once: what is found without a proof
    after the log says that rows have them was written by somebody else.
    """
    migrations = [migration for migration, is_undone in plan if not is_undone]
    applied = {(migration.app_label, migration.name) for migration in migrations}
    done = AuditEntry.objects.filter(action=AuditAction.ROWS_PROVEN, subject_id="")
    if _FIRST in applied and not done.exists():
        _prove_rows(list(changed_rows()))
        return
    fitting = []
    if _SECOND in applied and not done.filter(details__migration__in=_NAMES_OF_LATER).exists():
        fitting.append(_is_of_first_proofs)
    if _THIRD in applied and not done.filter(details__migration=_THIRD[1]).exists():
        fitting.append(_is_of_second_proofs)
    if fitting:
        _prove_rows([row for row in changed_rows() if any(fits(row) for fits in fitting)])


def _prove_rows(rows: Sequence[Model]) -> None:
    """Take the rows as they stand; the entry names the newest migration, whose work is done too."""
    with transaction.atomic():
        if rows:
            details: dict[str, Detail] = {"rows": len(rows), "migration": _THIRD[1]}
            log.record(AuditAction.ROWS_PROVEN, actor=SYSTEM, details=details)
        for row in rows:
            _take_as_it_stands(row)


def _is_of_first_proofs(row: Model) -> bool:
    """Whether the row is as the version left it that proved fewer: of an account its team alone."""
    if isinstance(row, Account):
        return row_proofs.is_genuine(row, names=("team",))
    return isinstance(row, _PROVEN_LATER) and not row.proof


def _is_of_second_proofs(row: Model) -> bool:
    """Whether the row is as the version left it that proved no words on it."""
    if not isinstance(row, Proven) or type(row) not in _NEW_IN_THIRD:
        return False
    added = _NEW_IN_THIRD[type(row)]
    return row_proofs.is_genuine(row, names=[name for name in row.proven if name not in added])


def on_sign_in_row_saved(*, instance: Model, created: bool, **_: Any) -> None:
    """Receiver of ``post_save``: a row that Keydesk has just made is genuine."""
    if created:
        sign_in_rows.prove_sign_in_row(instance)


def on_factor_used(*, instance: Model, **_: Any) -> None:
    """Receiver of ``pre_save``: every use of a factor is noted in its row, and is refused here.

    Raises ``RowChangedOutside`` for a factor that Keydesk did not set up, or that was removed.
    """
    if instance.pk is not None:
        row_trust.guard_holds(instance)


def _take_as_it_stands(row: Model) -> None:
    if isinstance(row, Proven):
        row.take_as_it_stands()
    else:
        sign_in_rows.prove_sign_in_row(row)
