"""Addresses that count as one."""

from __future__ import annotations

import ipaddress
from typing import Final

_IPV6_NETWORK: Final = 64  # bits of an address that its owner does not choose


def network_of(address: str) -> str:
    """The part of an address that one client has: of IPv6 what a customer is given."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False))
