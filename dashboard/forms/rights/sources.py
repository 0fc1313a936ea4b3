"""What rights can start from besides recipes: saved profiles, and keys that are there already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db.models.functions import Lower
from django.http import QueryDict

from credentials import live_picture, profiles
from credentials.models import Account, ConsumerKey, Profile
from dashboard import tables

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from credentials.live_picture import PicturedKey

_MOST = 6


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to start from; ``do`` is what its button sends."""

    do: str
    name: str
    about: str


class Sources:
    """The profiles and keys a person may see, those that hold the words of ``search``."""

    def __init__(
        self, found: QuerySet[Profile], accounts: QuerySet[Account], *, search: str
    ) -> None:
        self._profiles = profiles.complete(found.filter(archived_at=None))
        self._accounts = accounts
        self._query = QueryDict(mutable=True)
        self._query["q"] = search

    @property
    def profiles(self) -> list[Source]:
        return self._every_profile[:_MOST]

    @property
    def more_profiles(self) -> bool:
        return len(self._every_profile) > _MOST

    @property
    def keys(self) -> list[Source]:
        return self._every_key[:_MOST]

    @property
    def more_keys(self) -> bool:
        return len(self._every_key) > _MOST

    @cached_property
    def _every_profile(self) -> list[Source]:
        """One more than are shown, to know that there are."""
        rows = _Profiles(self._query).found(self._profiles)[: _MOST + 1]
        return [Source(f"start profile {one.pk}", one.name, one.purpose) for one in rows]

    @cached_property
    def _every_key(self) -> list[Source]:
        return [*islice(chain(self._stored(), self._live()), _MOST + 1)]

    def _stored(self) -> Iterator[Source]:
        kept = ConsumerKey.objects.filter(account__in=self._accounts, archived_at=None)
        rows = _Stored(self._query).found(kept.exclude(rules=[]).select_related("account"))
        for key in rows[: _MOST + 1]:
            yield Source(f"start entry {key.pk}", key.label, str(key.account))

    def _live(self) -> Iterator[Source]:
        """Live keys that are not in the vault; those that are stand there under their label."""
        listed = live_picture.keys(self._accounts).filter(live_picture.LISTED, live_picture.SHADOW)
        for key in _Live(self._query).found(listed.exclude(rules=[]))[: _MOST + 1]:
            yield _live(key)


class _Found(tables.Filters):
    """Rows that hold every word; words that cannot be searched for are found nowhere."""

    def found(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        left = self.narrow(rows) if self.is_valid() else rows.none()
        return left.order_by(*self.order())


class _Profiles(_Found):
    searched = ("name", "purpose", "rules_text")
    sorts = MappingProxyType({"name": (Lower("name"),)})
    start = "name"


class _Stored(_Found):
    searched = ("label", "purpose", "used_by", "account__label", "application__label")
    sorts = MappingProxyType({"label": (Lower("label"),)})
    start = "label"


class _Live(_Found):
    searched = ("shown_name", "credential_id", "account__label")
    sorts = MappingProxyType({"name": (Lower("shown_name"), "credential_id")})
    start = "name"


def _live(key: PicturedKey) -> Source:
    name = key.shown_name or f"#{key.credential_id}"
    do = f"start live {key.account_id} {key.credential_id}"
    return Source(do, name, f"{key.account} · #{key.credential_id}")
