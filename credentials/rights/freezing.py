"""Addresses that nobody calls from, by which a key is frozen. No Django, no network."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

#: Documentation addresses of RFC 5737 and RFC 3849, which are routed nowhere, one a family: as a
#: list of IPv4 alone might say nothing of IPv6.
FROZEN_ADDRESSES: Final = ("192.0.2.1/32", "2001:db8::1/128")


def is_frozen(blocks: Iterable[str]) -> bool:
    """Whether a list, as OVHcloud keeps it, is the one that a freeze sets."""
    return set(blocks) == set(FROZEN_ADDRESSES)
