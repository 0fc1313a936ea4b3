"""A ZIP archive as a stream, written so that its verifier can write it once more, byte for byte."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from credentials.core import KeydeskError, gettext_noop, say
from credentials.reports import verifier

#: Sizes and offsets have 32 bits.
_MOST = 2**32 - 1


@dataclass(slots=True)
class Archive:
    """``digests``: of each file its size, and the SHA-256 of each block of it."""

    digests: dict[str, dict[str, Any]] = field(default_factory=dict)
    _files: list[tuple[str, int, int, int]] = field(default_factory=list)
    _offset: int = 0

    def add(self, name: str, chunks: Iterable[str | bytes]) -> Iterator[bytes]:
        """The bytes of one more file; raises ``KeydeskError`` where the archive is too long."""
        start, head = self._offset, verifier.local_header(name)
        yield head
        crc, size, blocks = 0, 0, []
        for block in _blocks(chunks):
            crc, size = zlib.crc32(block, crc), size + len(block)
            blocks.append(hashlib.sha256(block).hexdigest())
            yield block
        tail = verifier.descriptor(crc, min(size, _MOST))
        yield tail
        self._offset += len(head) + size + len(tail)
        if self._offset > _MOST:
            raise KeydeskError(say(_TOO_LONG))
        self.digests[name] = {"size": size, "blocks": blocks}
        self._files.append((name, crc, size, start))

    def end(self) -> bytes:
        """The list of files, which ends the archive."""
        return verifier.directory(self._files)


def _blocks(chunks: Iterable[str | bytes]) -> Iterator[bytes]:
    """The same bytes, cut as the verifier looks at them."""
    kept = bytearray()
    for chunk in chunks:
        kept += chunk.encode() if isinstance(chunk, str) else chunk
        while len(kept) >= verifier.BLOCK:
            yield bytes(kept[: verifier.BLOCK])
            del kept[: verifier.BLOCK]
    if kept:
        yield bytes(kept)


_TOO_LONG = gettext_noop("An evidence pack has 4 GiB at most. Choose a single team.")
