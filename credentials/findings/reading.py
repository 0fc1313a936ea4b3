"""Facts of keys and entries, read from rows in a constant number of queries."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeAlias, TypedDict

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from credentials import audit, ovhcloud, teams, vault
from credentials.core import CredentialState, Environment, KeyState
from credentials.findings.facts import (
    ApplicationFacts,
    EntryFacts,
    KeyFacts,
    StoredKey,
    TrapFacts,
)
from credentials.models import ConsumerKey, Entry, LiveApplication, LiveCredential, Team, Trap
from credentials.rights import rules_from_api

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Texts(TypedDict):
        rules_text: str
        addresses_text: str
        is_trap: bool

    JudgedKey: TypeAlias = WithAnnotations[LiveCredential, _Texts]
else:
    JudgedKey: TypeAlias = LiveCredential

_OPENING: Final = frozenset({KeyState.VALIDATED, KeyState.UNCONFIRMED})
_Likeness = tuple[uuid.UUID, int | None, str, str]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What several keys are judged by together: members of their teams, and equal keys."""

    members: Mapping[uuid.UUID, frozenset[int]]
    equal: Mapping[_Likeness, int]


def judged_keys(chosen: Q) -> QuerySet[JudgedKey]:
    """The live keys as they are judged, with what is read of each."""
    return (
        LiveCredential.objects.filter(chosen)
        .select_related("account__team", "account__management_key", "live_application")
        .annotate(
            rules_text=Cast("rules", TextField()),
            addresses_text=Cast("allowed_ips", TextField()),
            is_trap=Exists(
                Trap.objects.filter(
                    account=OuterRef("account"), credential_id=OuterRef("credential_id")
                )
            ),
        )
        .order_by("pk")
    )


def around_keys(team_rows: Iterable[Team], chosen: Q) -> Surroundings:
    """What is around these live keys: all others of their applications count."""
    keys = LiveCredential.objects.filter(chosen).order_by()
    near = Q(account__in=keys.values("account"), application_id__in=keys.values("application_id"))
    return surroundings_of(team_rows, near)


def surroundings_of(team_rows: Iterable[Team], keys: Q) -> Surroundings:
    """What is around the live keys of these teams that the condition chooses."""
    members: dict[uuid.UUID, set[int]] = {team.pk: set() for team in team_rows}
    for membership in teams.members_of(Team.objects.filter(pk__in=members)):
        if membership.person.is_active:
            members[membership.team_id].add(membership.person_id)
    standing = judged_keys(keys & Q(gone_at=None, status=CredentialState.VALIDATED)).order_by()
    groups = standing.values_list("account_id", "application_id", "rules_text", "addresses_text")
    equal = groups.annotate(count=Count("pk")).filter(count__gt=1)
    return Surroundings(
        members={team_id: frozenset(people) for team_id, people in members.items()},
        equal={(account, app, rules, ips): count for account, app, rules, ips, count in equal},
    )


def facts_of_keys(keys: Sequence[JudgedKey], around: Surroundings) -> list[KeyFacts]:
    """The facts of live keys, in their order. Three queries, and one where there are traps."""
    stored, traps = _stored_by_number(keys), _traps_by_number(keys)
    entries = dict(zip(stored, entry_facts([*stored.values()], around), strict=True))
    now = timezone.now()
    return [
        replace(
            _facts_of_live(key, stored.get(place), entries.get(place), around, now),
            trap=traps.get(place),
        )
        for key in keys
        for place in [(key.account_id, key.credential_id)]
    ]


def facts_of_stored(keys: Sequence[ConsumerKey], around: Surroundings) -> list[KeyFacts]:
    """The facts of stored keys that OVHcloud has not listed, in their order. Two queries."""
    now = timezone.now()
    pairs = zip(keys, entry_facts(keys, around), strict=True)
    return [_facts_of_unlisted(key, entry, now) for key, entry in pairs]


def entry_facts(entries: Sequence[Entry], around: Surroundings) -> list[EntryFacts]:
    """The facts of entries, each read with its owner and account, in their order. Two queries."""
    knowers = vault.knowers_of([entry.pk for entry in entries])
    return [
        _facts_of_entry(
            entry,
            around.members.get(entry.account.team_id, frozenset()),
            knowers.get(entry.pk, {}),
        )
        for entry in entries
    ]


