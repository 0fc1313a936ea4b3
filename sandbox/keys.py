"""Keys and secrets as long as OVHcloud makes them (api 1.5)."""

from __future__ import annotations

import secrets


def new_key(length: int) -> str:
    """``length`` random hexadecimal characters, ``length`` even."""
    return secrets.token_hex(length // 2)
