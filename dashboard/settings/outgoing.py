"""Where Keydesk may send to: webhooks of notices, and streams of the log."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from dashboard.settings.environment import env


def _hosts(name: str) -> frozenset[str]:
    """Hosts, with a port where it is not 443, between commas."""
    named: str = env.str(name, default="")
    return frozenset(filter(None, map(str.strip, named.lower().split(","))))


def _file(name: str) -> str:
    path: str = env.str(name, default="")
    if path and not Path(path).is_file():
        raise ImproperlyConfigured(f"{name} names no file: {path}.")
    return path


KEYDESK_WEBHOOK_HOSTS = _hosts("KEYDESK_WEBHOOK_HOSTS")
#: These may be at private addresses, and without TLS.
KEYDESK_WEBHOOK_PRIVATE_HOSTS = _hosts("KEYDESK_WEBHOOK_PRIVATE_HOSTS")

KEYDESK_LOG_STREAM_HOSTS = _hosts("KEYDESK_LOG_STREAM_HOSTS")
#: These may be at private addresses; as webhooks, without TLS too.
KEYDESK_LOG_STREAM_PRIVATE_HOSTS = _hosts("KEYDESK_LOG_STREAM_PRIVATE_HOSTS")
#: Certificates of authorities that receivers are trusted by, beside those of the system.
KEYDESK_LOG_STREAM_CA = _file("KEYDESK_LOG_STREAM_CA")
