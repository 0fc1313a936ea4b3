"""Lists of blocks that keep hardly anybody out, as OVHcloud keeps them. No Django, no network."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import Final

#: Longest masks that let in more than anybody's own machines, by the version of IP.
WIDE: Final = {4: 15, 6: 31}


def is_open(blocks: Iterable[str]) -> bool:
    """Whether the list lets in every address of a kind: an empty one does, and so do two halves."""
    texts = list(blocks)
    if not texts:
        return True
    networks = [block for text in texts if (block := _block(text))]
    fours = [block for block in networks if isinstance(block, IPv4Network)]
    sixes = [block for block in networks if isinstance(block, IPv6Network)]
    widest = [block.prefixlen for block in collapse_addresses(fours)]
    widest += [block.prefixlen for block in collapse_addresses(sixes)]
    return 0 in widest


def wide_blocks(blocks: Iterable[str]) -> list[str]:
    """Those of the blocks that let in more than anybody's own machines."""
    networks = [block for text in blocks if (block := _block(text))]
    return [str(block) for block in networks if block.prefixlen <= WIDE[block.version]]


def _block(text: str) -> IPv4Network | IPv6Network | None:
    """A block as OVHcloud lists it; None for a text that is none, which lets nobody in."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None
