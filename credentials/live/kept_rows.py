"""Keeping the rows of live keys, and their counts, in step with the facts they follow from.

It happens in the transaction that changes a fact. Whoever changes one locks the account first: of
two who change facts of one account, the second sees what the first wrote.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet, prefetch_related_objects

from credentials import ovhcloud, vault
from credentials.core import in_batches
from credentials.live import key_changes
from credentials.live import key_counts as counts
from credentials.live.row_derivation import derived_columns, entries_by_key
from credentials.models import (
    DERIVED_KEY_COLUMNS,
    Account,
    ConsumerKey,
    Entry,
    Finding,
    LiveApplication,
    LiveCredential,
    write_columns,
)

_AT_ONCE: Final = 500
_derived: Final = attrgetter(
    *(
        field.attname
        for field in LiveCredential._meta.concrete_fields
        if field.name in DERIVED_KEY_COLUMNS
    )
)


class KeyDeriver:
    """Of facts of live keys, their own rows follow, and what changed about them."""

    @contextmanager
    def writing(self, find: Callable[[], Collection[int]]) -> Iterator[None]:
        facts = key_changes.snapshot(find())
        yield
        ids = {*facts, *find()}
        key_changes.record(facts, key_changes.snapshot(ids))
        refresh(ids)

    @contextmanager
    def inserting(self, rows: Sequence[LiveCredential]) -> Iterator[None]:
        """What follows is worked out first: a new key is written once."""
        _lock({key.account_id for key in rows})
        prefetch_related_objects(rows, "account", "live_application")
        _work_out(rows, {})
        yield
        key_changes.record_new(rows)
        counts.change(counts.Counts(), counts.of_rows(rows))
        _refresh_holders(set(), _holders(rows))

    @contextmanager
    def removing(self, ids: Collection[int]) -> Iterator[None]:
        keys = LiveCredential.objects.filter(pk__in=ids).order_by()
        _lock(keys.values_list("account_id", flat=True).distinct())
        counted = counts.of(ids)
        yield
        counts.change(counted, counts.Counts())


class ApplicationDeriver:
    """Of a live application's name and end, the rows of its keys follow."""

    @contextmanager
    def writing(self, find: Callable[[], Collection[int]]) -> Iterator[None]:
        before = _applications(find())
        yield
        after = _applications({*before, *find()})
        refresh(_keys_of([pk for pk, facts in after.items() if before.get(pk) != facts]))

    @contextmanager
    def inserting(self, rows: Sequence[LiveApplication]) -> Iterator[None]:
        """No key is of an application that is not there."""
        yield

    @contextmanager
    def removing(self, ids: Collection[int]) -> Iterator[None]:
        keys = list(_keys_of(ids))
        yield
        refresh(keys)


def lock(account: Account) -> None:
    """Before facts of the account's keys are changed: one writer at a time, until it commits."""
    _lock([account.pk])


@transaction.atomic
def refresh(ids: Iterable[int]) -> int:
    """Bring these rows and their counts up to date; how many differed from what they follow from.

    The ids are of ``LiveCredential``.
    """
    return sum(_refresh(part) for part in in_batches(sorted(ids), _AT_ONCE))


@transaction.atomic
def count_anew(account: Account) -> int:
    """Count the account's rows; how many counts differed from that."""
    lock(account)
    kept, there = (
        counts.kept(account),
        counts.counted(LiveCredential.objects.filter(account=account)),
    )
    counts.change(kept, there)
    return counts.differing(kept, there)


def worked_out(keys: Iterable[LiveCredential]) -> list[LiveCredential]:
    """The keys with what follows from their facts now, whatever their rows say; nothing is written.

    For whoever acts on a key.
    """
    every = list(keys)
    _work_out(every, _found_in(every))
    return every


