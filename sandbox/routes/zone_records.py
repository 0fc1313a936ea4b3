"""Whether a record's target is what its type needs: an address, a name, a number before a name."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final

from sandbox import errors
from sandbox.state.records import ZoneRecord

_NAME: Final = re.compile(r"(?=.{1,254}$)(@|\.|([\w*-]{1,63}\.)*[\w*-]{1,63}\.?)")
_OWNER: Final = re.compile(r"(?=.{0,254}$)(|@|([\w*-]{1,63}\.)*[\w*-]{1,63})")
_LONGEST_TTL: Final = 2**31 - 1


def check_record(record: ZoneRecord) -> None:
    """Raises a 400 that names the field, for what cannot stand in a zone."""
    if not _OWNER.fullmatch(record.sub_domain):
        raise errors.bad_field("subDomain", errors.wrong_type("zone.SubDomain"))
    if not 0 <= record.ttl <= _LONGEST_TTL:
        raise errors.bad_field("ttl", errors.wrong_type("long"))
    is_target = _TARGETS.get(record.field_type, _is_text)
    if not is_target(record.target):
        kind = _TYPE_NAMES.get(record.field_type, f"of a {record.field_type} record")
        raise errors.bad_field("target", errors.wrong_type(kind))


def _is_text(target: str) -> bool:
    return bool(target)


def _is_name(target: str) -> bool:
    return _NAME.fullmatch(target) is not None


def _is_address(kind: type[IPv4Address | IPv6Address]) -> Callable[[str], bool]:
    def check(target: str) -> bool:
        try:
            return bool(kind(target))
        except AddressValueError:
            return False

    return check


def _is_named_after(numbers: int) -> Callable[[str], bool]:
    """Whether the target is so many numbers of 16 bits, then a name."""

    def check(target: str) -> bool:
        *given, name = target.split() or [""]
        whole = [number for number in given if number.isdecimal() and int(number) < 2**16]
        return len(given) == len(whole) == numbers and _is_name(name)

    return check


_TYPE_NAMES: Final = {"A": "ipv4", "AAAA": "ipv6"}
_TARGETS: Final[dict[str, Callable[[str], bool]]] = {
    "A": _is_address(IPv4Address),
    "AAAA": _is_address(IPv6Address),
    **dict.fromkeys(("CNAME", "DNAME", "NS", "PTR"), _is_name),
    "MX": _is_named_after(1),
    "SRV": _is_named_after(3),
}
