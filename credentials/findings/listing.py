"""Which findings somebody may see, and which of them live keys are found by."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from django.db.models import Q, QuerySet

from credentials import teams
from credentials.core import Permission, Severity
from credentials.findings.engine import precedence
from credentials.findings.facts import EntryFacts, KeyFacts
from credentials.findings.registry import CODES
from credentials.findings.verdict import COUNTING
from credentials.models import Finding, Person

#: What may be found in a live key, the entry that keeps it included.
KEY_CODES: Final = tuple(
    code.name for code in CODES.values() if {KeyFacts, EntryFacts}.intersection(code.about)
)
#: Findings by which a key was made elsewhere than in Keydesk.
MADE_OUTSIDE: Final = ("external-app", "console-made", "support-issued")


def findings_for(person: Person) -> QuerySet[Finding]:
    """The findings of the person's teams; those about people and about Keydesk itself are for those
    who read the log."""
    seeing = teams.teams_where(person, Permission.SEE)
    reading = teams.teams_where(person, Permission.READ_LOG)
    of_accounts = Q(account__isnull=False, team__in=seeing)
    return Finding.objects.filter(of_accounts | Q(account=None, team__in=reading))


def worst_in_keys(numbers: Collection[int]) -> Mapping[int, Finding]:
    """The worst that is found in each of these live keys, by the id of its row, where something
    is and no exception is made for it. One query."""
    rows = Finding.objects.filter(
        credential__in=numbers, resolved_at=None, is_muted=False, severity__in=COUNTING
    )
    worst: dict[int, Finding] = {}
    for row in sorted(rows, key=lambda row: precedence(row.code, Severity(row.severity))):
        if row.credential_id is not None:
            worst.setdefault(row.credential_id, row)
    return worst
