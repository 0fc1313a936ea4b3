"""Webhooks of a team: adding one, removing it, and asking for a test."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from credentials import audit, teams
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    NoticeKind,
    Permission,
    WebhookForm,
    coded,
    gettext_noop,
    say,
)
from credentials.models import Team, Webhook
from credentials.notices import webhook_hosts, webhook_secrets
from credentials.notices.delivering import deliver
from credentials.notices.happenings import Happening
from credentials.notices.queueing import queue
from credentials.notices.receivers import Receiver
from credentials.outgoing import new_secret
from credentials.sealing import Secret

_TEST = coded("notice.test", gettext_noop("This is a test of the webhook %(label)s."))


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookTerms:
    """What a webhook is called, what its receiver reads, and where it leads."""

    label: str
    form: WebhookForm
    url: str


def add_webhook(team: Team, terms: WebhookTerms, *, actor: Actor) -> tuple[Webhook, Secret]:
    """Tell the team's notices there from now on; with the secret by which they are signed, which is
    shown once.

    Raises ``NotAllowedError`` for an address that is none or whose host the settings do not list,
    and an actor whose role does not include it.
    """
    webhook = Webhook(team=team, label=terms.label, form=terms.form, created_at=timezone.now())
    secret = Secret(new_secret())
    with teams.attempt(
        AuditAction.WEBHOOK_ADDED,
        Permission.SET_POLICY,
        actor=actor,
        subject=audit.subject_of(webhook),
        details={"form": terms.form.value},
    ) as attempt:
        webhook.host = webhook_hosts.parse(terms.url).host
        attempt.details["host"] = webhook.host
        attempt.log()
        webhook_secrets.seal(webhook, url=terms.url, secret=secret.expose())
        webhook.save()
    return webhook, secret


def remove_webhook(webhook: Webhook, *, actor: Actor) -> None:
    """Tell it nothing any more; what waits for it is dropped.

    Raises ``NotAllowedError`` for an actor whose role does not include it.
    """
    with teams.attempt(
        AuditAction.WEBHOOK_REMOVED,
        Permission.SET_POLICY,
        actor=actor,
        subject=audit.subject_of(webhook),
    ) as attempt:
        attempt.log()
        Webhook.objects.filter(pk=webhook.pk).delete()


def send_test(webhook: Webhook, *, actor: Actor) -> None:
    """Queue a notice that says that it is a test, and have it sent.

    Raises ``NotAllowedError`` for an actor whose role does not include it.
    """
    receiver = Receiver("webhook", str(webhook.pk))
    with teams.attempt(
        AuditAction.WEBHOOK_TESTED,
        Permission.SET_POLICY,
        actor=actor,
        subject=audit.subject_of(webhook),
    ):
        audit.guard_holds(webhook)
        line = say(_TEST, label=webhook.label)
        happening = Happening(
            kind=NoticeKind.TEST, team_id=webhook.team_id, line=line, path="/notices/"
        )
        queue(receiver, [happening], count=1, due_at=timezone.now())
        deliver.enqueue(str(receiver))
