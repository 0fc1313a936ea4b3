"""Files that only their owner reads, and that never replace or follow another."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO


def write_private_file(file: Path, lines: Iterable[str]) -> int:
    """Write lines to a new file of mode 0600, in UTF-8; how many there were. Raises ``OSError``.

    A file that cannot be finished, on a disk that is full, is taken away again.
    """
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            count = _write_lines(stream, lines)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return count


def _write_lines(stream: TextIO, lines: Iterable[str]) -> int:
    count = 0
    for line in lines:
        stream.write(f"{line}\n")
        count += 1
    return count


def append_private_line(file: Path, line: str) -> None:
    """Add a line to a file, or to a new one of mode 0600. Raises ``OSError``, also where what is
    there is a link or no plain file: it would write somewhere else."""
    if file.is_symlink():
        raise OSError(errno.ELOOP, "A link, which is not followed", str(file))
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK
    descriptor = os.open(file, flags, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as stream:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode) or facts.st_nlink > 1:
            raise OSError(errno.EPERM, "Not a plain file with one name", str(file))
        stream.write(f"{line}\n")
        stream.flush()
        os.fsync(descriptor)
