"""What rights can start from besides recipes: saved profiles, and keys that are there already."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db.models.functions import Lower

from credentials import teams
from credentials.models import Account, Profile
from dashboard.rights_builder.found_keys import SearchFilters, found_keys, search_query

if TYPE_CHECKING:
    from django.db.models import QuerySet

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
        self, profiles: QuerySet[Profile], accounts: QuerySet[Account], *, search: str
    ) -> None:
        self._profiles = teams.complete_profiles(profiles.filter(archived_at=None))
        self._accounts = accounts
        self._search = search

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
        rows = _Profiles(search_query(self._search)).matching(self._profiles)[: _MOST + 1]
        return [
            Source(f"start profile {profile.pk}", profile.name, profile.purpose) for profile in rows
        ]

    @cached_property
    def _every_key(self) -> list[Source]:
        keys = found_keys(self._accounts, self._search, most=_MOST + 1, with_rules=True)
        return [Source(f"start {key.words}", key.name, key.about) for key in keys]


class _Profiles(SearchFilters):
    searched = ("name", "purpose", "rules_text")
    sorts = MappingProxyType({"name": (Lower("name"),)})
    start = "name"
