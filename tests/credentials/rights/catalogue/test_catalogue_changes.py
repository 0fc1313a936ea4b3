"""What a newer description of an endpoint changes, and which rules that is about."""

from __future__ import annotations

from datetime import date

from credentials.rights import Catalogue, CatalogueChanges, Operation, Snapshot, parse_rules
from credentials.rights.catalogue.snapshot import read_snapshot_rows

DAY = date(2026, 11, 1)
COLUMNS = ("version", "auth", "iam_actions", "deletion", "replacement", "description")


def catalogue(*lines: str) -> Catalogue:
    """One operation a line: method, path, and the day it was deprecated, if it was."""
    rows = []
    for line in lines:
        method, path, *day = line.split()
        facts = {"method": method, "path": path, "deprecated": "".join(day)}
        status = "DEPRECATED" if day else "PRODUCTION"
        rows.append({**dict.fromkeys(COLUMNS, ""), "version": "v1", "status": status, **facts})
    return Catalogue(Snapshot("ovh-eu", DAY, read_snapshot_rows(rows)))


OLD = catalogue("GET /me", "GET /old/{id}", "PUT /same/{serviceName}")
NEW = catalogue("GET /me 2026-10-01", "GET /new/{id}", "PUT /same/{name}")


def lines(operations: tuple[Operation, ...]) -> list[str]:
    return [f"{operation.method} {operation.path}" for operation in operations]


def test_what_came_and_went_and_is_advised_against_is_told_apart() -> None:
    changes = CatalogueChanges(OLD, NEW)
    assert lines(changes.added) == ["GET /new/{id}"]
    assert lines(changes.removed) == ["GET /old/{id}"]
    assert lines(changes.deprecated) == ["GET /me"]


def test_the_same_description_changes_nothing() -> None:
    changes = CatalogueChanges(NEW, NEW)
    assert (changes.added, changes.removed, changes.deprecated) == ((), (), ())


def test_rules_gain_what_was_added_and_lose_what_was_removed() -> None:
    changes = CatalogueChanges(OLD, NEW)
    every, own = parse_rules("GET /*"), parse_rules("GET /me\nPUT /same/*")
    assert (changes.gained(every), changes.lost(every)) == (1, 1)
    assert (changes.gained(own), changes.lost(own)) == (0, 0)
