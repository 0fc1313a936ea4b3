"""Entries as lines on standard error, for a system elsewhere that gathers them."""

from __future__ import annotations

import json
import logging
from functools import partial
from typing import Final

from django.conf import settings
from django.db import transaction

from credentials.models import AuditEntry
from credentials.sealing import log_entries

logger = logging.getLogger("keydesk.activity")

_OF_THE_CHAIN: Final = ("previous_mac", "mac")


def print_after_commit(entry: AuditEntry) -> None:
    """Where ``LOG_ACTIVITY`` is on: one line of JSON, once the entry is there for good."""
    if settings.LOG_ACTIVITY:
        row = log_entries.as_row(entry)
        shown = {name: value for name, value in row.items() if name not in _OF_THE_CHAIN}
        transaction.on_commit(partial(logger.info, "%s", json.dumps(shown, sort_keys=True)))
