"""Make the snapshot that comes with Keydesk, from a table of operations.

``python -m credentials.catalogue.make operations.csv ovh-eu 2026-08-01``
"""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path

from credentials.catalogue.snapshot import SNAPSHOTS, Snapshot, dump, read_rows


def make(table: Path, endpoint: str, *, taken: date) -> bytes:
    """The snapshot file of a CSV whose columns are those of ``snapshot.COLUMNS``."""
    with table.open(encoding="utf-8", newline="") as lines:
        return dump(Snapshot(endpoint, taken, read_rows(csv.DictReader(lines))))


def main(words: list[str]) -> None:
    table, endpoint, taken = words
    content = make(Path(table), endpoint, taken=date.fromisoformat(taken))
    (SNAPSHOTS / f"{endpoint}.csv.gz").write_bytes(content)


if __name__ == "__main__":
    main(sys.argv[1:])
