"""Where Keydesk may send to: hosts that the settings list, at addresses of the public internet.

A host that the settings list as private may be at private addresses as well, and without TLS where
it is an address of the web.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import SplitResult, urlsplit

from credentials.core import NotAllowedError, coded, gettext_noop, say

_NO_ADDRESS: Final = coded(
    "webhook.no-address", gettext_noop("That is no address of a webhook: https://host/path.")
)
_NO_PLACE: Final = coded(
    "outgoing.no-place", gettext_noop("That is no host to send to: host, or host:port.")
)
_NOT_LISTED: Final = coded(
    "webhook.not-listed", gettext_noop("%(host)s is not among the hosts that may be sent to.")
)
_ASK_OPERATOR: Final = coded(
    "outgoing.ask-operator", gettext_noop("Whoever runs Keydesk lists it in %(setting)s.")
)
_NO_HOST: Final = coded("webhook.no-host", gettext_noop("%(host)s is not found."))
_PRIVATE: Final = coded(
    "webhook.private", gettext_noop("%(host)s is at an address of a private network.")
)


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """The hosts that one purpose may send to, and the setting that lists them.

    A host is named with its port where that is not 443.
    """

    setting: str
    public: frozenset[str]
    private: frozenset[str]

    def guard(self, host: str, port: int | None) -> None:
        """Raises ``NotAllowedError`` for one that is not listed."""
        name = _name(host, port)
        if name not in self.public | self.private:
            asked = say(_ASK_OPERATOR, setting=self.setting)
            raise NotAllowedError(say(_NOT_LISTED, host=name), next_step=asked)

    def is_private(self, host: str, port: int | None) -> bool:
        """Whether it may be at private addresses."""
        return _name(host, port) in self.private


@dataclass(frozen=True, slots=True)
class Target:
    """Where something is sent; ``address`` is what is connected to, which cannot change any
    more."""

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


def parse_url(url: str, allowed: AllowedHosts) -> Target:
    """Where an address of the web leads; raises ``NotAllowedError`` for one that is none, or not
    listed."""
    parts = _split(url)
    if parts is None:
        raise NotAllowedError(say(_NO_ADDRESS))
    host, port, is_tls = (parts.hostname or "").lower(), parts.port, parts.scheme == "https"
    if not is_tls and not (parts.scheme == "http" and allowed.is_private(host, port)):
        raise NotAllowedError(say(_NO_ADDRESS))
    allowed.guard(host, port)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port or (443 if is_tls else 80), path, is_tls)


def parse_address(text: str, allowed: AllowedHosts, *, usual_port: int) -> Target:
    """A host with or without a port, which is sent to by TLS; raises ``NotAllowedError`` as
    ``parse_url`` does."""
    parts = _split(f"tls://{text}")
    if parts is None or parts.path or parts.query:
        raise NotAllowedError(say(_NO_PLACE))
    host, port = (parts.hostname or "").lower(), parts.port or usual_port
    allowed.guard(host, port)
    return Target(host, port, "", is_tls=True)


def resolve(target: Target, allowed: AllowedHosts) -> Target:
    """The same with an address of the host; raises ``NotAllowedError`` where it has none that may
    be connected to."""
    try:
        answers = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotAllowedError(say(_NO_HOST, host=target.host)) from None
    addresses = [str(entry[4][0]) for entry in answers]
    if not allowed.is_private(target.host, target.port) and not all(map(_is_public, addresses)):
        raise NotAllowedError(say(_PRIVATE, host=target.host))
    return replace(target, address=addresses[0])


def _split(url: str) -> SplitResult | None:
    """The parts of an address that names a host and nothing strange; None of any other."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    is_strange = parts.username is not None or parts.fragment or not url.isascii()
    if not host or is_strange or any(letter <= " " for letter in url):
        return None
    return parts


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    known = mapped or ip
    return known.is_global and not known.is_multicast


def _name(host: str, port: int | None) -> str:
    """As the settings list it: the host, with the port where it is not the usual one."""
    return host if port in (None, 443) else f"{host}:{port}"
