"""What is known of a thing that is judged: plain values, made of rows by ``reading``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from credentials.core import Environment
from credentials.rights import AccessRule, Catalogue, PlannedKey, TeamPolicy


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From when on a team wants to be told, in days; ``admins`` is how many are enough.

    ``grace`` is how old a thing has to be before its upkeep is judged.
    """

    grace: int = 3
    unused: int = 45
    dormant: int = 180
    never_used: int = 30
    old: int = 365
    old_in_production: int = 90
    expires: int = 30
    pending: int = 7
    person_dormant: int = 90
    admins: int = 4
    master_key: int = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """When it is judged, and by which thresholds and policy of the team."""

    now: datetime
    thresholds: Thresholds = field(default_factory=Thresholds)
    policy: TeamPolicy = field(default_factory=TeamPolicy)

    def days_since(self, moment: datetime | None) -> int | None:
        """How many whole days ago that was; None where nobody knows when."""
        return None if moment is None else (self.now - moment).days


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """An entry of the vault and the people around it.

    ``owner`` is an address, empty for nobody; ``leavers`` are those who know the newest secret and
    belong to the team no more.
    """

    since: datetime | None = None
    owner: str = ""
    is_owner_member: bool = True
    leavers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts:
    """An application that OVHcloud lists. ``status`` is OVHcloud's word, ``keys`` how many are
    listed; None where nobody counted."""

    name: str = ""
    since: datetime | None = None
    status: str = ""
    is_owned: bool = True
    is_deleted: bool = False
    keys: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredKey:
    """What the vault says of a key that OVHcloud lists as well, to be compared; ``allowed_ips`` is
    None where they are not known."""

    allowed_ips: tuple[str, ...] | None = ()
    expires_at: datetime | None = None
    opens: bool = True
    environment: Environment = Environment.UNSET
    validated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrapFacts:
    """That a key lies in a trap: where, and since when."""

    place: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFacts:
    """A consumer key. ``catalogue`` is what its region offers.

    ``opens``: it is validated, as far as is known, and its end has not come. ``is_listed``:
    OVHcloud lists it, and ``is_gone``: it did once. Not ``is_read`` where nothing but its number is
    known, and ``allowed_ips`` is None where nobody could read them. ``same`` is how many further
    keys of the application have the same rules and addresses.
    """

    catalogue: Catalogue
    rules: tuple[AccessRule, ...] = ()
    allowed_ips: tuple[str, ...] | None = ()
    opens: bool = True
    is_pending: bool = False
    is_listed: bool = True
    is_gone: bool = False
    is_read: bool = True
    since: datetime | None = None
    expires_at: datetime | None = None
    last_use: datetime | None = None
    is_support: bool = False
    is_own: bool = False
    same: int = 0
    application: ApplicationFacts | None = None
    stored: StoredKey | None = None
    entry: EntryFacts | None = None
    trap: TrapFacts | None = None

    @property
    def is_in_production(self) -> bool:
        return self.stored is not None and self.stored.environment == Environment.PRODUCTION

    @property
    def plan(self) -> PlannedKey:
        """The key as the team's policy looks at it."""
        stored = self.stored or StoredKey()
        begun = stored.validated_at or self.since
        lasts = None
        if self.expires_at is None:
            lasts = timedelta.max
        elif begun is not None:
            lasts = self.expires_at - begun
        return PlannedKey(
            rules=self.rules,
            allowed_ips=self.allowed_ips,
            environment=stored.environment,
            has_owner=bool(self.entry and self.entry.owner),
            lasts=lasts,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRights:
    """Rights that nobody has been given yet. ``allowed_ips`` is None where nobody said so far."""

    catalogue: Catalogue
    rules: tuple[AccessRule, ...] = ()
    allowed_ips: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """A member of a team."""

    since: datetime | None = None
    has_second_factor: bool = True
    last_sign_in: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFacts:
    """A team as a whole."""

    admins: int = 1
    members: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceFacts:
    """Keydesk itself. ``is_log_intact`` is None where it was never verified."""

    is_log_intact: bool | None = None
    first_bad: int | None = None
    master_key_since: datetime | None = None


Facts: TypeAlias = (
    KeyFacts
    | PlannedRights
    | EntryFacts
    | ApplicationFacts
    | PersonFacts
    | TeamFacts
    | InstanceFacts
)


def parts_of(facts: Facts) -> Iterator[Facts]:
    """The facts, and those of the vault entry that a key is stored as."""
    yield facts
    if isinstance(facts, KeyFacts) and facts.entry is not None:
        yield facts.entry
