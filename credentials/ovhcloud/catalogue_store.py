"""Which catalogue an endpoint has: the last one read from it, or the bundled one."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from zipfile import BadZipFile

from django.conf import settings

from credentials.core import NotAllowedError, gettext_noop, say
from credentials.ovhcloud.description import Description
from credentials.rights import (
    Catalogue,
    Operation,
    OperationDetail,
    Snapshot,
    SnapshotError,
    bundled_catalogue,
    dump_snapshot,
    load_snapshot,
    operation_detail,
)

logger = logging.getLogger("keydesk.catalogues")

_FEWEST = 0.5
_TOO_FEW = gettext_noop(
    "The description has %(found)s operations, where %(known)s are known. Nothing changed."
)


class _CachedCatalogue(NamedTuple):
    """A catalogue in memory, and when its file was written (0: there is none to read)."""

    written: int
    catalogue: Catalogue


_catalogues: dict[str, _CachedCatalogue] = {}


def catalogue_of(endpoint: str) -> Catalogue:
    """The catalogue of the endpoint called so; loaded once, and again after it was refreshed."""
    file = _file(endpoint)
    written = _written(file)
    cached = _catalogues.get(endpoint)
    if cached is None or cached.written != written:
        cached = _CachedCatalogue(written, _read(file) if written else bundled_catalogue(endpoint))
        _catalogues[endpoint] = cached
    return cached.catalogue


def store_catalogue(snapshot: Snapshot, *, anyway: bool = False) -> Path:
    """Make the snapshot the endpoint's catalogue. The last one stays unless all of it is written,
    and is kept as the one before.

    Raises ``NotAllowedError`` for one with less than half of the operations known so far, which is
    more likely a fault than the truth, unless it is to be kept ``anyway``.
    """
    if not anyway and (obstacle := obstacle_to_storing(snapshot)):
        raise obstacle
    known, file = catalogue_of(snapshot.endpoint), _file(snapshot.endpoint)
    file.parent.mkdir(parents=True, exist_ok=True)
    if known.endpoint == snapshot.endpoint:
        before = Snapshot(known.endpoint, known.taken, known.operations)
        _write(_before(snapshot.endpoint), dump_snapshot(before))
    _write(file, dump_snapshot(snapshot))
    return file


def obstacle_to_storing(snapshot: Snapshot) -> NotAllowedError | None:
    """Why the snapshot is more likely a fault than the truth; None where it is not."""
    known = len(catalogue_of(snapshot.endpoint).operations)
    if len(snapshot.operations) >= known * _FEWEST:
        return None
    return NotAllowedError(say(_TOO_FEW, found=len(snapshot.operations), known=known))


def catalogue_before(endpoint: str) -> Catalogue | None:
    """The catalogue that the endpoint had before it was last read; None where none is kept."""
    file = _before(endpoint)
    try:
        return Catalogue(load_snapshot(file.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, SnapshotError):
        logger.warning("%s cannot be read; what changed is not shown", file.name)
        return None


def store_description(description: Description, *, anyway: bool = False) -> Path:
    """Store the catalogue of a description, as ``store_catalogue`` does, and what its operations
    take and answer; where the description does not say that, what was known stays."""
    file = store_catalogue(description.snapshot, anyway=anyway)
    if description.details:
        _write(_details(description.snapshot.endpoint), description.details)
    return file


def operation_detail_of(endpoint: str, operation: Operation) -> OperationDetail:
    """What the operation takes and answers, as the endpoint described it last."""
    file = _details(endpoint)
    try:
        return operation_detail(operation, file)
    except (OSError, BadZipFile, ValueError, KeyError):
        logger.warning("%s cannot be read; the bundled description is used instead", file.name)
        return operation_detail(operation)


def _write(file: Path, content: bytes) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_bytes(content)
    fresh.replace(file)


def _details(endpoint: str) -> Path:
    return _file(endpoint).with_name(f"{quote(endpoint, safe='')}.zip")


def _before(endpoint: str) -> Path:
    return _file(f"{endpoint}.before")


def _file(endpoint: str) -> Path:
    return Path(settings.VAR_DIR) / "catalogues" / f"{quote(endpoint, safe='')}.csv.gz"


def _written(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _read(file: Path) -> Catalogue:
    """The catalogue in a file; where that is damaged, the one that comes with Keydesk."""
    try:
        return Catalogue(load_snapshot(file.read_bytes()))
    except (OSError, SnapshotError):
        logger.warning("%s cannot be read; the bundled catalogue is used instead", file.name)
        return bundled_catalogue(file.name.removesuffix(".csv.gz"))
