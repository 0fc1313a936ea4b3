"""End live keys at OVHcloud, by number or by a filter."""

from __future__ import annotations

from credentials.core import BulkAction
from credentials.management.bulk_command import BulkCommand


class Command(BulkCommand):
    help = (
        "End live keys at OVHcloud for good, by their numbers or by a filter: one bulk job, which "
        "the worker does, with a line a key. Keydesk's own key is left out. Exit code 1: some "
        "could not be ended; 2: no such key, or not confirmed."
    )
    action = BulkAction.REVOKE_KEYS
