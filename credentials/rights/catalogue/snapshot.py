"""The operations of one endpoint at one time, as a small file and back."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from sys import intern
from typing import Final

from credentials.core import KeydeskError, Method, gettext_noop, say
from credentials.rights.catalogue.operation import Operation
from credentials.rights.catalogue.operation_kinds import kind_of

COLUMNS: Final = (
    "version", "path", "method", "status", "auth", "iam_actions",
    "deprecated", "deletion", "replacement", "description",
)  # fmt: skip
SNAPSHOTS: Final = Path(__file__).with_name("snapshots")
_VERSIONS: Final = frozenset({"v1", "v2"})

_UNREADABLE: Final = say(gettext_noop("This is no list of the API's operations."))

SnapshotRow = Mapping[str, str]


class SnapshotError(KeydeskError):
    """What should be a list of operations is none."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``operations`` of ``endpoint`` as its description had them on the day ``taken``."""

    endpoint: str
    taken: date
    operations: tuple[Operation, ...]


def load_snapshot(content: bytes) -> Snapshot:
    """The snapshot in a file that ``dump`` made. Raises ``SnapshotError`` for any other."""
    try:
        lines = io.StringIO(gzip.decompress(content).decode("utf-8"), newline="")
        endpoint, taken, *_ = next(csv.reader(lines))
        return Snapshot(
            endpoint, date.fromisoformat(taken), read_snapshot_rows(csv.DictReader(lines))
        )
    except (OSError, EOFError, ValueError, StopIteration, csv.Error) as error:
        raise SnapshotError(_UNREADABLE) from error


def dump_snapshot(snapshot: Snapshot) -> bytes:
    """A file with one line for the endpoint and the day, then one for each operation; small, and
    the same bytes for the same operations."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow((snapshot.endpoint, snapshot.taken.isoformat()))
    writer.writerow(COLUMNS)
    writer.writerows(map(_row, snapshot.operations))
    return gzip.compress(lines.getvalue().encode("utf-8"), mtime=0)


def read_snapshot_rows(rows: Iterable[SnapshotRow]) -> tuple[Operation, ...]:
    """Operations from rows with the columns of the table. Raises ``SnapshotError``."""
    table = list(rows)
    try:
        lists = {row["path"] for row in table if row["method"] == Method.GET}
        return tuple(_operation(row, is_list=row["path"] in lists) for row in table)
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise SnapshotError(_UNREADABLE) from error


def _operation(row: SnapshotRow, *, is_list: bool) -> Operation:
    path, method = row["path"], Method(row["method"])
    actions = tuple(intern(action) for action in row["iam_actions"].split())
    if row["version"] not in _VERSIONS or not path.startswith("/"):
        raise ValueError(path)
    return Operation(
        version=intern(row["version"]),
        path=intern(path),
        method=method,
        kind=kind_of(method, path, actions=actions, is_list=is_list),
        status=intern(row["status"]),
        is_open=row["auth"] == "open",
        actions=actions,
        deprecated=_day(row["deprecated"]),
        deletion=_day(row["deletion"]),
        replacement=intern(row["replacement"]),
        description=row.get("description") or "",
    )


def _row(operation: Operation) -> tuple[str, ...]:
    return (
        operation.version,
        operation.path,
        operation.method.value,
        operation.status,
        "open" if operation.is_open else "signed",
        " ".join(operation.actions),
        operation.deprecated.isoformat() if operation.deprecated else "",
        operation.deletion.isoformat() if operation.deletion else "",
        operation.replacement,
        operation.description,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
