"""Which findings somebody may see, and which of them live keys are found by."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from django.db.models import Q, QuerySet

from credentials import teams
from credentials.core import Permission, Sentence, Severity
from credentials.findings.controls import OVERPRIVILEGE
from credentials.findings.engine import precedence
from credentials.findings.facts import EntryFacts, KeyFacts
from credentials.findings.registry import CODES
from credentials.findings.verdict import COUNTING
from credentials.models import Finding, Person
from credentials.rights import joined_sentences

#: What may be found in a live key, the entry that keeps it included.
KEY_CODES: Final = tuple(
    code.name for code in CODES.values() if {KeyFacts, EntryFacts}.intersection(code.about)
)
#: Of these, what follows from rights that are wider than need be: narrower ones lower it.
RIGHTS_CODES: Final = tuple(
    name for name in KEY_CODES if CODES[name].controls[:1] == OVERPRIVILEGE[:1]
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


def worst_in_keys(numbers: Collection[int]) -> Mapping[int, Sentence]:
    """The worst that is found in each of these live keys, and what it can destroy, in words; by
    the id of its row, where something counts. One query."""
    rows = Finding.objects.filter(
        credential__in=numbers, resolved_at=None, is_muted=False, severity__in=COUNTING
    )
    by_key: defaultdict[int | None, list[Finding]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: precedence(row.code, Severity(row.severity))):
        by_key[row.credential_id].append(row)
    return {number: _in_words(own) for number, own in by_key.items() if number is not None}


def worst_in_entries(numbers: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Finding]:
    """The worst that is found in each of these entries, or in the live key that it keeps, where
    something counts. One query."""
    own = Q(entry__in=numbers) | Q(credential__stored__in=numbers)
    rows = Finding.objects.filter(own, resolved_at=None, is_muted=False, severity__in=COUNTING)
    worst: dict[uuid.UUID, Finding] = {}
    known = rows.select_related("credential")
    for row in sorted(known, key=lambda row: precedence(row.code, Severity(row.severity))):
        number = row.entry_id or (row.credential.stored_id if row.credential else None)
        if number is not None:
            worst.setdefault(number, row)
    return worst


def _in_words(rows: Sequence[Finding]) -> Sentence:
    worst, *others = rows
    destroys = [row for row in others if row.code in _DESTROYS]
    return joined_sentences(row.statement for row in (worst, *destroys))


_DESTROYS: Final = ("destroys-services", "destroys-data")
