"""Where people reach the console, which hosts it answers to, and what stands in front of it."""

from __future__ import annotations

import re
from ipaddress import ip_network
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from dashboard.settings.environment import DEMO, env, number, port

PORT = port("PORT", 8000)
TRUSTED_PROXIES = int(number("TRUSTED_PROXIES", 0))
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEMO else []
)
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set: name the hosts this console answers to.")
if "*" in ALLOWED_HOSTS and not DEMO:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is *, which is any host: whoever asks could choose where links in mails and "
        "the way back from OVHcloud lead. Name the hosts this console answers to."
    )


def public_url() -> str:
    """Where people reach the console; links in mails and ways back begin with it."""
    default = f"http://localhost:{PORT}" if DEMO else ""
    url: str = env.str("PUBLIC_URL", default=default).rstrip("/")
    if not url:
        raise ImproperlyConfigured(
            "PUBLIC_URL is not set: name the address of this console, https://keydesk.example.com."
        )
    parts = urlsplit(url)
    is_whole = parts.hostname and not (parts.query or parts.fragment or parts.username)
    is_path = re.fullmatch(r"(/[A-Za-z0-9_-]+)*", parts.path)
    if not (is_whole and is_path) or parts.scheme not in ({"http", "https"} if DEMO else {"https"}):
        raise ImproperlyConfigured(
            "PUBLIC_URL is not https://host[:port][/path]: production is on TLS."
        )
    return url


def own_addresses() -> tuple[str, ...]:
    """The blocks that this console calls OVHcloud from, as far as somebody said."""
    words: list[str] = env.list("KEYDESK_ADDRESSES", default=[])
    try:
        return tuple(str(ip_network(word.strip())) for word in words)
    except ValueError:
        raise ImproperlyConfigured(
            "KEYDESK_ADDRESSES is no list of addresses or blocks, such as 192.0.2.7,2001:db8::/64."
        ) from None


KEYDESK_ADDRESSES = own_addresses()
PUBLIC_URL = public_url()
# Behind a path of a host, which the proxy takes off what it passes on. Nobody's header says so.
FORCE_SCRIPT_NAME = urlsplit(PUBLIC_URL).path or None
PUBLIC_ORIGIN = PUBLIC_URL.removesuffix(FORCE_SCRIPT_NAME or "")
