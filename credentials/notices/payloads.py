"""What a webhook is sent: the Standard Webhooks form, or what Slack, Teams and Matrix read."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from credentials.core import WebhookForm
from credentials.models import Notice
from credentials.notices.wording import headline, lines
from credentials.public_address import public_address


def payload(notice: Notice, form: WebhookForm) -> bytes:
    """The body, as JSON."""
    return json.dumps(_FORMS[form](notice), ensure_ascii=False).encode()


def _standard(notice: Notice) -> Mapping[str, Any]:
    return {
        "type": f"keydesk.{notice.kind}",
        "timestamp": notice.made_at.isoformat(),
        "data": {
            "team": notice.team.name,
            "text": str(headline(notice)),
            "count": notice.count,
            "lines": [str(line) for line in lines(notice)],
            "url": public_address(notice.path),
        },
    }


def _slack(notice: Notice) -> Mapping[str, Any]:
    """``&``, ``<`` and ``>`` are the three that Slack reads as markup."""
    text = "\n".join(html.escape(line, quote=False) for line in _plain(notice))
    return {"text": f"{text}\n<{public_address(notice.path)}>"}


def _teams(notice: Notice) -> Mapping[str, Any]:
    """An adaptive card, as a workflow of Teams takes it."""
    first, *more = _plain(notice)
    blocks = [
        {"type": "TextBlock", "text": _unmarked(first), "weight": "Bolder", "wrap": True},
        *({"type": "TextBlock", "text": _unmarked(line), "wrap": True} for line in more),
    ]
    link = {"type": "Action.OpenUrl", "title": "Keydesk", "url": public_address(notice.path)}
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": blocks,
        "actions": [link],
    }
    content_type = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": content_type, "content": card}]}


def _matrix(notice: Notice) -> Mapping[str, Any]:
    """As the webhooks of Hookshot take it."""
    text = "\n".join([*_plain(notice), public_address(notice.path)])
    return {"text": text, "html": html.escape(text).replace("\n", "<br>")}


def _plain(notice: Notice) -> list[str]:
    return [f"{notice.team}: {headline(notice)}", *(f"- {line}" for line in lines(notice))]


def _unmarked(line: str) -> str:
    """The line without what a card reads as markup."""
    return "".join(f"\\{letter}" if letter in "\\*_[]()#" else letter for letter in line)


_FORMS: Final[Mapping[WebhookForm, Callable[[Notice], Mapping[str, Any]]]] = {
    WebhookForm.STANDARD: _standard,
    WebhookForm.SLACK: _slack,
    WebhookForm.TEAMS: _teams,
    WebhookForm.MATRIX: _matrix,
}
