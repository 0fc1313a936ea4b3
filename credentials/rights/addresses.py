"""The addresses a key may be used from: what a person types, and what OVHcloud makes of it.

OVHcloud keeps blocks: it adds a mask where there is none, clears the host bits, and drops what is
there twice. Whoever calls from elsewhere is locked out, so that is said beforehand. No Django, no
network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import Final

from credentials.core import InputError, Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text
from credentials.rights.wide_addresses import WIDE

Block = IPv4Network | IPv6Network

MOST: Final = 64
_MOST_READ: Final = 1_000
_SEPARATORS: Final = re.compile(r"[\s,;]+")
_NOTHING: Final = Sentence("")
_IPV4: Final = 4
_IPV4_MAPPED: Final = 96
_EVERY_MAPPED: Final = ip_network("::ffff:0:0/96")
#: Where no call that reaches OVHcloud over the internet comes from.
_NOT_ROUTED: Final[tuple[Block, ...]] = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3", "::/127", "fc00::/7", "fe80::/10",
        "ff00::/8",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """One address as typed, the block OVHcloud keeps for it, and what changed on the way.

    ``block`` is empty where nothing is kept: the address is there twice, or it is ``wrong``.
    ``caution`` says what to think of before it is sent.
    """

    typed: str
    block: str = ""
    remark: Sentence = _NOTHING
    wrong: Sentence = _NOTHING
    caution: Sentence = _NOTHING


def read_addresses(text: str) -> tuple[Address, ...]:
    """Every address in ``text``, in its order; spaces, commas and lines separate them."""
    words = _SEPARATORS.split(text.strip(), maxsplit=_MOST_READ)
    addresses = list(_addresses(word for word in words[:_MOST_READ] if word))
    if words[_MOST_READ:]:
        sentence = gettext_noop("What follows the first %(most)d addresses is not read.")
        addresses.append(Address("", wrong=say(sentence, most=_MOST_READ)))
    return _with_cautions(addresses)


def address_blocks(addresses: Iterable[Address]) -> tuple[str, ...]:
    """The list to send. Raises ``InputError`` with the first thing that is wrong."""
    chosen = tuple(addresses)
    for address in chosen:
        if address.wrong:
            raise InputError(address.wrong)
    blocks = tuple(address.block for address in chosen if address.block)
    if len(blocks) > MOST:
        sentence = gettext_noop("These are %(count)d addresses; a key takes %(most)d at most.")
        raise InputError(say(sentence, count=len(blocks), most=MOST))
    if family := _whole_family(blocks):
        sentence = gettext_noop(
            "Together these are every IPv%(family)d address there is. Leave the list empty if the "
            "key may be used from anywhere."
        )
        raise InputError(say(sentence, family=family))
    return blocks


def address_cautions(blocks: Iterable[str]) -> list[Sentence]:
    """Who is locked out by a list of blocks as a whole; nobody by an empty one."""
    networks = [ip_network(block) for block in blocks]
    if not networks:
        return []
    if all(map(_is_not_routed, networks)):
        return [say(gettext_noop("Nobody can use the key: no call over the internet fits."))]
    families = {network.version for network in networks}
    if len(families) > 1:
        return []
    sentence = gettext_noop(
        "All of these are IPv%(family)d: a machine that reaches OVHcloud over IPv%(other)d is "
        "refused."
    )
    family = families.pop()
    return [say(sentence, family=family, other=10 - family)]


def addresses_overlap(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether an address is in both lists of blocks."""
    networks = [ip_network(block) for block in others]
    return any(
        _overlap(ip_network(block, strict=False), other) for block in some for other in networks
    )


def addresses_include(wide: Iterable[str], narrow: Iterable[str]) -> bool:
    """Whether each block of the second list lies in one of the first."""
    networks = [ip_network(block, strict=False) for block in wide]
    return all(
        any(_lies_in(ip_network(block, strict=False), other) for other in networks)
        for block in narrow
    )


def _addresses(words: Iterable[str]) -> Iterator[Address]:
    blocks: set[str] = set()
    for word in words:
        address = _address(word)
        if address.block in blocks:
            address = Address(word, remark=say(gettext_noop("There twice: kept once.")))
        if address.block:
            blocks.add(address.block)
        yield address


