"""The audit log: ``record`` is its only writer, ``verify`` reads it with the key.

Appends take a lock on one row, the head, and are part of the caller's transaction: what cannot be
logged does not happen. credentials.chain says how entries hold on to each other, guards how the
database itself refuses to change one.
"""

from credentials.audit.checkpoints import write_checkpoint
from credentials.audit.log import failures_recorded, record, record_failure
from credentials.audit.reading import export, lines, verify
from credentials.audit.rows import as_row
from credentials.audit.seals import check_soon, keep, seal
from credentials.audit.subjects import SYSTEM, Actor, Detail, Subject, subject_of

__all__ = [
    "SYSTEM",
    "Actor",
    "Detail",
    "Subject",
    "as_row",
    "check_soon",
    "export",
    "failures_recorded",
    "keep",
    "lines",
    "record",
    "record_failure",
    "seal",
    "subject_of",
    "verify",
    "write_checkpoint",
]
