"""What is found in a team's things, a row a finding."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet

from credentials.core import Severity
from credentials.findings import CODES
from credentials.models import Finding, Team

CHUNK: Final = 1000
FINDING_COLUMNS: Final = (
    "team", "account", "severity", "code", "title", "about", "statement", "to_do", "controls",
    "opened_at", "excepted", "subject", "fingerprint",
)  # fmt: skip


def finding_rows(teams: QuerySet[Team]) -> Iterator[dict[str, Any]]:
    """What is found in the teams and not resolved, exceptions marked; the worst first."""
    rows = Finding.objects.filter(team__in=teams, resolved_at=None)
    ordered = rows.select_related("team", "account").order_by("rank", "pk")
    return map(_row, ordered.iterator(chunk_size=CHUNK))


def fingerprint_of(finding: Finding) -> str:
    """What tells a finding apart for good: the same thing and code give the same, 32 digits."""
    text = f"{finding.team_id} {finding.subject} {finding.code}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def is_at_least(severity: str, least: Severity) -> bool:
    """Whether a severity is as bad as another, or worse."""
    return Severity(severity).rank <= least.rank


def _row(finding: Finding) -> dict[str, Any]:
    code = CODES.get(finding.code)
    return {
        "team": finding.team.name,
        "account": finding.account.label if finding.account else "",
        "severity": finding.severity,
        "code": finding.code,
        "title": code.title if code else finding.code,
        "about": finding.label,
        "statement": str(finding.statement),
        "to_do": code.to_do if code else "",
        "controls": [str(control) for control in code.controls] if code else [],
        "opened_at": finding.opened_at.isoformat(),
        "excepted": finding.is_muted,
        "subject": finding.subject,
        "fingerprint": fingerprint_of(finding),
    }
