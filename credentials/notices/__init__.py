"""Notices: what people are told by mail and other programs by webhooks, without being asked.

A queue in the database, written with what it tells and sent by the worker. What is found is worked
out in ``findings``; mails of a person's own account are sent by ``people``.
"""

from __future__ import annotations

from credentials.notices.calendar import calendar_of
from credentials.notices.calendar_links import (
    end_calendar_link,
    has_calendar_link,
    make_calendar_link,
)
from credentials.notices.choices import CHOICES, choose, chosen_kinds
from credentials.notices.clock import tell_by_the_clock
from credentials.notices.delivering import deliver
from credentials.notices.events import RECORDERS
from credentials.notices.webhooks import WebhookTerms, add_webhook, remove_webhook, send_test
from credentials.notices.wording import headline

__all__ = [
    "CHOICES",
    "RECORDERS",
    "WebhookTerms",
    "add_webhook",
    "calendar_of",
    "choose",
    "chosen_kinds",
    "deliver",
    "end_calendar_link",
    "has_calendar_link",
    "headline",
    "make_calendar_link",
    "remove_webhook",
    "send_test",
    "tell_by_the_clock",
]
