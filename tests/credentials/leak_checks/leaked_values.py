"""A service of a test's own, which knows what it was told and remembers what it is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

LEAKED: set[str] = set()
ASKED: list[str] = []


class LeakedValues:
    def suffixes(self, prefix: str) -> Iterator[str]:
        ASKED.append(prefix)
        yield "0" * 59
        for value in LEAKED:
            digest = hashlib.sha256(value.encode()).hexdigest()
            if digest.startswith(prefix):
                yield digest[len(prefix) :].upper()
