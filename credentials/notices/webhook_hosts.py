"""Where webhooks may lead: hosts that the settings list, at addresses of the public internet.

A host that the settings list as private may be at private addresses as well, and without TLS.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from credentials.core import NotAllowedError, coded, gettext_noop, say

_NO_ADDRESS: Final = coded(
    "webhook.no-address", gettext_noop("That is no address of a webhook: https://host/path.")
)
_NOT_LISTED: Final = coded(
    "webhook.not-listed",
    gettext_noop("%(host)s is not among the hosts that webhooks may lead to."),
)
_ASK_OPERATOR: Final = coded(
    "webhook.ask-operator",
    gettext_noop("Whoever runs Keydesk lists it in KEYDESK_WEBHOOK_HOSTS."),
)
_NO_HOST: Final = coded("webhook.no-host", gettext_noop("%(host)s is not found."))
_PRIVATE: Final = coded(
    "webhook.private", gettext_noop("%(host)s is at an address of a private network.")
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a webhook leads; ``address`` is what is connected to, which cannot change any more."""

    host: str
    port: int
    path: str
    is_tls: bool
    address: str = ""

    @property
    def host_header(self) -> str:
        return (
            self.host if self.port == (443 if self.is_tls else 80) else f"{self.host}:{self.port}"
        )


def parse(url: str) -> Target:
    """Where the address leads; raises ``NotAllowedError`` for one that is none, or not listed."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise NotAllowedError(say(_NO_ADDRESS)) from None
    is_tls = parts.scheme == "https"
    is_strange = parts.username is not None or parts.fragment or not url.isascii()
    if not host or is_strange or any(letter <= " " for letter in url):
        raise NotAllowedError(say(_NO_ADDRESS))
    if not is_tls and not (parts.scheme == "http" and _is_private(host, port)):
        raise NotAllowedError(say(_NO_ADDRESS))
    if not (_is_listed(host, port) or _is_private(host, port)):
        raise NotAllowedError(say(_NOT_LISTED, host=host), next_step=say(_ASK_OPERATOR))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port or (443 if is_tls else 80), path, is_tls)


def resolve(target: Target) -> Target:
    """The same with an address of the host; raises ``NotAllowedError`` where it has none that may
    be connected to."""
    try:
        answers = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotAllowedError(say(_NO_HOST, host=target.host)) from None
    addresses = [str(entry[4][0]) for entry in answers]
    if not _is_private(target.host, target.port) and not all(map(_is_public, addresses)):
        raise NotAllowedError(say(_PRIVATE, host=target.host))
    return Target(target.host, target.port, target.path, target.is_tls, addresses[0])


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    known = mapped or ip
    return known.is_global and not known.is_multicast


def _is_listed(host: str, port: int | None) -> bool:
    return _name(host, port) in settings.KEYDESK_WEBHOOK_HOSTS


def _is_private(host: str, port: int | None) -> bool:
    return _name(host, port) in settings.KEYDESK_WEBHOOK_PRIVATE_HOSTS


def _name(host: str, port: int | None) -> str:
    """As the settings list it: the host, with the port where it is not the usual one."""
    return host if port in (None, 443) else f"{host}:{port}"
