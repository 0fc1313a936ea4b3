"""What a test reads of the mail that was sent."""

from __future__ import annotations

import re

from django.core import mail


def newest_link() -> str:
    """The address in the newest mail, as the person who reads it would open it."""
    links: list[str] = re.findall(r"https?://\S+/sign-in/\S+", str(mail.outbox[-1].body))
    return links[-1]
