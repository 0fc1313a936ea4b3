"""The single types of the API (api 7.3): what a JSON value of each looks like."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from uuid import UUID

_DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_MAC = re.compile(r"[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}")
_PHONE = re.compile(r"\+?[0-9][0-9. ]{2,20}")


def is_of_type(value: object, type_name: str) -> bool:
    """Whether a JSON value is of a single type; True for a type that is none of these."""
    check = _CHECKS.get(type_name)
    return check is None or check(value)


def is_single(type_name: str) -> bool:
    """Whether it is one of the single types."""
    return type_name in _CHECKS


def from_query(text: str, type_name: str) -> object:
    """The JSON value that a text in a query stands for; the text itself where it stands for none.

    There everything is text, so a number is its digits and a boolean one of the usual words.
    """
    if type_name in _WHOLE and re.fullmatch(r"-?\d{1,20}", text):
        return int(text)
    if type_name == "boolean":
        return _BOOLEANS.get(text.lower(), text)
    if type_name in _DECIMAL:
        return float(text) if re.fullmatch(r"-?\d{1,20}(\.\d{1,20})?", text) else text
    return text


def reads_as(value: object, text: str) -> bool:
    """Whether a text in a query stands for a JSON value."""
    if isinstance(value, bool):
        return _BOOLEANS.get(text.lower()) is value
    return text == ("" if value is None else str(value))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_decimal(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_boolean(value: object) -> bool:
    return isinstance(value, bool)


def _reads(read: Callable[[str], object]) -> Callable[[object], bool]:
    """A check for texts that ``read`` takes without a ValueError."""

    def check(value: object) -> bool:
        try:
            return isinstance(value, str) and bool(read(value) or True)
        except ValueError:
            return False

    return check


def _fits(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _block(kind: Callable[..., object]) -> Callable[[object], bool]:
    # OVHcloud takes blocks whose host bits are set, and clears them.
    return _reads(lambda text: kind(text, strict=False))


_WHOLE = frozenset({"long", "int"})
_DECIMAL = frozenset({"double", "float"})
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_CHECKS: dict[str, Callable[[object], bool]] = {
    **dict.fromkeys(("string", "text", "password"), _is_text),
    **dict.fromkeys(_WHOLE, _is_whole),
    **dict.fromkeys(_DECIMAL, _is_decimal),
    "boolean": _is_boolean,
    "uuid": _reads(UUID),
    "date": _reads(date.fromisoformat),
    "datetime": _reads(datetime.fromisoformat),
    "time": _reads(time.fromisoformat),
    "duration": _fits(_DURATION),
    "ip": _reads(ip_address),
    "ipv4": _reads(IPv4Address),
    "ipv6": _reads(IPv6Address),
    "ipBlock": _block(ip_network),
    "ipv4Block": _block(IPv4Network),
    "ipv6Block": _block(IPv6Network),
    "macAddress": _fits(_MAC),
    "phoneNumber": _fits(_PHONE),
    "internationalPhoneNumber": _fits(_PHONE),
}
