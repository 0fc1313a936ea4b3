"""Make the snapshot that comes with Keydesk, from the table of operations that the sandbox has.

``python -m credentials.rights.catalogue.make_snapshot \\
    sandbox/schema/operations.csv.gz ovh-eu 2026-08-01``
"""

from __future__ import annotations

import csv
import gzip
import sys
from datetime import date
from pathlib import Path

from credentials.rights.catalogue.snapshot import (
    SNAPSHOTS,
    Snapshot,
    dump_snapshot,
    read_snapshot_rows,
)


def make(table: Path, endpoint: str, *, taken: date) -> bytes:
    """The snapshot file of a compressed CSV with the columns of ``snapshot.COLUMNS``; a description
    may be missing."""
    with gzip.open(table, "rt", encoding="utf-8", newline="") as lines:
        return dump_snapshot(Snapshot(endpoint, taken, read_snapshot_rows(csv.DictReader(lines))))


def main(words: list[str]) -> None:
    table, endpoint, taken = words
    content = make(Path(table), endpoint, taken=date.fromisoformat(taken))
    (SNAPSHOTS / f"{endpoint}.csv.gz").write_bytes(content)


if __name__ == "__main__":
    main(sys.argv[1:])
