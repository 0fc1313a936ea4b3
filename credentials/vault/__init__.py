"""The vault: store, reveal, replace, forget. Each is one transaction, audited before it acts.

An account has one data key, wrapped under a master key. A secret is sealed under it and bound to
its entry, its name, its account and its version number: a token that is moved does not open.
"""

from credentials.vault.cards import Card
from credentials.vault.finding import holding
from credentials.vault.opening import copy, export, reveal, send, use
from credentials.vault.places import SECRET_NAMES, binding, data_key, rewrapped
from credentials.vault.storing import (
    forget,
    open_account,
    relabel,
    replace,
    store_application,
    store_consumer_key,
    store_service_account,
)

__all__ = [
    "SECRET_NAMES",
    "Card",
    "binding",
    "copy",
    "data_key",
    "export",
    "forget",
    "holding",
    "open_account",
    "relabel",
    "replace",
    "reveal",
    "rewrapped",
    "send",
    "store_application",
    "store_consumer_key",
    "store_service_account",
    "use",
]
