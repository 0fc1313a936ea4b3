"""Which catalogue an endpoint has: the last one read from it, or the bundled one."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings

from credentials.catalogue import Catalogue, Snapshot, SnapshotError, bundled
from credentials.catalogue.snapshot import dump, load
from credentials.errors import NotAllowedError
from credentials.sentences import gettext_noop, say

logger = logging.getLogger("keydesk.catalogues")

_FEWEST = 0.5


class _Kept(NamedTuple):
    """A catalogue in memory, and when its file was written (0: there is none to read)."""

    written: int
    catalogue: Catalogue


_kept: dict[str, _Kept] = {}


def of(endpoint: str) -> Catalogue:
    """The catalogue of the endpoint called so; loaded once, and again after it was refreshed."""
    file = _file(endpoint)
    written = _written(file)
    kept = _kept.get(endpoint)
    if kept is None or kept.written != written:
        kept = _Kept(written, _read(file) if written else bundled(endpoint))
        _kept[endpoint] = kept
    return kept.catalogue


def keep(snapshot: Snapshot, *, anyway: bool = False) -> Path:
    """Make the snapshot the endpoint's catalogue. The last one stays unless all of it is written.

    Raises ``NotAllowedError`` for one with less than half of the operations known so far, which is
    more likely a fault than the truth, unless it is to be kept ``anyway``.
    """
    known = len(of(snapshot.endpoint).operations)
    if len(snapshot.operations) < known * _FEWEST and not anyway:
        sentence = gettext_noop(
            "The description has %(found)s operations, where %(known)s are known. Nothing changed."
        )
        raise NotAllowedError(say(sentence, found=len(snapshot.operations), known=known))
    file = _file(snapshot.endpoint)
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_bytes(dump(snapshot))
    fresh.replace(file)
    return file


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
        return Catalogue(load(file.read_bytes()))
    except (OSError, SnapshotError):
        logger.warning("%s cannot be read; the bundled catalogue is used instead", file.name)
        return bundled(file.name.removesuffix(".csv.gz"))
