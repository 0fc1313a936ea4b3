"""Envelope encryption: seal and open, with AES-256-GCM, and nothing else.

Master keys (32 bytes, from the environment or a file) wrap one random data key an account;
the data key seals that account's secrets. One more wrapped key, the instance key, feeds the
blind index and the audit log, so that changing the master key rewraps keys and touches no secret.

A token names its format, its kind and its key: ``kd2.s.<key id>.<base64url(nonce || ciphertext)>``.
Its associated data binds format, kind and key id as well as the place it stands in (``Binding``):
moved to another row, column, account or version, it does not open.

No key serves two purposes: wrapping, sealing, the blind index, the log, checkpoints, backups and
the fingerprint each take a key of their own, by HKDF-SHA256 with a label. (Tokens of the first
format, ``kd1``, were made with the key as it is: they are read, and not written any more.)

Key ids are fingerprints: the first 16 hex digits of HKDF-SHA256(key, "keydesk key id").

``python -m credentials.keyring`` makes a master key, where no Keydesk is set up yet.
"""

from credentials.keyring.deriving import KEY_BYTES, derive
from credentials.keyring.keys import Key, Secret, blind_index
from credentials.keyring.ring import Keyring, MasterKeys
from credentials.keyring.tokens import Binding, format_of, key_id

__all__ = [
    "KEY_BYTES",
    "Binding",
    "Key",
    "Keyring",
    "MasterKeys",
    "Secret",
    "blind_index",
    "derive",
    "format_of",
    "key_id",
]
