"""Files that only their owner reads, and that never replace another."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def write(file: Path, lines: Iterable[str]) -> int:
    """Write lines to a new file of mode 0600; how many there were. Raises ``OSError``."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    count = 0
    with os.fdopen(descriptor, "w") as stream:
        for line in lines:
            stream.write(f"{line}\n")
            count += 1
        stream.flush()
        os.fsync(stream.fileno())
    return count
