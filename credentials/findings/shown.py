"""What lists show of what is found: brought up to date in the transaction that changes it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import F, Q

from credentials import vault
from credentials.models import Entry, LiveCredential


def show(numbers: Iterable[int | None], entries: Iterable[uuid.UUID | None] = ()) -> None:
    """Have lists show of these live keys (ids of their rows), of these entries and of those that
    keep the keys what is found in them now."""
    ids, own = {number for number in numbers if number}, {entry for entry in entries if entry}
    keys = LiveCredential.objects.filter(pk__in=ids)
    keys.update(judged_basis=F("risk_basis"))
    if ids or own:
        kept = keys.exclude(stored=None).order_by().values("stored")
        vault.refresh_entries(Entry.objects.filter(Q(pk__in=own) | Q(pk__in=kept)))
