"""The evidence pack: what there is and what happened, signed, so that an outsider can verify it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from credentials import audit, teams
from credentials.models import FindingException, Team
from credentials.reports import verifier
from credentials.reports.archive import Archive
from credentials.reports.files import document_lines
from credentials.reports.report import REPORTS

_README: Final = """Keydesk evidence pack

Run: python verify.py PACK.zip --public-key KEY
KEY is what Keydesk publishes on its page of reports, and prints by public_log_key. Take verify.py
from Keydesk itself rather than from here: whoever changes a pack can change what is in it.

log.jsonl holds the entries of the log that these teams may see, each with its MAC and that of the
entry before. checkpoints.jsonl holds signed statements of where the log stood. The other files are
reports, described in docs/reports.md.
"""


def evidence_of(chosen: QuerySet[Team]) -> Iterator[bytes]:
    """A pack of these teams as the bytes of a ZIP archive, a part at a time; a checkpoint is kept.

    Whoever takes it notes that first (``teams.note_export``): so the pack has it too.
    """
    point = audit.write_checkpoint()
    return _archive(chosen, point.seq)


def _archive(chosen: QuerySet[Team], last: int) -> Iterator[bytes]:
    archive, made_at = Archive(), timezone.now().isoformat()
    for name, chunks in _contents(chosen, last, made_at):
        yield from archive.add(name, chunks)
    facts = {"made_at": made_at, "public_key": audit.public_key(), "files": archive.digests}
    manifest = json.dumps(facts, sort_keys=True, indent=1).encode()
    yield from archive.add(verifier.MANIFEST, [manifest])
    signature = audit.signature_of(verifier.SEALED + manifest)
    yield from archive.add(verifier.SIGNATURE, [signature])
    yield archive.end()


def _contents(
    chosen: QuerySet[Team], last: int, made_at: str
) -> Iterator[tuple[str, Iterable[str]]]:
    yield "README.txt", [_README]
    for report in REPORTS.values():
        lines = document_lines(report.name, report.rows(chosen), made_at=made_at)
        yield f"{report.name}.json", lines
    exceptions = document_lines("exceptions", _exception_rows(chosen), made_at=made_at)
    yield "exceptions.json", exceptions
    entries = teams.entries_of(chosen).filter(seq__lte=last)
    yield "log.jsonl", (f"{line}\n" for line in audit.json_lines(entries))
    points = (point for point in audit.kept_checkpoints() if point.seq <= last)
    yield "checkpoints.jsonl", (f"{point.to_json()}\n" for point in points)
    yield "public-key.txt", [f"{audit.public_key()}\n"]
    yield "verify.py", [Path(verifier.__file__).read_text()]


def _exception_rows(chosen: QuerySet[Team]) -> Iterator[dict[str, Any]]:
    rows = FindingException.objects.filter(team__in=chosen).select_related("team", "owner")
    for row in audit.holding_or_logged(rows):
        yield {
            "team": row.team.name,
            "code": row.code,
            "subject": row.subject,
            "reason": row.reason,
            "owner": row.owner.email if row.owner else "",
            "made_at": row.created_at.isoformat(),
            "ends_at": row.ends_at.isoformat(),
        }
