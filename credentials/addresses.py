"""The addresses a key may be used from: what a person types, and what OVHcloud makes of it.

OVHcloud keeps blocks: it adds a mask where there is none, clears the host bits, and drops what is
there twice. No Django, no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

from credentials.errors import InputError
from credentials.rights.visible import shown
from credentials.sentences import Sentence, gettext_noop, say

MOST: Final = 64
_SEPARATORS: Final = re.compile(r"[\s,;]+")
_NOTHING: Final = Sentence("")


@dataclass(frozen=True, slots=True)
class Address:
    """One address as typed, the block OVHcloud keeps for it, and what changed on the way.

    ``block`` is empty where nothing is kept: the address is there twice, or it is ``wrong``.
    """

    typed: str
    block: str = ""
    remark: Sentence = _NOTHING
    wrong: Sentence = _NOTHING


def read(text: str) -> tuple[Address, ...]:
    """Every address in ``text``, in its order; spaces, commas and lines separate them."""
    return tuple(_each(word for word in _SEPARATORS.split(text) if word))


def blocks(addresses: Iterable[Address]) -> tuple[str, ...]:
    """The list to send. Raises ``InputError`` with the first thing that is wrong."""
    chosen = tuple(addresses)
    for address in chosen:
        if address.wrong:
            raise InputError(address.wrong)
    kept = tuple(address.block for address in chosen if address.block)
    if len(kept) > MOST:
        sentence = gettext_noop("These are %(count)d addresses; a key takes %(most)d at most.")
        raise InputError(say(sentence, count=len(kept), most=MOST))
    return kept


def _each(words: Iterable[str]) -> Iterator[Address]:
    kept: set[str] = set()
    for word in words:
        address = _address(word)
        if address.block in kept:
            address = Address(word, remark=say(gettext_noop("There twice: kept once.")))
        if address.block:
            kept.add(address.block)
        yield address


def _address(word: str) -> Address:
    try:
        network = ip_network(word, strict=False)
    except ValueError:
        return Address(word, wrong=_no_address(word))
    if isinstance(network, IPv6Network) and network.network_address.scope_id:
        return Address(word, wrong=_no_address(word))
    if network.prefixlen == 0:
        sentence = gettext_noop(
            "%(block)s is every address there is. Leave the list empty if the key may be used "
            "from anywhere."
        )
        return Address(word, wrong=say(sentence, block=network))
    return Address(word, str(network), _change(word, network))


def _no_address(word: str) -> Sentence:
    sentence = gettext_noop(
        "“%(word)s” is no IP address and no block of them, such as 192.0.2.7 or 2001:db8::/48."
    )
    return say(sentence, word=shown(word))


def _change(word: str, network: IPv4Network | IPv6Network) -> Sentence:
    """What differs between the word and the block, in the words of OVHcloud's own list."""
    host, slash, _ = word.partition("/")
    if not slash:
        return say(gettext_noop("One address: the mask is added."))
    if ip_network(host).network_address != network.network_address:
        return say(gettext_noop("Host bits cleared: the whole block is let in."))
    return _NOTHING if word == str(network) else say(gettext_noop("Spelled as OVHcloud does."))
