"""Tokens: what a sealed value looks like, where it may stand, and in which formats it is read."""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from credentials.core import KeyringError, NewerFormatError
from credentials.sealing.derivation import derive

NONCE_BYTES: Final = 12
WRAPPED, SEALED = "w", "s"
_as_json = json.JSONEncoder(separators=(",", ":")).encode


class Cipher(Protocol):
    """An authenticated cipher with a nonce of 96 bits, made from 32 bytes of key."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...


def _cipher_of_key(material: bytes, kind: str) -> Cipher:
    return AESGCM(material)


def _cipher_of_derived_key(material: bytes, kind: str) -> Cipher:
    return AESGCM(derive(material, label=_LABELS[kind]))


_LABELS: Final = {WRAPPED: "keydesk wrapping", SEALED: "keydesk sealing"}

# Every format that is read, by the word its tokens begin with; CURRENT alone is written. A retired
# format stays listed for as long as backups hold tokens of it. Each makes a cipher from a key and
# the kind of token: whether it wraps or seals.
FORMATS: dict[str, Callable[[bytes, str], Cipher]] = {
    "kd1": _cipher_of_key,
    "kd2": _cipher_of_derived_key,
}
CURRENT: Final = "kd2"
_NEWER = re.compile(r"kd[0-9]{1,3}")

# The cipher of a key, by format and kind of token; raises ``KeyError`` for a format there is not.
CipherOf = Callable[[str, str], Cipher]


@dataclass(frozen=True, slots=True)
class Binding:
    """The place a token stands in; a token opens nowhere else."""

    table: str
    row: str
    column: str
    account: str
    version: int = 1

    def associated_data(self, *head: str) -> bytes:
        """An unambiguous encoding: a JSON array, so that no two places read the same."""
        place = [*head, self.table, self.row, self.column, self.account, self.version]
        return _as_json(place).encode()


def encrypt(cipher_of: CipherOf, kind: str, plaintext: bytes, *, key: str, binding: Binding) -> str:
    """A token of the current format, by the ciphers of the key whose id is ``key``."""
    nonce = os.urandom(NONCE_BYTES)
    aad = binding.associated_data(CURRENT, kind, key)
    body = _encode(nonce + cipher_of(CURRENT, kind).encrypt(nonce, plaintext, aad))
    return f"{CURRENT}.{kind}.{key}.{body}"


def decrypt(cipher_of: CipherOf, kind: str, token: str, *, key: str, binding: Binding) -> bytes:
    """What is in the token, in whichever format; raises ``KeyringError`` for every cause alike."""
    try:
        form, *head, body = token.split(".")
        if head != [kind, key]:
            raise ValueError
        blob, aad = _decode(body), binding.associated_data(form, kind, key)
        return cipher_of(form, kind).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], aad)
    except (InvalidTag, ValueError, KeyError, binascii.Error):
        raise _refusal(token) from None


def key_id(token: str) -> str:
    """The id of the key that a token names, or an empty string."""
    parts = token.split(".")
    return parts[2] if len(parts) == 4 else ""


def format_of(token: str) -> str:
    """The word a token begins with: its format."""
    return token.split(".", 1)[0]


def _refusal(token: str) -> KeyringError:
    form = format_of(token)
    if form not in FORMATS and _NEWER.fullmatch(form):
        return NewerFormatError(key_id(token), needed=form, known=max(FORMATS))
    return KeyringError(key_id(token))


def _decode(text: str) -> bytes:
    """Strict base64url: one spelling a value, so that no flipped bit goes unseen."""
    blob = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _encode(blob) != text:
        raise ValueError
    return blob


def _encode(blob: bytes) -> str:
    return base64.urlsafe_b64encode(blob).decode().rstrip("=")
