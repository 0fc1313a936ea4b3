"""Copies of the three packages, for tests that plant a mistake and see it named."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.project_files import ROOT


def copy_packages(folder: Path) -> None:
    """The product's packages as they are, below ``folder``."""
    skip = shutil.ignore_patterns("__pycache__")
    for package in ("credentials", "dashboard", "sandbox"):
        shutil.copytree(ROOT / package, folder / package, ignore=skip)


def append(file: Path, line: str) -> None:
    """Add a line to the end of the file."""
    file.write_text(f"{file.read_text()}\n{line}\n")
