"""What is told by the clock: ends of keys, and each day's digest. A missed day is late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from credentials import findings, live, teams
from credentials.core import CredentialState, NoticeKind, Severity
from credentials.models import DigestClock, EndTold, Finding, LiveCredential, Membership, Team
from credentials.notices import happenings
from credentials.notices.delivering import deliver_by_the_clock
from credentials.notices.happenings import Happening
from credentials.notices.queueing import MOST_NAMED, list_path, queue, tell
from credentials.notices.receivers import Receiver, is_off

#: Days before the end of a key at which it is told, the tightest first.
STEPS: Final = (1, 7, 14, 30)
DAY: Final = timedelta(days=1)
_AT_ONCE: Final = 500


def tell_by_the_clock() -> None:
    """Tell of ends that have come near and of the day's findings; send what is due."""
    _tell_ends()
    if settings.MAIL_IS_SENT:
        _tell_digests()
    deliver_by_the_clock()


def _tell_ends() -> None:
    now = timezone.now()
    for days in STEPS:
        with transaction.atomic():
            due = list(_ending(now, days)[:_AT_ONCE])
            tell([happenings.of_end(key, days) for key in due])
            for key in due:
                columns: dict[str, Any] = {"ends_at": key.ends, "days": days}
                EndTold.objects.update_or_create(key=key, defaults=columns)


def _ending(now: datetime, days: int) -> QuerySet[LiveCredential]:
    """Keys that end within so many days, of which it was not told yet at this step or a tighter
    one."""
    at_this_step = EndTold.objects.filter(
        key=OuterRef("pk"), ends_at=OuterRef("ends"), days__lte=days
    )
    near = Q(ends__gt=now, ends__lte=now + timedelta(days=days))
    keys = LiveCredential.objects.filter(live.in_state(CredentialState.VALIDATED), near)
    joined = keys.select_related("account__management_key", "stored").order_by("ends", "pk")
    return joined.filter(~Exists(at_this_step))


def _tell_digests() -> None:
    """Each member once a day, of what was found and not told at once."""
    now = timezone.now()
    lately = DigestClock.objects.filter(
        team=OuterRef("team"), person=OuterRef("person"), told_until__gt=now - DAY
    )
    for row in Membership.objects.filter(~Exists(lately), person__is_active=True)[:_AT_ONCE]:
        with transaction.atomic():
            _tell_digest(row, now)


def _tell_digest(row: Membership, now: datetime) -> None:
    clock, is_new = DigestClock.objects.select_for_update().get_or_create(
        team_id=row.team_id, person_id=row.person_id, defaults={"told_until": now}
    )
    if is_new or clock.told_until > now - DAY:
        return
    since, clock.told_until = clock.told_until, now
    clock.save()
    membership = teams.membership_of(row.person, row.team)
    if membership is None or is_off(membership, NoticeKind.DIGEST):
        return
    opened = _opened(membership.team, membership, since)
    count = opened.count()
    if count:
        lines = [_digest_line(finding, membership.team) for finding in opened[:MOST_NAMED]]
        queue(Receiver("person", str(row.person_id)), lines, count=count, due_at=now)


def _opened(team: Team, member: Membership, since: datetime) -> QuerySet[Finding]:
    """What opened since then and stands, but for what is told at once; the worst first."""
    rows = findings.findings_for(member.person).filter(team=team, resolved_at=None)
    fresh = rows.filter(opened_at__gt=since, is_muted=False)
    return fresh.exclude(severity__in=(Severity.CRITICAL, Severity.INFO)).exclude(
        code="not-in-vault"
    )


def _digest_line(finding: Finding, team: Team) -> Happening:
    return Happening(
        kind=NoticeKind.DIGEST,
        team_id=team.pk,
        line=happenings.line_of(finding),
        path=list_path(NoticeKind.DIGEST),
    )
