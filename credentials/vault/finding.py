"""Looking for a value without opening anything."""

from __future__ import annotations

from django.db.models import QuerySet
from django.views.decorators.debug import sensitive_variables

from credentials import instance
from credentials.models import Entry, Team


@sensitive_variables("value")
def holding(value: str, *, team: Team) -> QuerySet[Entry]:
    """The team's entries that hold this secret value, found by blind index."""
    return Entry.objects.filter(
        account__team=team, versions__blind_index=instance.index(value)
    ).distinct()
