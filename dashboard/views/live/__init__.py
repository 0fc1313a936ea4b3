"""Live keys: what OVHcloud lists, from our store; the reading of it; taking keys back.

OVHcloud is asked in the background, by verbs of ``credentials.live``. Entries are shown by
``views.vault``, OAuth2 clients by ``views.service_accounts``.
"""

from __future__ import annotations

from dashboard.views.live.account_sync import progress, sync
from dashboard.views.live.applications import application, leaked_secret, revoke_application
from dashboard.views.live.freezing import addresses, freeze, thaw
from dashboard.views.live.keys import credential, export, list, revoke  # noqa: A004 -- the page's name
from dashboard.views.live.reconciling import destroy_stored, keyless, owner, reconcile, take_over
from dashboard.views.live.seen_calls import account_calls, key_calls, read_calls, take_in_calls
from dashboard.views.live.traps import lay_trap, take_up_trap

__all__ = [
    "account_calls",
    "addresses",
    "application",
    "credential",
    "destroy_stored",
    "export",
    "freeze",
    "key_calls",
    "keyless",
    "lay_trap",
    "leaked_secret",
    "list",
    "owner",
    "progress",
    "read_calls",
    "reconcile",
    "revoke",
    "revoke_application",
    "sync",
    "take_in_calls",
    "take_over",
    "take_up_trap",
    "thaw",
]
