"""Addresses as a person types them, and as OVHcloud keeps them."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials import rights
from credentials.core import InputError
from credentials.rights import addresses

PLAIN_V6 = st.ip_addresses(v=6).filter(
    lambda ip: isinstance(ip, IPv6Address) and ip.ipv4_mapped is None
)
NETWORKS = (
    st.ip_addresses(v=4).flatmap(lambda ip: st.integers(8, 32).map(lambda bits: f"{ip}/{bits}"))
    | PLAIN_V6.flatmap(lambda ip: st.integers(8, 128).map(lambda bits: f"{ip}/{bits}"))
    | st.ip_addresses(v=4).map(str)
    | PLAIN_V6.map(str)
)


def kept(text: str) -> tuple[str, ...]:
    return rights.address_blocks(rights.read_addresses(text))


@pytest.mark.parametrize(
    ("typed", "block", "remark"),
    [
        ("192.0.2.7", "192.0.2.7/32", "One address: the mask is added."),
        ("2001:db8::1", "2001:db8::1/128", "One address: the mask is added."),
        ("192.0.2.0/24", "192.0.2.0/24", ""),
        ("192.0.2.9/24", "192.0.2.0/24", "Host bits cleared: the whole block is let in."),
        ("2001:0DB8::/32", "2001:db8::/32", "Spelled as OVHcloud does."),
        ("192.0.2.0/255.255.255.0", "192.0.2.0/24", "Spelled as OVHcloud does."),
    ],
)
def test_each_address_shows_what_becomes_of_it(typed: str, block: str, remark: str) -> None:
    (address,) = rights.read_addresses(typed)
    assert (address.block, str(address.remark)) == (block, remark)


def test_spaces_commas_and_lines_separate() -> None:
    assert kept("192.0.2.1, 192.0.2.2;192.0.2.3\n\t192.0.2.4") == tuple(
        f"192.0.2.{n}/32" for n in (1, 2, 3, 4)
    )


def test_what_is_there_twice_is_kept_once() -> None:
    assert kept("192.0.2.7 192.0.2.7/32 192.0.2.0/24 192.0.2.1/24") == (
        "192.0.2.7/32",
        "192.0.2.0/24",
    )


@pytest.mark.parametrize(
    "typed", ["office", "192.0.2.0/33", "192.0.2", "010.0.0.1", "fe80::1%eth0", "192.0.2.7:443"]
)
def test_what_is_no_address_is_named(typed: str) -> None:
    with pytest.raises(InputError, match="is no IP address"):
        kept(f"192.0.2.7 {typed}")


@pytest.mark.parametrize(
    "typed", ["0.0.0.0/0", "::/0", "192.0.2.7/0", "1.2.3.4/0.0.0.0", "::ffff:0:0/96"]
)
def test_every_address_there_is_cannot_be_asked_for(typed: str) -> None:
    with pytest.raises(InputError, match="every address there is"):
        kept(typed)


def test_more_than_sixty_four_are_refused() -> None:
    many = [f"192.0.2.{n}" for n in range(65)]
    assert len(kept(" ".join(many[:64]))) == addresses.MOST
    with pytest.raises(InputError, match="65 addresses"):
        kept(" ".join(many))


@pytest.mark.parametrize(
    ("typed", "family"), [("0.0.0.0/1 128.0.0.0/1", 4), ("::/1 c000::/2 8000::/2 192.0.2.7", 6)]
)
def test_every_address_there_is_cannot_be_asked_for_in_pieces(typed: str, family: int) -> None:
    with pytest.raises(InputError, match=f"every IPv{family} address"):
        kept(typed)


@pytest.mark.parametrize(
    ("typed", "plain"), [("::ffff:192.0.2.7", "192.0.2.7"), ("::ffff:c000:200/120", "192.0.2.0/24")]
)
def test_a_mapped_ipv4_address_is_refused_with_its_ipv4_spelling(typed: str, plain: str) -> None:
    with pytest.raises(InputError, match=f"type {plain}"):
        kept(typed)


@pytest.mark.parametrize(
    ("typed", "caution"),
    [
        ("192.168.1.5", "A private address: no call over the internet comes from it."),
        ("fd00::1", "A private address: no call over the internet comes from it."),
        ("127.0.0.1", "A private address: no call over the internet comes from it."),
        ("192.0.2.7 192.0.2.0/24", "192.0.2.0/24 lets it in already."),
        ("198.51.0.0/15", "Wide: 131,072 addresses."),
        ("2001:db8::/29", "Wide: as many addresses as whole providers have."),
        ("198.51.100.0/24", ""),
        ("2001:db8::/32", ""),
    ],
)
def test_each_address_has_its_caution(typed: str, caution: str) -> None:
    assert str(rights.read_addresses(typed)[0].caution) == caution


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        ("198.51.100.4 2001:db8::/48", []),
        ("198.51.100.4", ["IPv6 is refused"]),
        ("2001:db8::/48", ["IPv4 is refused"]),
        ("10.0.0.0/8 192.168.0.0/16", ["Nobody can use the key"]),
    ],
)
def test_a_list_has_a_caution_about_who_is_locked_out(typed: str, expected: list[str]) -> None:
    cautions = [str(caution) for caution in rights.address_cautions(kept(typed))]
    assert [words in caution for words, caution in zip(expected, cautions, strict=True)] == [
        True
    ] * len(expected)


@pytest.mark.parametrize(
    ("some", "others", "is_shared"),
    [
        (["192.0.2.7/32"], ["192.0.2.0/24"], True),
        (["192.0.2.0/24"], ["192.0.2.7/32", "2001:db8::/32"], True),
        (["192.0.2.7/32"], ["198.51.100.0/24", "2001:db8::/32"], False),
        ([], ["192.0.2.0/24"], False),
    ],
)
def test_two_lists_share_an_address_or_none(
    some: list[str], others: list[str], is_shared: bool
) -> None:
    assert rights.addresses_overlap(some, others) is is_shared
    assert rights.addresses_overlap(others, some) is is_shared


def test_what_is_no_list_at_all_is_not_read_to_its_end() -> None:
    *first, last = rights.read_addresses("192.0.2.7\n" * 100_000)
    assert len(first) == 1_000
    assert str(last.wrong) == "What follows the first 1000 addresses is not read."


def test_no_address_is_no_list() -> None:
    assert kept(" \n,") == ()


@given(st.lists(NETWORKS, max_size=20))
def test_normalised_addresses_are_unchanged_when_read_again(typed: list[str]) -> None:
    once = kept(" ".join(typed))
    assert kept(" ".join(once)) == once
    assert set(once) == {str(ip_network(block, strict=False)) for block in typed}


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    assert all(address.typed in text for address in rights.read_addresses(text))
