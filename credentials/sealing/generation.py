"""Making a master key, with Django or without."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Final

from credentials import core
from credentials.sealing.keys import Key

DESCRIPTION: Final = (
    "Make a master key: 32 random bytes as 64 hex digits, on standard output or in a new file "
    "that only its owner reads. Its id, a fingerprint, goes to standard error."
)


def add_arguments(parser: ArgumentParser) -> None:
    """The options of both programs that make a master key."""
    parser.add_argument("--to", type=Path, metavar="FILE", help="a new file, made with mode 0600")


def make(file: Path | None) -> None:
    """Write a new master key to ``file`` (mode 0600), or to standard output without one.

    Its id goes to standard error. Raises ``OSError``, as for a file that exists already.
    """
    key = Key.generate()
    if file is None:
        sys.stdout.write(f"{key.to_text()}\n")
    else:
        core.write_private_file(file, [key.to_text()])
    sys.stderr.write(f"The id of this key is {key.id}.\n")
