"""The audit log: writing, verifying, exporting, checkpoints, and the triggers that guard it.

``record`` is its only writer, and ``attempt`` how verbs write: around all that they do. The
arithmetic of the chain is in ``sealing``; what is worth an entry is decided by the package whose
verb it is.
"""

from __future__ import annotations

from credentials.audit.attempt import Attempt, CallAttempt, attempt, attempt_call, raise_obstacle
from credentials.audit.checkpoints import (
    checkpoint_by_the_clock,
    kept_checkpoints,
    public_key,
    signature_of,
    write_checkpoint,
)
from credentials.audit.log import guard_end, record
from credentials.audit.log_reading import export, json_lines
from credentials.audit.log_verification import (
    check_soon,
    keep_verification,
    last_verification,
    verify,
    verify_in_background,
)
from credentials.audit.missing_entries import note_missing_entries
from credentials.audit.person_ends import LINK_MADE, names
from credentials.audit.row_repair import (
    accept_row,
    changed_rows,
    on_factor_used,
    on_migrated_rows,
    on_sign_in_row_saved,
    proven_tables,
)
from credentials.audit.row_trust import (
    RowProver,
    ask_as_of,
    genuine_or_logged,
    guard_genuine,
    guard_holds,
    guard_person,
    holding_or_logged,
    holds_or_logged,
)
from credentials.audit.subjects import (
    SYSTEM,
    Actor,
    Detail,
    Subject,
    actor_by_id,
    actor_of,
    details_of,
    subject_of,
    visitor,
)
from credentials.audit.triggers import (
    TEXT_INDEX,
    LogUnguarded,
    guard_triggers,
    on_migrated,
    owns_its_tables,
)

__all__ = [
    "LINK_MADE",
    "SYSTEM",
    "TEXT_INDEX",
    "Actor",
    "Attempt",
    "CallAttempt",
    "Detail",
    "LogUnguarded",
    "RowProver",
    "Subject",
    "accept_row",
    "actor_by_id",
    "actor_of",
    "ask_as_of",
    "attempt",
    "attempt_call",
    "changed_rows",
    "check_soon",
    "checkpoint_by_the_clock",
    "details_of",
    "export",
    "genuine_or_logged",
    "guard_end",
    "guard_genuine",
    "guard_holds",
    "guard_person",
    "guard_triggers",
    "holding_or_logged",
    "holds_or_logged",
    "json_lines",
    "keep_verification",
    "kept_checkpoints",
    "last_verification",
    "names",
    "note_missing_entries",
    "on_factor_used",
    "on_migrated",
    "on_migrated_rows",
    "on_sign_in_row_saved",
    "owns_its_tables",
    "proven_tables",
    "public_key",
    "raise_obstacle",
    "record",
    "signature_of",
    "subject_of",
    "verify",
    "verify_in_background",
    "visitor",
    "write_checkpoint",
]
