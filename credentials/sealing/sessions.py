"""How a web session is stored, so that a copy of the database lets nobody into a session.

The row's key is a digest of the key in the cookie. The data is encrypted under that key and
``SECRET_KEY``: it opens in its own row alone, for who holds the cookie, and was written by who
knows ``SECRET_KEY``.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken

from credentials.sealing.derivation import derive

#: Characters of the digest that are kept: 240 of 256 bits, as many as the column holds.
_KEPT = 40


def stored_key(session_key: str) -> str:
    """What the database knows of a session's key."""
    digest = hashlib.sha256(session_key.encode()).digest()
    return base64.urlsafe_b64encode(digest)[:_KEPT].decode()


def encrypt(data: bytes, *, session_key: str, secret: str) -> str:
    """The data of a session as it is stored. ``secret`` is the ``SECRET_KEY``."""
    return _cipher(session_key, secret).encrypt(data).decode()


def decrypt(token: bytes | str, *, session_key: str, secret: str, seconds: int) -> bytes | None:
    """The data; None where it was not written under these two, or longer ago than ``seconds``."""
    try:
        return _cipher(session_key, secret).decrypt(token, ttl=seconds)
    except (InvalidToken, ValueError):
        return None


def _cipher(session_key: str, secret: str) -> Fernet:
    key = derive(secret.encode(), label=f"keydesk session {session_key}")
    return Fernet(base64.urlsafe_b64encode(key))
