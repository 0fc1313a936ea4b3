"""Where Keydesk may send to: webhooks of notices, and streams of the log."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from dashboard.settings.environment import env


def _hosts(named: str) -> frozenset[str]:
    """Hosts, with a port where it is not 443, between commas."""
    return frozenset(filter(None, map(str.strip, named.lower().split(","))))


def _file(path: str) -> str:
    if path and not Path(path).is_file():
        raise ImproperlyConfigured(f"{path} is no file of certificates.")
    return path


KEYDESK_WEBHOOK_HOSTS = _hosts(env.str("KEYDESK_WEBHOOK_HOSTS", default=""))
#: These may be at private addresses, and without TLS.
KEYDESK_WEBHOOK_PRIVATE_HOSTS = _hosts(env.str("KEYDESK_WEBHOOK_PRIVATE_HOSTS", default=""))

KEYDESK_LOG_STREAM_HOSTS = _hosts(env.str("KEYDESK_LOG_STREAM_HOSTS", default=""))
#: These may be at private addresses; as webhooks, without TLS too.
KEYDESK_LOG_STREAM_PRIVATE_HOSTS = _hosts(env.str("KEYDESK_LOG_STREAM_PRIVATE_HOSTS", default=""))
#: Certificates of authorities that receivers are trusted by, beside those of the system.
KEYDESK_LOG_STREAM_CA = _file(env.str("KEYDESK_LOG_STREAM_CA", default=""))
