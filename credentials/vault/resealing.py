"""Resealing: every wrapped key under the first master key.

Master keys wrap one data key an account and the instance key, and nothing else. So a new master
key means as many small writes as there are accounts, and no secret is opened or sealed again.

It goes in batches, each a transaction. A key is replaced only if it is still the one that was
read, so nobody is kept waiting, and whoever is killed has either written a batch or has not.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from django.db import transaction

from credentials import audit
from credentials.audit import Actor
from credentials.core import AuditAction, KeyringError, Outcome
from credentials.models import Account
from credentials.sealing import instance_key, key_id, master_keys
from credentials.vault import seal_locations

RESEAL_BATCH: Final = 100


@dataclass(frozen=True, slots=True)
class ResealProgress:
    """Keys rewrapped so far, keys left by the id of their master key, accounts that do not open."""

    rewrapped: int = 0
    left: Counter[str] = field(default_factory=Counter)
    unopened: tuple[uuid.UUID, ...] = ()


def keys_left_to_reseal() -> Counter[str]:
    """How many keys are still wrapped under another master key than the first, by its id."""
    tokens = Account.objects.values_list("data_key", flat=True).order_by().iterator()
    wrapped = (token for token in (instance_key.token(), *tokens) if token)
    return Counter(key_id(token) for token in wrapped if master_keys.keyring().needs_rewrap(token))


def reseal(*, actor: Actor, batch: int = RESEAL_BATCH) -> Iterator[ResealProgress]:
    """Rewrap whatever needs it, yielding after each batch."""
    progress = ResealProgress(left=keys_left_to_reseal())
    with audit.attempt_call(
        AuditAction.KEYS_RESEALED, actor=actor, details=_details(progress)
    ) as attempt:
        with attempt.started():
            pass
        progress = ResealProgress(rewrapped=int(instance_key.rewrap()), left=keys_left_to_reseal())
        for accounts in _batches(batch):
            progress = _rewrap(accounts, progress)
            yield progress
        with attempt.ended():
            progress = replace(progress, left=keys_left_to_reseal())
            attempt.outcome = Outcome.FAILED if progress.left else Outcome.DONE
            attempt.details = _details(progress)


def _rewrap(accounts: list[Account], progress: ResealProgress) -> ResealProgress:
    """One batch: keys are wrapped first, and written together."""
    fresh, unopened = [], []
    for account in accounts:
        try:
            fresh.append((account, seal_locations.rewrapped(account)))
        except KeyringError:
            unopened.append(account.pk)
    with transaction.atomic():
        written = [account for account, token in fresh if _write(account, token)]
    return ResealProgress(
        rewrapped=progress.rewrapped + len(written),
        left=progress.left - Counter(key_id(account.data_key) for account in written),
        unopened=(*progress.unopened, *unopened),
    )


def _write(account: Account, token: str) -> int:
    unchanged = Account.objects.filter(pk=account.pk, data_key=account.data_key)
    return unchanged.update(data_key=token)


def _batches(size: int) -> Iterator[list[Account]]:
    """The accounts that need it, by id, a batch at a time."""
    after = uuid.UUID(int=0)
    while page := list(Account.objects.filter(pk__gt=after).order_by("pk")[:size]):
        after = page[-1].pk
        if due := [
            account for account in page if master_keys.keyring().needs_rewrap(account.data_key)
        ]:
            yield due


def _details(progress: ResealProgress) -> dict[str, audit.Detail]:
    return {
        "key": master_keys.keyring().first_id,
        "rewrapped": progress.rewrapped,
        "left": progress.left.total(),
    }
