"""Every operation of the API as OVHcloud described it in August 2026 (EU)."""

from __future__ import annotations

import csv
import gzip
from functools import cache
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).with_name("operations.csv.gz")


class Operation(NamedTuple):
    """One row: ``auth`` is ``signed`` or ``open``, ``actions`` are IAM actions, dates ISO."""

    version: str
    path: str
    method: str
    status: str
    auth: str
    actions: tuple[str, ...]
    deprecated: str
    deletion: str
    replacement: str


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation, in the order of the table."""
    with gzip.open(_TABLE, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        return tuple(_operation(row) for row in rows)


def _operation(row: list[str]) -> Operation:
    version, path, method, status, auth, actions, deprecated, deletion, replacement = row
    return Operation(
        version,
        path,
        method,
        status,
        auth,
        tuple(actions.split()),
        deprecated,
        deletion,
        replacement,
    )