def on_entry_saved(*, instance: Entry, **_: Any) -> None:
    """Receiver of ``post_save``: which entry keeps a key, and what it is called."""
    entry = ConsumerKey.objects.filter(pk=instance.pk).first()
    if entry is not None:
        same = Q(account=entry.account_id, credential_id=entry.credential_id)
        refresh(LiveCredential.objects.filter(same | Q(stored=entry)).values_list("pk", flat=True))


def on_application_saved(*, instance: LiveApplication, **_: Any) -> None:
    """Receiver of ``post_save``."""
    refresh(_keys_of([instance.pk]))


def on_account_saved(*, instance: Account, **_: Any) -> None:
    """Receiver of ``post_save``: lists sort by the label, in small letters."""
    keys = LiveCredential.objects.filter(account=instance)
    label = instance.label.casefold()[:255]
    other = keys.exclude(account_name=label, team=instance.team_id)
    refresh(other.values_list("pk", flat=True))


def _refresh(ids: Sequence[int]) -> int:
    keys = LiveCredential.objects.filter(pk__in=ids)
    _lock(keys.order_by().values_list("account_id", flat=True).distinct())
    every = list(keys.select_related("account", "live_application"))
    counted, holders = counts.of_rows(every), _holders(every)
    before = [_derived(key) for key in every]
    changed = [
        key for key, row in zip(worked_out(every), before, strict=True) if _derived(key) != row
    ]
    if changed:
        write_columns(changed, DERIVED_KEY_COLUMNS)
        _refresh_holders(holders, _holders(every))
        counts.change(counted, counts.of_rows(every))
    return len(changed)


def _work_out(
    keys: Sequence[LiveCredential], findings: Mapping[int | None, Sequence[Finding]]
) -> None:
    """Have the keys be what follows from their facts; ``findings`` by the ids of their rows."""
    stored = entries_by_key(_entries(keys))
    endpoints = {key.account.endpoint for key in keys}
    catalogues = {endpoint: ovhcloud.catalogue_of(endpoint) for endpoint in endpoints}
    for key in keys:
        entry = stored.get((key.account_id, key.credential_id))
        open_rows, catalogue = findings.get(key.pk, ()), catalogues[key.account.endpoint]
        for name, value in derived_columns(key, entry, open_rows, catalogue).items():
            setattr(key, name, value)


def _holders(keys: Iterable[LiveCredential]) -> set[uuid.UUID]:
    """The entries that keep one of these keys."""
    return {key.stored_id for key in keys if key.stored_id is not None}


def _refresh_holders(before: set[uuid.UUID], after: set[uuid.UUID]) -> None:
    if before != after:
        vault.refresh_entries(Entry.objects.filter(pk__in=before | after))


def _entries(keys: Sequence[LiveCredential]) -> QuerySet[ConsumerKey]:
    return ConsumerKey.objects.filter(
        account__in={key.account_id for key in keys},
        credential_id__in=[key.credential_id for key in keys],
    )


def _found_in(keys: Iterable[LiveCredential]) -> Mapping[int | None, list[Finding]]:
    """What is found in each and not resolved, by the id of its row."""
    by_key: defaultdict[int | None, list[Finding]] = defaultdict(list)
    rows = Finding.objects.filter(credential__in=[key.pk for key in keys], resolved_at=None)
    for row in rows.order_by().only("credential_id", "code", "severity", "is_muted"):
        by_key[row.credential_id].append(row)
    return by_key


def _applications(ids: Collection[int]) -> dict[int, tuple[str, bool, str]]:
    return {
        application.pk: (application.name, application.is_deleted, application.status)
        for application in LiveApplication.objects.filter(pk__in=ids)
    }


def _keys_of(applications: Collection[int]) -> QuerySet[LiveCredential, int]:
    keys = LiveCredential.objects.filter(live_application__in=applications)
    return keys.values_list("pk", flat=True)


def _lock(accounts: Iterable[uuid.UUID]) -> None:
    rows = Account.objects.select_for_update(no_key=True).filter(pk__in=list(accounts))
    list(rows.order_by("pk").values_list("pk"))
