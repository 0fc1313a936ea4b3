"""The words people read for notices: what they are of, and what became of one."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from credentials.core import NoticeKind, NoticeState, WebhookForm
from dashboard.labels import Label

KINDS: Final[dict[str, Label]] = {
    NoticeKind.CRITICAL: _("New critical findings"),
    NoticeKind.OWN_KEY_ENDS: _("Keydesk's own key ends"),
    NoticeKind.READING_FAILED: _("An account could not be read"),
    NoticeKind.KEY_WOKE: _("A key was used again after long"),
    NoticeKind.KEY_ENDS: _("A key ends: 30, 14, 7 and 1 days before"),
    NoticeKind.NOT_IN_VAULT: _("A live key is not in the vault"),
    NoticeKind.KEY_REVOKED: _("A key of mine was revoked"),
    NoticeKind.REVIEW: _("A review campaign waits for my answers"),
    NoticeKind.DIGEST: _("Once a day, the other findings"),
    NoticeKind.TEST: _("A test"),
}

STATES: Final[dict[str, Label]] = {
    NoticeState.WAITING: _("Waiting"),
    NoticeState.SENT: _("Sent"),
    NoticeState.FAILED: _("Not sent"),
    NoticeState.DROPPED: _("Dropped"),
}

FORMS: Final[dict[WebhookForm, Label]] = {
    WebhookForm.STANDARD: _("A program (Standard Webhooks)"),
    WebhookForm.SLACK: _("Slack"),
    WebhookForm.TEAMS: _("Microsoft Teams"),
    WebhookForm.MATRIX: _("Matrix (Hookshot)"),
}

TONES: Final[dict[str, str]] = {
    NoticeState.WAITING: "wait",
    NoticeState.SENT: "good",
    NoticeState.FAILED: "bad",
}


def kind_word(kind: str) -> Label:
    """What a notice is of; a kind of a newer version is its own word."""
    return KINDS.get(kind, kind)


def form_word(form: str) -> Label:
    """What reads a webhook; a form of a newer version is its own word."""
    return next((word for known, word in FORMS.items() if known == form), form)
