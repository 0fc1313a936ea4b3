"""What the page of streams shows: where each team's log is sent, and how far behind that is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from credentials import audit, log_streams, teams
from credentials.core import Permission
from credentials.models import LogStream, Person, Team
from dashboard import log_stream_labels
from dashboard.templatetags.console import badge

#: What waits no longer than this is on its way.
_USUAL = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class StreamRow:
    """A stream; ``holds`` unless it was changed outside Keydesk."""

    stream: LogStream
    holds: bool
    waiting_since: datetime | None

    @property
    def kind(self) -> str | Promise:
        return log_stream_labels.kind_word(self.stream.kind)

    @property
    def state(self) -> SafeString:
        if not self.holds:
            return badge(_("Changed outside Keydesk"), "bad")
        if self.stream.failing_since is not None:
            return badge(_("Failing"), "bad")
        if self.waiting_since is None:
            return badge(_("All taken"), "good")
        is_late = timezone.now() - self.waiting_since > _USUAL
        return badge(_("Behind") if is_late else _("On its way"), "wait")


@dataclass(frozen=True, slots=True)
class TeamStreams:
    """A team's part of the page."""

    team: Team
    may_set: bool
    rows: list[StreamRow]


def team_streams(person: Person, own: QuerySet[Team]) -> list[TeamStreams]:
    """Of each team its streams, and whether the person decides on them."""
    may = teams.permissions_by_team(person)
    rows = _rows_by_team(LogStream.objects.filter(team__in=own))
    return [
        TeamStreams(team, Permission.SET_POLICY in may.get(team.pk, ()), rows[team.pk])
        for team in own
    ]


def _rows_by_team(streams: QuerySet[LogStream]) -> defaultdict[object, list[StreamRow]]:
    delayed = log_streams.with_delay(streams)
    holding = set(audit.holding_or_logged(stream for stream, _since in delayed))
    by_team: defaultdict[object, list[StreamRow]] = defaultdict(list)
    for stream, since in delayed:
        by_team[stream.team_id].append(StreamRow(stream, stream in holding, since))
    return by_team
