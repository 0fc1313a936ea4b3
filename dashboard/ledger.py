"""Who knows a secret, as the page of an entry says it: read off the log, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from credentials import exposure
from credentials.enums import AuditAction
from credentials.exposure import Exposure, Failure
from credentials.models import Entry

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody, what they did with which version, how often and when last.

    ``trouble`` says that it did not open, so that nobody knows it from this.
    """

    person: str
    says: str
    last: datetime
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The newest lines, and how many more the activity log holds."""

    lines: list[Line]
    more: int


def of(entry: Entry) -> Ledger:
    """Two queries, however much happened."""
    found = [*map(_known, exposure.of(entry)), *map(_failed, exposure.failures(entry))]
    found.sort(key=lambda line: line.last, reverse=True)
    return Ledger(found[:SHOWN], max(len(found) - SHOWN, 0))


def _known(one: Exposure) -> Line:
    return Line(one.person, ", ".join([_did(one), *_times(one.times)]), one.last_at)


def _did(one: Exposure) -> str:
    words = {
        AuditAction.SECRET_REVEALED: gettext("revealed version %(version)s"),
        AuditAction.SECRET_COPIED: gettext("copied version %(version)s"),
        AuditAction.SECRET_EXPORTED: gettext("exported version %(version)s as %(form)s"),
        AuditAction.SECRET_SENT: gettext("was sent version %(version)s by %(by)s"),
    }
    return words[one.way] % {"version": one.version, "form": one.form, "by": one.by}


def _failed(one: Failure) -> Line:
    tried = gettext("tried version %(version)s") % {"version": one.version}
    trouble = gettext("Cannot open (key id %(key_id)s)") % {"key_id": one.key_id or "?"}
    return Line(one.person, ", ".join([tried, *_times(one.times)]), one.last_at, trouble)


def _times(count: int) -> Iterator[str]:
    if count > 1:
        yield ngettext("%(count)d time", "%(count)d times", count) % {"count": count}
