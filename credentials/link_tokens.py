"""Tokens of links: the token is in one address, its digest in the database."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so that no key has to make it slow."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
