"""Which keys can call it: the stored and the live ones, each with the rules that decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse

from credentials import live, vault
from credentials.core import CredentialState, KeyState
from credentials.models import Account, Entry, LiveCredential
from credentials.rights import AccessRule, CallCheck, granting_rule, rules_from_api

_MOST = 25


@dataclass(frozen=True, slots=True)
class CapableKey:
    """A key that can make the call; ``rules`` decide it, one for each method."""

    name: str
    account: str
    url: str
    state: str
    rules: tuple[AccessRule, ...]


class CapableKeys:
    """The keys of the accounts that can make a call; two queries, however many there are."""

    def __init__(self, accounts: QuerySet[Account], checks: Sequence[CallCheck]) -> None:
        self._accounts = accounts
        self._calls = [(check.method, check.path) for check in checks]
        self._decided: dict[str, tuple[AccessRule, ...]] = {}

    @cached_property
    def every(self) -> list[CapableKey]:
        return [*self._found()] if self._calls else []

    @property
    def first(self) -> list[CapableKey]:
        return self.every[:_MOST]

    @property
    def not_shown(self) -> int:
        return len(self.every) - len(self.first)

    def _found(self) -> Iterator[CapableKey]:
        seen = set()
        for key in live.listed_keys(self._accounts).filter(live.IS_LISTED):
            seen.add(key.stored_id)
            is_live = key.state == CredentialState.VALIDATED
            if is_live and (rules := self._deciding(key.rules)):
                yield _live(key, rules)
        stored = Entry.objects.filter(account__in=self._accounts, archived_at=None)
        standing = stored.alias(now=vault.entry_state()).filter(now=KeyState.VALIDATED)
        for entry in standing.select_related("account", "as_consumer_key"):
            if entry.pk in seen:
                continue
            if rules := self._deciding(entry.as_consumer_key.rules):
                url = reverse("vault:detail", args=[entry.pk])
                yield CapableKey(entry.label, str(entry.account), url, KeyState.VALIDATED, rules)

    def _deciding(self, listed: list[dict[str, str]]) -> tuple[AccessRule, ...]:
        """The rules that grant the call; many keys have the same ones, which are read once."""
        key = repr(listed)
        if key not in self._decided:
            rules = rules_from_api(listed)
            granting = (granting_rule(rules, method, path) for method, path in self._calls)
            self._decided[key] = tuple(dict.fromkeys(rule for rule in granting if rule))
        return self._decided[key]


def _live(key: LiveCredential, rules: tuple[AccessRule, ...]) -> CapableKey:
    name = (key.stored and key.stored.label) or key.shown_name or f"#{key.credential_id}"
    url = reverse("live:credential", args=[key.account_id, key.credential_id])
    return CapableKey(name, str(key.account), url, key.state, rules)
