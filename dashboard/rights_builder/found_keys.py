"""Keys that hold the words of a search: stored ones first, then live ones that are not stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db.models.functions import Lower
from django.http import QueryDict

from credentials import live
from credentials.models import Account, ConsumerKey
from dashboard import tables

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class FoundKey:
    """``value`` is the id of a stored key's entry, or a live one's account and number, with a slash
    between them."""

    value: str
    name: str
    about: str

    @property
    def words(self) -> str:
        """How a button of the builder names it."""
        account, slash, number = self.value.partition("/")
        return f"live {account} {number}" if slash else f"entry {account}"


class SearchFilters(tables.Filters):
    """Rows that hold every word; words that cannot be searched for are found nowhere."""

    def matching(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        left = self.narrow(rows) if self.is_valid() else rows.none()
        return left.order_by(*self.order())


class _Stored(SearchFilters):
    searched = ("label", "purpose", "used_by", "account__label", "application__label")
    sorts = MappingProxyType({"label": (Lower("label"),)})
    start = "label"


class _Live(SearchFilters):
    searched = ("shown_name", "credential_id", "account__label")
    sorts = MappingProxyType({"name": (Lower("shown_name"), "credential_id")})
    start = "name"


def found_keys(
    accounts: QuerySet[Account], search: str, *, most: int, with_rules: bool = False
) -> list[FoundKey]:
    """The first ``most`` keys of the accounts with every word of ``search``; at most two queries.

    ``with_rules``: of those alone that have some.
    """
    without: dict[str, Any] = {"rules": []} if with_rules else {"pk__in": []}
    query = search_query(search)
    keys = chain(_stored(accounts, query, without), _live(accounts, query, without))
    return [*islice(keys, most)]


def search_query(search: str) -> QueryDict:
    """What a list's form is given for these words."""
    query = QueryDict(mutable=True)
    query["q"] = search
    return query


def _stored(
    accounts: QuerySet[Account], query: QueryDict, without: dict[str, Any]
) -> Iterator[FoundKey]:
    stored = ConsumerKey.objects.filter(account__in=accounts, archived_at=None)
    rows = _Stored(query).matching(stored.exclude(**without).select_related("account"))
    for key in rows[:_FETCHED]:
        yield FoundKey(str(key.pk), key.label, str(key.account))


def _live(
    accounts: QuerySet[Account], query: QueryDict, without: dict[str, Any]
) -> Iterator[FoundKey]:
    """Live keys that are not in the vault; those that are stand there under their label."""
    listed = live.listed_keys(accounts).filter(live.IS_LISTED, live.IS_NOT_STORED)
    for key in _Live(query).matching(listed.exclude(**without))[:_FETCHED]:
        name = key.shown_name or f"#{key.credential_id}"
        yield FoundKey(
            f"{key.account_id}/{key.credential_id}", name, f"{key.account} · #{key.credential_id}"
        )


_FETCHED = 60
