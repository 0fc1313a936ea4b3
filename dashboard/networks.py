"""Addresses that count as one."""

from __future__ import annotations

import ipaddress
from typing import Final

_IPV6_NETWORK: Final = 64  # bits of an address that its owner does not choose


def network_of(address: str) -> str:
    """An address as one who: of IPv6 the part that is given to a customer."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False))
