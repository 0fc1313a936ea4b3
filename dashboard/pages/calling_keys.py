"""The keys and service accounts a person may call with, and what decides a call of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext

from credentials import live, ovhcloud, rights
from credentials.core import KeyState, NotAllowedError
from credentials.models import Account, ConsumerKey, ServiceAccount
from credentials.rights import CallCheck, Operation, rules_from_api

CallingEntry = ConsumerKey | ServiceAccount


@dataclass(frozen=True, slots=True)
class CallingKey:
    """``check`` is what its rules say to the call; None for a service account, of which its IAM
    policies decide."""

    entry: CallingEntry
    operation: Operation
    check: CallCheck | None

    @property
    def id(self) -> str:
        return str(self.entry.pk)

    @property
    def label(self) -> str:
        account = self.entry.account
        return f"{self.entry.label} · {account} · {ovhcloud.region_label(account.endpoint)}"

    @property
    def is_granted(self) -> bool:
        return self.check is not None and self.check.is_granted

    @property
    def obstacle(self) -> NotAllowedError | None:
        """Why it may make no such call at all, whatever its rules say."""
        return live.obstacle_to_calling(self.entry, self.operation)


class CallingKeys:
    """Those of ``accounts``, with what decides a call of ``operation`` at ``path``."""

    def __init__(self, accounts: QuerySet[Account], operation: Operation, path: str) -> None:
        self._accounts = accounts
        self._operation = operation
        self._path = path

    @cached_property
    def every(self) -> list[CallingKey]:
        keys = ConsumerKey.objects.filter(
            account__in=self._accounts, archived_at=None, state=KeyState.VALIDATED
        ).select_related("application", "account__team", "account__management_key")
        clients = ServiceAccount.objects.filter(
            account__in=self._accounts, archived_at=None
        ).select_related("account__team", "account__management_key")
        return [
            *(CallingKey(key, self._operation, self._check(key)) for key in keys),
            *(CallingKey(client, self._operation, None) for client in clients),
        ]

    @property
    def granted(self) -> list[CallingKey]:
        return [key for key in self.every if key.is_granted]

    @property
    def choices(self) -> list[tuple[str, Sequence[tuple[str, str]]]]:
        """The keys for a choice, those that a rule lets in first."""
        groups = {
            gettext("A rule grants this call"): self.granted,
            gettext("IAM policies decide"): [key for key in self.every if key.check is None],
            gettext("No rule grants it"): [
                key for key in self.every if key.check and not key.is_granted
            ],
        }
        return [
            (word, [(key.id, key.label) for key in keys]) for word, keys in groups.items() if keys
        ]

    def chosen(self, key_id: str) -> CallingKey | None:
        """The key of this id, or else the first that may and that a rule lets in."""
        matching = [key for key in self.every if key.id == key_id]
        best = sorted(self.every, key=_rank)
        return next(iter((*matching, *best)), None)

    def _check(self, key: ConsumerKey) -> CallCheck:
        catalogue = ovhcloud.catalogue_of(key.account.endpoint)
        call = f"{self._operation.method} {self._path}"
        (check,) = rights.check_call(catalogue, rules_from_api(key.rules), call)
        return check


def _rank(key: CallingKey) -> tuple[bool, bool, bool]:
    """Those that may first, and of these the ones that a rule or perhaps a policy lets in."""
    return key.obstacle is not None, not key.is_granted, key.check is not None
