"""Who knows which secret, and who has access."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from credentials import teams as team_rows
from credentials import vault
from credentials.core import in_batches
from credentials.models import Entry, Membership, Team

CHUNK: Final = 500
KNOWLEDGE_COLUMNS: Final = (
    "team", "account", "entry", "version", "is_newest", "person", "way", "times", "first_at",
    "last_at", "sent_by",
)  # fmt: skip
ACCESS_COLUMNS: Final = (
    "team", "person", "role", "member_since", "last_sign_in", "second_factor", "active",
)  # fmt: skip
_FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def knowledge_rows(teams: QuerySet[Team]) -> Iterator[dict[str, Any]]:
    """Who got to know which version of which secret, how and when; as the log has it."""
    entries = Entry.objects.filter(account__team__in=teams).select_related("account__team")
    for batch in in_batches(entries.order_by("pk").iterator(chunk_size=CHUNK), CHUNK):
        known = vault.exposures_by_entry([entry.pk for entry in batch])
        newest = vault.newest_versions([entry.pk for entry in batch])
        for entry in batch:
            for exposure in known.get(entry.pk, ()):
                is_newest = exposure.version == newest.get(entry.pk)
                yield _knowledge_row(entry, exposure, is_newest=is_newest)


def access_rows(teams: QuerySet[Team]) -> Iterator[dict[str, Any]]:
    """Every member of the teams whose role counts, with how they sign in."""
    members = team_rows.members_of(teams)
    holders = set(
        Authenticator.objects.filter(
            user_id__in=[row.person_id for row in members], type__in=_FACTORS
        ).values_list("user_id", flat=True)
    )
    return (_access_row(row, has_factor=row.person_id in holders) for row in members)


def _knowledge_row(entry: Entry, exposure: vault.Exposure, *, is_newest: bool) -> dict[str, Any]:
    return {
        "team": entry.account.team.name,
        "account": entry.account.label,
        "entry": entry.label,
        "version": exposure.version,
        "is_newest": is_newest,
        "person": exposure.person,
        "way": exposure.way.value,
        "times": exposure.times,
        "first_at": exposure.first_at.isoformat(),
        "last_at": exposure.last_at.isoformat(),
        "sent_by": exposure.by,
    }


def _access_row(row: Membership, *, has_factor: bool) -> dict[str, Any]:
    signed_in = row.person.last_login
    return {
        "team": row.team.name,
        "person": row.person.email,
        "role": row.role,
        "member_since": row.created_at.isoformat(),
        "last_sign_in": signed_in.isoformat() if signed_in else "",
        "second_factor": has_factor,
        "active": row.person.is_active,
    }
