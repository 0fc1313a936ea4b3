"""Where webhooks of notices may lead."""

from __future__ import annotations

from dashboard.settings.environment import env


def _hosts(name: str) -> frozenset[str]:
    """Hosts, with a port where it is not 443, between commas."""
    named = env.str(name, default="").lower().split(",")
    return frozenset(filter(None, map(str.strip, named)))


KEYDESK_WEBHOOK_HOSTS = _hosts("KEYDESK_WEBHOOK_HOSTS")
#: These may be at private addresses, and without TLS.
KEYDESK_WEBHOOK_PRIVATE_HOSTS = _hosts("KEYDESK_WEBHOOK_PRIVATE_HOSTS")