def _address(word: str) -> Address:
    try:
        network = ip_network(word, strict=False)
    except ValueError:
        return Address(word, wrong=_no_address(word))
    if isinstance(network, IPv6Network) and network.network_address.scope_id:
        return Address(word, wrong=_no_address(word))
    if plain := _mapped(network):
        sentence = gettext_noop(
            "“%(word)s” is an IPv4 address in an IPv6 spelling: type %(plain)s."
        )
        return Address(word, wrong=say(sentence, word=visible_text(word), plain=plain))
    if network.prefixlen == 0 or network == _EVERY_MAPPED:
        sentence = gettext_noop(
            "%(block)s is every address there is. Leave the list empty if the key may be used "
            "from anywhere."
        )
        return Address(word, wrong=say(sentence, block=network))
    return Address(word, str(network), _change_of_spelling(word, network))


def _with_cautions(addresses: Sequence[Address]) -> tuple[Address, ...]:
    """The addresses with what to think of; of more than fit there is another thing to say."""
    networks = {address.block: ip_network(address.block) for address in addresses if address.block}
    if len(networks) > MOST:
        return tuple(addresses)
    return tuple(
        replace(address, caution=_caution(networks[address.block], networks.values()))
        if address.block
        else address
        for address in addresses
    )


def _caution(network: Block, others: Iterable[Block]) -> Sentence:
    if _is_not_routed(network):
        sentence = gettext_noop("A private address: no call over the internet comes from it.")
        return say(sentence)
    for other in others:
        if other != network and _lies_in(network, other):
            return say(gettext_noop("%(block)s lets it in already."), block=other)
    if network.prefixlen > WIDE[network.version]:
        return _NOTHING
    if network.version == _IPV4:
        return say(gettext_noop("Wide: %(count)s addresses."), count=f"{network.num_addresses:,}")
    return say(gettext_noop("Wide: as many addresses as whole providers have."))


def _whole_family(blocks: Iterable[str]) -> int:
    """The version of IP whose addresses the blocks let in, all of them; 0 for none."""
    networks = [ip_network(block) for block in blocks]
    fours = [network for network in networks if isinstance(network, IPv4Network)]
    sixes = [network for network in networks if isinstance(network, IPv6Network)]
    whole: list[Block] = [*collapse_addresses(fours), *collapse_addresses(sixes)]
    return next((network.version for network in whole if network.prefixlen == 0), 0)


def _is_not_routed(network: Block) -> bool:
    return any(_lies_in(network, unseen) for unseen in _NOT_ROUTED)


def _lies_in(network: Block, other: Block) -> bool:
    if isinstance(network, IPv4Network):
        return isinstance(other, IPv4Network) and network.subnet_of(other)
    return isinstance(other, IPv6Network) and network.subnet_of(other)


def _overlap(block: Block, other: Block) -> bool:
    return _lies_in(block, other) or _lies_in(other, block)


def _mapped(network: Block) -> str:
    """The IPv4 block in an IPv6 spelling of it; empty for any other."""
    if isinstance(network, IPv4Network) or network.prefixlen <= _IPV4_MAPPED:
        return ""
    inner = network.network_address.ipv4_mapped
    if inner is None:
        return ""
    bits = network.prefixlen - _IPV4_MAPPED
    return str(inner) if bits == inner.max_prefixlen else f"{inner}/{bits}"


def _no_address(word: str) -> Sentence:
    sentence = gettext_noop(
        "“%(word)s” is no IP address and no block of them, such as 192.0.2.7 or 2001:db8::/48."
    )
    return say(sentence, word=visible_text(word))


def _change_of_spelling(word: str, network: Block) -> Sentence:
    """What differs between the word and the block, in the words of OVHcloud's own list."""
    host, slash, _ = word.partition("/")
    if not slash:
        return say(gettext_noop("One address: the mask is added."))
    if ip_network(host).network_address != network.network_address:
        return say(gettext_noop("Host bits cleared: the whole block is let in."))
    return _NOTHING if word == str(network) else say(gettext_noop("Spelled as OVHcloud does."))
