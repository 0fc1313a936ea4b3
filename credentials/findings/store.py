"""Keeping what was found: opened, changed and resolved, with when and by what."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from credentials.core import FindingCause, FindingsOpened, FindingStep, announce, pack
from credentials.findings.engine import Found
from credentials.findings.exceptions import muted_codes
from credentials.findings.shown import show
from credentials.models import Finding, FindingChange

_COLUMNS: Final = ("severity", "rank", "sentence", "label", "is_muted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A thing with all that is found in it now. ``links`` are the columns that lead to it;
    ``is_new``: a live key was not judged before as it is."""

    subject: str
    label: str
    findings: Sequence[Found] = ()
    account_id: uuid.UUID | None = None
    links: Mapping[str, Any] = field(default_factory=dict)
    is_new: bool = False


@transaction.atomic
def keep(team_id: uuid.UUID, judged: Sequence[Judged], *, cause: FindingCause) -> None:
    """Bring what is kept of these targets to what is found in them, and what lists show of them.
    Six queries at most where nothing changed."""
    now, muted = timezone.now(), muted_codes(team_id, [target.subject for target in judged])
    rows = Finding.objects.select_for_update().filter(
        team=team_id, resolved_at=None, subject__in=[target.subject for target in judged]
    )
    before = {(row.subject, row.code): row for row in rows.order_by()}
    after = {
        (target.subject, finding.code.name): (target, _muted(finding, target, muted))
        for target in judged
        for finding in target.findings
    }
    opened = [
        _row(team_id, target, finding, now)
        for place, (target, finding) in after.items()
        if place not in before
    ]
    resolved = [row for place, row in before.items() if place not in after]
    changed = _brought_up(before, after)
    Finding.objects.bulk_create(opened)
    Finding.objects.filter(pk__in=[row.pk for row in resolved]).update(resolved_at=now)
    Finding.objects.bulk_update([row for row, _ in changed], _COLUMNS)
    steps = [
        *((row, FindingStep.OPENED) for row in opened),
        *((row, FindingStep.CHANGED) for row, is_step in changed if is_step),
        *((row, FindingStep.RESOLVED) for row in resolved),
    ]
    FindingChange.objects.bulk_create(
        FindingChange(finding=row, at=now, step=step, cause=cause, severity=row.severity)
        for row, step in steps
    )
    if opened:
        announce(FindingsOpened(team_id, tuple(row.pk for row in opened)))
    new = [target.links.get("credential_id") for target in judged if target.is_new]
    touched = [*opened, *resolved, *(row for row, _ in changed)]
    show({*new, *(row.credential_id for row in touched)}, {row.entry_id for row in touched})


def _muted(finding: Found, target: Judged, muted: Mapping[str, frozenset[str]]) -> Found:
    """The finding, marked where an exception is made for it."""
    is_muted = finding.code.name in muted.get(target.subject, ())
    return replace(finding, is_muted=is_muted)


def _row(team_id: uuid.UUID, target: Judged, finding: Found, now: datetime) -> Finding:
    return Finding(
        team_id=team_id,
        account_id=target.account_id,
        subject=target.subject,
        code=finding.code.name,
        opened_at=now,
        **target.links,
        **_columns(target, finding),
    )


def _columns(target: Judged, finding: Found) -> dict[str, Any]:
    return {
        "label": target.label[:255],
        "severity": finding.severity.value,
        "rank": finding.severity.rank,
        "sentence": pack(finding.sentence),
        "is_muted": finding.is_muted,
    }


def _brought_up(
    before: Mapping[tuple[str, str], Finding],
    after: Mapping[tuple[str, str], tuple[Judged, Found]],
) -> list[tuple[Finding, bool]]:
    """The rows that say something else now, and whether more than a number of days changed."""
    changed = []
    for place in before.keys() & after.keys():
        row, columns = before[place], _columns(*after[place])
        old = {name: getattr(row, name) for name in columns}
        if old == columns:
            continue
        is_step = _without_numbers(old) != _without_numbers(columns)
        for name, value in columns.items():
            setattr(row, name, value)
        changed.append((row, is_step))
    return changed


def _without_numbers(value: Any) -> Any:
    """What stays the same while days go by; the rank goes with the severity."""
    match value:
        case dict():
            return {name: _without_numbers(part) for name, part in value.items()}
        case int():
            return None
        case _:
            return value
