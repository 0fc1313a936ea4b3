"""Where streams may lead, by the settings, and on which port where none is named."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from credentials import outgoing
from credentials.core import LogStreamKind
from credentials.outgoing import AllowedHosts, Target

#: Of syslog over TLS by RFC 5425, and of GELF over TLS at OVHcloud's Logs Data Platform.
_USUAL_PORTS: Final = {LogStreamKind.SYSLOG: 6514, LogStreamKind.GELF: 12202}


def parse(kind: LogStreamKind, address: str) -> Target:
    """Where the address leads; raises ``NotAllowedError`` for one that is none, or not listed."""
    if kind is LogStreamKind.WEBHOOK:
        return outgoing.parse_url(address, _allowed())
    return outgoing.parse_address(address, _allowed(), usual_port=_USUAL_PORTS[kind])


def resolve(target: Target) -> Target:
    """The same with an address to connect to; raises ``NotAllowedError`` where none may be."""
    return outgoing.resolve(target, _allowed())


def _allowed() -> AllowedHosts:
    return AllowedHosts(
        setting="KEYDESK_LOG_STREAM_HOSTS",
        public=settings.KEYDESK_LOG_STREAM_HOSTS,
        private=settings.KEYDESK_LOG_STREAM_PRIVATE_HOSTS,
    )