def application_facts(application: LiveApplication, *, keys: int | None = None) -> ApplicationFacts:
    """``keys`` is how many are listed, where somebody counted."""
    return ApplicationFacts(
        name=application.name,
        since=application.first_seen_at,
        status=application.status,
        is_owned=application.is_owned,
        is_deleted=application.is_deleted,
        keys=keys,
    )


def _stored_by_number(
    keys: Iterable[JudgedKey],
) -> dict[tuple[uuid.UUID, int | None], ConsumerKey]:
    """The stored keys of these live ones; of two for one the newer, and archived ones last."""
    rows = ConsumerKey.objects.filter(
        account__in={key.account_id for key in keys},
        credential_id__in=[key.credential_id for key in keys],
    ).select_related("owner", "account")
    ordered = sorted(rows, key=lambda row: (row.archived_at is None, row.created_at))
    return {(row.account_id, row.credential_id): row for row in ordered}


def _traps_by_number(
    keys: Iterable[JudgedKey],
) -> dict[tuple[uuid.UUID, int | None], TrapFacts]:
    """Which of these keys lie in a trap, as Keydesk wrote it."""
    marked = [key for key in keys if key.is_trap]
    if not marked:
        return {}
    rows = Trap.objects.filter(
        account__in={key.account_id for key in marked},
        credential_id__in=[key.credential_id for key in marked],
    )
    return {
        (row.account_id, row.credential_id): TrapFacts(place=row.place, since=row.laid_at)
        for row in audit.holding_or_logged(rows)
    }


def _facts_of_live(
    key: JudgedKey,
    stored: ConsumerKey | None,
    entry: EntryFacts | None,
    around: Surroundings,
    now: datetime,
) -> KeyFacts:
    application = key.live_application
    is_deleted = application is not None and application.is_deleted
    has_ended = key.expiration is not None and key.expiration <= now
    is_gone = key.gone_at is not None
    likeness = (key.account_id, key.application_id, key.rules_text, key.addresses_text)
    return KeyFacts(
        catalogue=ovhcloud.catalogue_of(key.account.endpoint),
        rules=rules_from_api(key.rules),
        allowed_ips=tuple(key.allowed_ips) if key.are_addresses_known else None,
        opens=key.status in ("", CredentialState.VALIDATED)
        and not (is_gone or is_deleted or has_ended),
        is_pending=key.status == CredentialState.PENDING and not is_gone,
        is_listed=not is_gone,
        is_gone=is_gone,
        is_read=bool(key.status),
        since=key.creation or key.first_seen_at,
        expires_at=key.expiration,
        last_use=key.last_use,
        is_support=key.ovh_support,
        is_own=vault.is_management_key(key),
        same=max(around.equal.get(likeness, 1) - 1, 0) if key.are_addresses_known else 0,
        application=application_facts(application) if application else None,
        stored=_stored_facts(stored) if stored else None,
        entry=entry,
    )


def _facts_of_unlisted(key: ConsumerKey, entry: EntryFacts, now: datetime) -> KeyFacts:
    has_ended = key.expires_at is not None and key.expires_at <= now
    return KeyFacts(
        catalogue=ovhcloud.catalogue_of(key.account.endpoint),
        rules=rules_from_api(key.rules),
        allowed_ips=tuple(key.allowed_ips) if key.are_addresses_known else None,
        opens=key.state in _OPENING and not has_ended,
        is_pending=key.state == KeyState.PENDING,
        is_listed=False,
        since=key.created_at,
        expires_at=key.expires_at,
        is_own=key.account.management_key_id == key.pk,
        stored=_stored_facts(key),
        entry=entry,
    )


def _stored_facts(key: ConsumerKey) -> StoredKey:
    return StoredKey(
        allowed_ips=tuple(key.allowed_ips) if key.are_addresses_known else None,
        expires_at=key.expires_at,
        opens=key.state in _OPENING,
        environment=_environment(key.environment),
        validated_at=key.validated_at,
    )


def _environment(word: str) -> Environment:
    """The environment; of a word that Keydesk never wrote it counts as not set."""
    return Environment(word) if word in set(Environment) else Environment.UNSET


def _facts_of_entry(
    entry: Entry, members: Collection[int], knowers: Mapping[int, str]
) -> EntryFacts:
    return EntryFacts(
        since=entry.created_at,
        owner=entry.owner.email if entry.owner else "",
        is_owner_member=entry.owner_id in members,
        leavers=tuple(sorted(name for pk, name in knowers.items() if pk not in members)),
    )
