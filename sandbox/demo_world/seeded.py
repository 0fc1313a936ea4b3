"""Keys that are the same in every demo; they open nothing but a sandbox."""

from __future__ import annotations

import hashlib


def seeded_key(name: str, length: int) -> str:
    """``length`` (64 at most) hexadecimal characters that follow from ``name``."""
    return hashlib.sha256(f"sandbox {name}".encode()).hexdigest()[:length]
