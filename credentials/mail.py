"""Mail in plain text. Its links lead to PUBLIC_URL, whatever host a request named."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string


def send(template: str, to: str, **context: Any) -> None:
    """Send ``templates/mail/<template>.txt``, whose first line is the subject.

    Waits for the mail server for EMAIL_TIMEOUT seconds at most, so it is a worker's to call.
    """
    text = render_to_string(f"mail/{template}.txt", {"keydesk": settings.PUBLIC_URL, **context})
    subject, _, body = text.strip().partition("\n")
    send_mail(" ".join(subject.split()), body.strip() + "\n", None, [to])
