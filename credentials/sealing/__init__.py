"""Cryptography on what is stored: master keys, data keys, tokens, blind index, proofs of rows, the
log's chain, and how a web session is stored.

It knows no entry and no person: what is sealed where is the vault's business, what is logged the
log's. ``instance_key``, ``log_entries``, ``master_keys`` and ``row_proofs`` need
Django, all the rest does not.
"""

from __future__ import annotations

from credentials.sealing.chain import ChainReport, ChainVerdict, Checkpoint
from credentials.sealing.keyring import MasterKeys
from credentials.sealing.keys import Key, Secret, blind_index
from credentials.sealing.tokens import Binding, format_of, key_id

__all__ = [
    "Binding",
    "ChainReport",
    "ChainVerdict",
    "Checkpoint",
    "Key",
    "MasterKeys",
    "Secret",
    "blind_index",
    "chain",
    "format_of",
    "generation",
    "instance_key",
    "key_id",
    "log_entries",
    "master_keys",
    "row_proofs",
    "sessions",
]
