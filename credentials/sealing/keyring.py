"""Master keys: they wrap data keys, and nothing else. Ours come from the settings.

``MasterKeys`` is the interface by which a key management service can do the wrapping instead: then
no master key is ever in this process. KEYDESK_MASTER_KEY_PROVIDER names a callable that returns
one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from credentials.core import KeydeskError, KeyringError, coded, gettext_noop, say
from credentials.sealing import tokens
from credentials.sealing.keys import Key
from credentials.sealing.tokens import Binding, key_id

_NO_MASTER_KEY = coded("sealing.no-master-key", gettext_noop("There is no master key."))


class MasterKeys(Protocol):
    """Whatever wraps data keys.

    A token is text without blanks whose third of four dotted parts is the id of the key that
    wrapped it. It is bound to its place: ``unwrap`` with another binding fails. ``unwrap`` is
    called for each opening and each entry of the log; a provider that asks a distant service
    remembers what it unwrapped for as long as its owner thinks right.
    """

    @property
    def first_id(self) -> str:
        """The id of the key that wraps."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of every key that unwraps, the first one first."""

    def wrap(self, key: Key, binding: Binding) -> str:
        """A token for the key, under the first master key."""

    def unwrap(self, token: str, binding: Binding) -> Key:
        """The key in a token; raises ``KeyringError`` for every cause alike."""

    def needs_rewrap(self, token: str) -> bool:
        """Whether the token was wrapped under another key than the first, or in an old format."""


class Keyring:
    """Master keys that are held here, in order: the first wraps, all unwrap."""

    def __init__(self, keys: Sequence[Key]) -> None:
        if not keys:
            raise KeydeskError(say(_NO_MASTER_KEY))
        self._keys = {key.id: key for key in keys}
        self._first = keys[0]

    def __repr__(self) -> str:
        return f"Keyring({', '.join(self._keys)})"

    @property
    def first_id(self) -> str:
        """The id of the key that wraps."""
        return self._first.id

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of every key that unwraps, the first one first."""
        return tuple(self._keys)

    def wrap(self, key: Key, binding: Binding) -> str:
        """A token for the key, under the first master key."""
        return self._first.wrap(key, binding)

    def unwrap(self, token: str, binding: Binding) -> Key:
        """The key in a token; raises ``KeyringError`` for every cause alike."""
        master = self._keys.get(key_id(token))
        if master is None:
            raise KeyringError(key_id(token))
        return master.unwrap(token, binding)

    def needs_rewrap(self, token: str) -> bool:
        """Whether the token is of another key than the first, or in an old format."""
        return not token.startswith(f"{tokens.CURRENT}.{tokens.WRAPPED}.{self._first.id}.")
