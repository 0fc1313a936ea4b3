"""Keys that are the same in every demo; they open nothing but a sandbox."""

from __future__ import annotations

import hashlib

from sandbox.state.world import HOME


def seeded_key(name: str, length: int, region: str = HOME) -> str:
    """``length`` (64 at most) hexadecimal characters that follow from ``name`` and the region: no
    region knows the keys of another."""
    place = "sandbox" if region == HOME else f"sandbox {region}"
    return hashlib.sha256(f"{place} {name}".encode()).hexdigest()[:length]
