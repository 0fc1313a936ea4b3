"""Who knows a secret, as the page of an entry says it: read off the log, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from credentials import vault
from credentials.core import AuditAction
from credentials.models import Entry
from credentials.vault import Exposure, FailedOpening

SHOWN = 20


@dataclass(frozen=True, slots=True)
class ExposureRow:
    """Somebody, what they did with which version, how often and when last.

    ``trouble`` says that it did not open, so that nobody knows it from this.
    """

    person: str
    says: str
    last: datetime
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class ExposureTable:
    """The newest lines, and how many more the activity log holds."""

    rows: list[ExposureRow]
    more: int


def exposure_of(entry: Entry) -> ExposureTable:
    """Two queries, however much happened."""
    rows = [*map(_known, vault.exposures_of(entry)), *map(_failed, vault.failed_openings(entry))]
    rows.sort(key=lambda row: row.last, reverse=True)
    return ExposureTable(rows[:SHOWN], max(len(rows) - SHOWN, 0))


def _known(exposure: Exposure) -> ExposureRow:
    return ExposureRow(
        exposure.person, ", ".join([_did(exposure), *_times(exposure.times)]), exposure.last_at
    )


def _did(exposure: Exposure) -> str:
    words = {
        AuditAction.SECRET_REVEALED: gettext("revealed version %(version)s"),
        AuditAction.SECRET_COPIED: gettext("copied version %(version)s"),
        AuditAction.SECRET_EXPORTED: gettext("exported version %(version)s as %(form)s"),
        AuditAction.SECRET_SENT: gettext("opened version %(version)s by a link of %(by)s"),
    }
    return words[exposure.way] % {
        "version": exposure.version,
        "form": exposure.form,
        "by": exposure.by,
    }


def _failed(failure: FailedOpening) -> ExposureRow:
    tried = gettext("tried version %(version)s") % {"version": failure.version}
    trouble = gettext("Cannot open (key id %(key_id)s)") % {"key_id": failure.key_id or "?"}
    return ExposureRow(
        failure.person, ", ".join([tried, *_times(failure.times)]), failure.last_at, trouble
    )


def _times(count: int) -> Iterator[str]:
    if count > 1:
        yield ngettext("%(count)d time", "%(count)d times", count) % {"count": count}
