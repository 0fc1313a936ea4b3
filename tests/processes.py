"""Processes that a process of the tests has started: by their ids, as Linux lists them."""

from __future__ import annotations

from pathlib import Path


def children(process: int) -> list[int]:
    """The processes that this one started and that still run."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in listed.split()]
