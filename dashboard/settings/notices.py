"""Where webhooks of notices may lead."""

from __future__ import annotations

from dashboard.settings.environment import env


def _hosts(named: str) -> frozenset[str]:
    """Hosts, with a port where it is not 443, between commas."""
    return frozenset(filter(None, map(str.strip, named.lower().split(","))))


KEYDESK_WEBHOOK_HOSTS = _hosts(env.str("KEYDESK_WEBHOOK_HOSTS", default=""))
#: These may be at private addresses, and without TLS.
KEYDESK_WEBHOOK_PRIVATE_HOSTS = _hosts(env.str("KEYDESK_WEBHOOK_PRIVATE_HOSTS", default=""))
