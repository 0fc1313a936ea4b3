"""Looking for values without opening anything."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Max, QuerySet
from django.views.decorators.debug import sensitive_variables

from credentials.core import in_batches
from credentials.models import Entry, LiveApplication, LiveClient, SecretVersion, Team
from credentials.sealing import blind_index, instance_key

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class ValueMatch:
    """An entry that holds a value: as a version of its secret, or in clear where that is None.

    ``is_newest`` says that no later version is kept.
    """

    entry: Entry
    version: SecretVersion | None = None
    is_newest: bool = True


@sensitive_variables("value")
def entries_holding(value: str, *, team: Team) -> QuerySet[Entry]:
    """The team's entries that hold this secret value, found by blind index."""
    return Entry.objects.filter(
        account__team=team, versions__blind_index=instance_key.index(value)
    ).distinct()


@sensitive_variables("values", "indexes", "part")
def holdings_of(values: Collection[str], *, team: Team) -> dict[str, list[ValueMatch]]:
    """Which of the values the team's entries hold: secrets by blind index, ids in clear.

    Two queries for each 500 values, whatever they are.
    """
    key = instance_key.index_key()
    holdings: dict[str, list[ValueMatch]] = {}
    for part in in_batches(values, _AT_ONCE):
        indexes = {blind_index(key, value): value for value in part}
        for version in _versions(indexes, team):
            holding = ValueMatch(version.entry, version, version.number == version.newest)
            holdings.setdefault(indexes[version.blind_index], []).append(holding)
        for entry in Entry.objects.filter(account__team=team, ovhcloud_id__in=part):
            holdings.setdefault(entry.ovhcloud_id, []).append(ValueMatch(entry))
    return holdings


def listed_ids(
    values: Collection[str], *, team: Team
) -> dict[str, list[LiveApplication | LiveClient]]:
    """Which of the values are ids that OVHcloud listed when the team's accounts were last read:
    application keys and client ids, each with what it is the id of.

    Two queries for each 500 values.
    """
    listed: dict[str, list[LiveApplication | LiveClient]] = {}
    for part in in_batches(values, _AT_ONCE):
        applications = LiveApplication.objects.filter(
            account__team=team, application_key__in=part
        ).select_related("account__team")
        for application in applications:
            listed.setdefault(application.application_key, []).append(application)
        clients = LiveClient.objects.filter(account__team=team, client_id__in=part)
        for client in clients.select_related("account__team"):
            listed.setdefault(client.client_id, []).append(client)
    return listed


def _versions(indexes: Collection[str], team: Team) -> Iterable[Any]:
    """The versions with the newest number that their entry has."""
    versions = SecretVersion.objects.filter(entry__account__team=team, blind_index__in=indexes)
    numbered = versions.annotate(newest=Max("entry__versions__number"))
    return numbered.select_related("entry").order_by("entry", "number")
