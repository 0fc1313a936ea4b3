"""Verbs of webhooks, on one that leads to a host which the settings list as long as it takes."""

from __future__ import annotations

from django.test import override_settings

from credentials import notices
from credentials.audit import SYSTEM, Actor
from credentials.core import WebhookForm
from credentials.models import Webhook
from credentials.notices import WebhookTerms
from tests.credentials.verbs.scene import Scene

_HOST = "hooks.example.com"


def add_webhook(scene: Scene, actor: Actor) -> Webhook:
    with override_settings(KEYDESK_WEBHOOK_HOSTS=frozenset({_HOST})):
        return add_unlisted(scene, actor)


def add_unlisted(scene: Scene, actor: Actor) -> Webhook:
    terms = WebhookTerms(label="on call", form=WebhookForm.SLACK, url=f"https://{_HOST}/a")
    return notices.add_webhook(scene.team, terms, actor=actor)[0]


def remove_webhook(scene: Scene, actor: Actor) -> None:
    notices.remove_webhook(add_webhook(scene, SYSTEM), actor=actor)


def send_test(scene: Scene, actor: Actor) -> None:
    scene.queue_tasks()
    notices.send_test(add_webhook(scene, SYSTEM), actor=actor)


def end_calendar_link(scene: Scene, actor: Actor) -> None:
    notices.make_calendar_link(scene.alice, actor=SYSTEM)
    notices.end_calendar_link(scene.alice, actor=actor)
