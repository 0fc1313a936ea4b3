"""The operations of an account's endpoint, read anew in the background from its own description.

Which host is asked is settled by the settings; nothing an account or a person says is an address.
What became of the last reading is kept in the cache, for the page alone: the log has it too.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone
from django_tasks import task

from credentials import audit, ovhcloud, rights, teams
from credentials.audit import Actor, Detail
from credentials.core import (
    AuditAction,
    KeydeskError,
    Outcome,
    Permission,
    Sentence,
    SyncState,
    pack,
    unpack,
)
from credentials.live.rebuilding import rebuild_rows
from credentials.models import Account, ConsumerKey
from credentials.rights import CatalogueChanges, Snapshot

_OPEN = frozenset((SyncState.QUEUED, SyncState.RUNNING))
#: After so long without an end a reading is lost: its worker was stopped.
_LOST_AFTER = timedelta(minutes=15)
_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class CatalogueReading:
    """The last reading of an endpoint's operations; ``cause``: why it failed."""

    state: SyncState
    at: datetime
    cause: Sentence

    @property
    def is_under_way(self) -> bool:
        return self.state in _OPEN and timezone.now() - self.at < _LOST_AFTER

    @property
    def has_failed(self) -> bool:
        return self.state == SyncState.FAILED


@dataclass(frozen=True, slots=True)
class AffectedKey:
    """A stored key whose rules reach ``gained`` operations that were added, and reached ``lost``
    that were removed."""

    key: ConsumerKey
    gained: int
    lost: int


def catalogue_reading(endpoint: str) -> CatalogueReading | None:
    """What became of the last reading, as far as it is known."""
    match cache.get(_cache_key(endpoint)):
        case [str(state), str(at), dict(cause)]:
            return CatalogueReading(SyncState(state), datetime.fromisoformat(at), unpack(cause))
    return None


def start_catalogue_refresh(account: Account, *, actor: Actor) -> None:
    """Queue a reading of the operations of the account's endpoint, or join the one under way.

    Raises ``NotAllowedError`` for an actor whose role does not include it, ``EndpointError`` for an
    endpoint that is no longer configured.
    """
    with teams.attempt(
        AuditAction.CATALOGUE_REFRESHED,
        Permission.REFRESH_CATALOGUE,
        actor=actor,
        subject=audit.subject_of(account),
        details={"endpoint": account.endpoint},
    ) as attempt:
        ovhcloud.endpoint(account.endpoint)
        last = catalogue_reading(account.endpoint)
        if last is not None and last.is_under_way:
            attempt.withdraw()
            return
        attempt.outcome = Outcome.STARTED
        attempt.log()
        _keep(account.endpoint, SyncState.QUEUED)
        run_catalogue_refresh.enqueue(str(account.pk), actor.person_id)


@task()
def run_catalogue_refresh(account_id: str, person_id: int | None) -> None:
    """The background work of one reading; takes ids only."""
    account = Account.objects.select_related("team").filter(pk=uuid.UUID(account_id)).first()
    if account is None:
        return
    _keep(account.endpoint, SyncState.RUNNING)
    try:
        _refresh(account, audit.actor_by_id(person_id))
    except KeydeskError as error:
        _keep(account.endpoint, SyncState.FAILED, error.sentence)
    except BaseException:
        _keep(account.endpoint, SyncState.FAILED)
        raise
    else:
        _keep(account.endpoint, SyncState.DONE)


def affected_keys(account: Account, changes: CatalogueChanges) -> Iterator[AffectedKey]:
    """The team's stored keys of the endpoint whose rights the changes are about; one query."""
    keys = ConsumerKey.objects.filter(
        account__team_id=account.team_id, account__endpoint=account.endpoint, archived_at=None
    )
    for key in keys.only("label", "rules", "kind").order_by("label"):
        rules = rights.rules_from_api(key.rules)
        gained, lost = changes.gained(rules), changes.lost(rules)
        if gained or lost:
            yield AffectedKey(key, gained, lost)


def _refresh(account: Account, actor: Actor) -> None:
    with teams.attempt_call(
        AuditAction.CATALOGUE_REFRESHED,
        Permission.REFRESH_CATALOGUE,
        actor=actor,
        subject=audit.subject_of(account),
        details={"endpoint": account.endpoint},
    ) as attempt:
        attempt.check()
        endpoint = ovhcloud.endpoint(account.endpoint)
        description = ovhcloud.read_description(endpoint, limits=ovhcloud.limits())
        audit.raise_obstacle(ovhcloud.obstacle_to_storing(description.snapshot))
        with attempt.ended():
            attempt.details.update(_what_changed(account, description.snapshot))
            attempt.log()
            ovhcloud.store_description(description)
    rebuild_rows(Account.objects.filter(endpoint=account.endpoint))


def _what_changed(account: Account, snapshot: Snapshot) -> dict[str, Detail]:
    old = ovhcloud.catalogue_of(account.endpoint)
    changes = CatalogueChanges(old, rights.Catalogue(snapshot))
    keys = [*affected_keys(account, changes)] if old.endpoint == account.endpoint else []
    return {
        "operations": len(snapshot.operations),
        "added": len(changes.added),
        "removed": len(changes.removed),
        "deprecated": len(changes.deprecated),
        "keys": len(keys),
    }


def _keep(endpoint: str, state: SyncState, cause: Sentence | None = None) -> None:
    packed = pack(cause) if cause is not None else {}
    value = [state.value, timezone.now().isoformat(), packed]
    cache.set(_cache_key(endpoint), value, _KEPT.total_seconds())


def _cache_key(endpoint: str) -> str:
    return f"catalogue-reading:{endpoint}"
