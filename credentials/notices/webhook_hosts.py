"""Where webhooks of notices may lead, by the settings."""

from __future__ import annotations

from django.conf import settings

from credentials import outgoing
from credentials.outgoing import AllowedHosts, Target


def parse(url: str) -> Target:
    """Where the address leads; raises ``NotAllowedError`` for one that is none, or not listed."""
    return outgoing.parse_url(url, _allowed())


def resolve(target: Target) -> Target:
    """The same with an address to connect to; raises ``NotAllowedError`` where none may be."""
    return outgoing.resolve(target, _allowed())


def _allowed() -> AllowedHosts:
    return AllowedHosts(
        setting="KEYDESK_WEBHOOK_HOSTS",
        public=settings.KEYDESK_WEBHOOK_HOSTS,
        private=settings.KEYDESK_WEBHOOK_PRIVATE_HOSTS,
    )
