"""Facts of a team, its people and Keydesk itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from allauth.mfa.models import Authenticator

from credentials import teams
from credentials.core import AuditAction, Outcome, Role
from credentials.findings.facts import Facts, InstanceFacts, PersonFacts, TeamFacts
from credentials.models import AuditEntry, LogVerification, Membership, Team
from credentials.sealing import ChainVerdict

_FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class TeamThing:
    """Something of a team that is in no account."""

    subject: str
    label: str
    facts: Facts
    links: Mapping[str, Any]


def facts_of_team(team: Team) -> list[TeamThing]:
    """The team, each of its members, and Keydesk itself, which every team is told of."""
    members = [row for row in teams.members_of([team]) if row.person.is_active]
    holders = set(
        Authenticator.objects.filter(
            user_id__in=[row.person_id for row in members], type__in=_FACTORS
        ).values_list("user_id", flat=True)
    )
    admins = sum(row.role == Role.ADMIN for row in members)
    return [
        TeamThing("team", team.name, TeamFacts(admins=admins, members=len(members)), {}),
        *(_member(row, has_factor=row.person_id in holders) for row in members),
        TeamThing("keydesk", "Keydesk", _instance(), {}),
    ]


def _member(row: Membership, *, has_factor: bool) -> TeamThing:
    facts = PersonFacts(
        since=row.created_at,
        has_second_factor=has_factor,
        last_sign_in=row.person.last_login,
    )
    links = {"person_id": row.person_id}
    return TeamThing(f"person:{row.person_id}", row.person.email, facts, links)


def _instance() -> InstanceFacts:
    last = LogVerification.objects.filter(pk=LogVerification.ROW).first()
    verdict = last.verdict if last else None
    return InstanceFacts(
        is_log_intact=None if verdict is None else verdict not in _BROKEN,
        first_bad=last.first_bad if last else None,
        master_key_since=_master_key_since(),
    )


def _master_key_since() -> datetime | None:
    """When the master key was last changed, else when the log began."""
    changes = AuditEntry.objects.filter(action=AuditAction.KEYS_RESEALED, outcome=Outcome.DONE)
    changed = changes.order_by("-seq").first() or AuditEntry.objects.order_by("seq").first()
    return changed.time if changed else None


_BROKEN: Final = (ChainVerdict.TAMPERED, ChainVerdict.CUT)
