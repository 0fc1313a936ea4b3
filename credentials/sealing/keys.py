"""Keys, and the secrets they open."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from dataclasses import dataclass, field

from credentials import core
from credentials.core import KeydeskError, coded, gettext_noop, say
from credentials.sealing import tokens
from credentials.sealing.derivation import KEY_BYTES, derive
from credentials.sealing.tokens import Binding, Cipher

_KEY_LENGTH = coded("sealing.key-length", gettext_noop("A key is 32 bytes long; this one is not."))


class Secret:
    """A value that does not show itself: no repr, no str, no pickle; ``expose()`` gives it.

    Being made, it is remembered by the log filter, which strikes it out wherever it turns up.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        core.remember_secret(value)
        self._value = value

    def expose(self) -> str:
        """The value itself, for the one place that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "<secret>"

    __str__ = __repr__

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a secret is not to be pickled")


@dataclass(frozen=True, slots=True)
class Key:
    """32 bytes of key; ``repr`` shows the id only."""

    material: bytes = field(repr=False)
    id: str = field(init=False)
    _ciphers: dict[tuple[str, str], Cipher] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        if len(self.material) != KEY_BYTES:
            raise KeydeskError(say(_KEY_LENGTH))
        object.__setattr__(self, "id", derive(self.material, label="keydesk key id").hex()[:16])

    @classmethod
    def generate(cls) -> Key:
        """A new key of 32 random bytes."""
        return cls(os.urandom(KEY_BYTES))

    @classmethod
    def from_text(cls, text: str) -> Key:
        """A key from 64 hex digits or base64url; raises ``KeydeskError`` without showing it."""
        core.remember_secret(text)
        try:
            padded = text + "=" * (-len(text) % 4)
            material = (
                bytes.fromhex(text)
                if len(text) == 2 * KEY_BYTES
                else base64.b64decode(padded, altchars=b"-_", validate=True)
            )
        except (ValueError, binascii.Error):
            material = b""
        return cls(material)

    def to_text(self) -> str:
        """The key as 64 hex digits, as ``from_text`` reads them."""
        return self.material.hex()

    def seal(self, plaintext: str, binding: Binding) -> str:
        """A token that only this key opens, and only in the place ``binding`` names."""
        core.remember_secret(plaintext)
        return self._close(tokens.SEALED, plaintext.encode(), binding)

    def open(self, token: str, binding: Binding) -> Secret:
        """The sealed value; raises ``KeyringError`` for every cause alike."""
        return Secret(self._opened(tokens.SEALED, token, binding).decode())

    def wrap(self, key: Key, binding: Binding) -> str:
        """Another key as a token under this one."""
        return self._close(tokens.WRAPPED, key.material, binding)

    def unwrap(self, token: str, binding: Binding) -> Key:
        """The wrapped key; raises ``KeyringError`` for every cause alike."""
        return Key(self._opened(tokens.WRAPPED, token, binding))

    def _cipher(self, form: str, kind: str) -> Cipher:
        """Derived once a key: deriving costs more than sealing."""
        cipher = self._ciphers.get((form, kind))
        if cipher is None:
            cipher = self._ciphers[form, kind] = tokens.FORMATS[form](self.material, kind)
        return cipher

    def _close(self, kind: str, plaintext: bytes, binding: Binding) -> str:
        return tokens.encrypt(self._cipher, kind, plaintext, key=self.id, binding=binding)

    def _opened(self, kind: str, token: str, binding: Binding) -> bytes:
        return tokens.decrypt(self._cipher, kind, token, key=self.id, binding=binding)


def blind_index(key: bytes, value: str) -> str:
    """HMAC-SHA256 cut to 128 bits over the trimmed value: equal values meet, nothing opens."""
    return hmac.new(key, value.strip().encode(), hashlib.sha256).hexdigest()[:32]
