"""Every operation of the API: as OVHcloud described it in August 2026 (EU), and those of the US."""

from __future__ import annotations

import csv
import gzip
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sandbox.schema.us_operations import US_OPERATIONS

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
        return (*map(_operation, rows), *map(_of_the_us, sorted(US_OPERATIONS)))


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


def _of_the_us(operation: str) -> Operation:
    method, _, path = operation.partition(" ")
    return Operation("v1", path, method, "PRODUCTION", "signed", (), "", "", "")
