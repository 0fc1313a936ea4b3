"""What the page of notices shows: team by team what the reader is told of, and what was sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from credentials import audit, notices
from credentials.core import Permission, Sentence
from credentials.models import Notice, Person, Team, Webhook
from dashboard import notice_labels
from dashboard.forms.notices import ChoiceForm
from dashboard.templatetags.console import badge

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Delivery:
    """A notice, as a row of the list of those sent last."""

    notice: Notice

    @property
    def word(self) -> str | Promise:
        return notice_labels.kind_word(self.notice.kind)

    @property
    def headline(self) -> Sentence:
        return notices.headline(self.notice)

    @property
    def receiver(self) -> str:
        """The person's address, or what the webhook is called."""
        return str(self.notice.webhook or self.notice.person or "")

    @property
    def state(self) -> SafeString:
        state = self.notice.state
        word = notice_labels.STATES.get(state, state)
        return badge(word, notice_labels.TONES.get(state, "idle"))


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A webhook; ``holds`` unless it was changed outside Keydesk."""

    webhook: Webhook
    holds: bool

    @property
    def form(self) -> str | Promise:
        return notice_labels.form_word(self.webhook.form)


@dataclass(frozen=True, slots=True)
class TeamNotices:
    """A team's part of the page."""

    team: Team
    form: ChoiceForm
    may_set: bool
    webhooks: list[WebhookRow]


def team_notices(person: Person, team: Team, permissions: Iterable[Permission]) -> TeamNotices:
    """What the person is told of in the team, and whether they decide what the team is told."""
    chosen = notices.chosen_kinds(team, person)
    form = ChoiceForm(chosen=chosen, auto_id=f"id_{team.pk}_%s")
    return TeamNotices(team, form, Permission.SET_POLICY in permissions, _webhooks(team))


def _webhooks(team: Team) -> list[WebhookRow]:
    return [
        WebhookRow(row, audit.holds_or_logged(row)) for row in Webhook.objects.filter(team=team)
    ]


def deliveries(person: Person, teams_set: Iterable[Team]) -> list[Delivery]:
    """What was sent last: the person's own, and all of the teams whose notices they decide on."""
    rows = Notice.objects.filter(person=person) | Notice.objects.filter(team__in=teams_set)
    return [Delivery(row) for row in rows.select_related("team", "person", "webhook")[:_SHOWN]]
