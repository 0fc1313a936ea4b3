"""Reading the fields of an answer: any shape may come, unknown fields are ignored."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from typing import Final, TypeVar

from credentials.core import RuleError
from credentials.rights import AccessRule, rules_from_api

_T = TypeVar("_T")
_LARGEST: Final = 2**63 - 1
_LATEST: Final = 2**33
# PostgreSQL stores no NUL, and nothing can encode half a surrogate pair.
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
_CLIENT_ID: Final = re.compile(r"(?=.*[A-Za-z0-9])[A-Za-z0-9._-]{1,128}")

Fields = Mapping[str, object]


class WrongShape(Exception):
    """The answer is JSON but not what the route answers."""


def fields_of(value: object) -> Fields:
    """The object an answer should be. Raises ``WrongShape``."""
    if not isinstance(value, dict):
        raise WrongShape
    return value


def number_id(value: object) -> int:
    """A ``long`` that names something, also as digits. Raises ``WrongShape``."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= _LARGEST:
        raise WrongShape
    return value


def client_id(value: object) -> str:
    """The id of an OAuth2 client (api 1.5). Raises ``WrongShape``."""
    if not isinstance(value, str) or not _CLIENT_ID.fullmatch(value):
        raise WrongShape
    return value


def name(value: object) -> str:
    """What a thing is called, as it is spelled, numbers as digits. Raises ``WrongShape``."""
    return value if isinstance(value, str) else str(number_id(value))


def number_or_none(value: object) -> int | None:
    """A ``long``, or ``None`` for anything else."""
    try:
        return number_id(value)
    except WrongShape:
        return None


def whole_seconds(value: object) -> int:
    """A time in seconds since the epoch. Raises ``WrongShape``."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < _LATEST:
        raise WrongShape
    return int(value)


def text(value: object, *, most: int = 255) -> str:
    """Text that any database can keep, cut at ``most``; empty for anything else."""
    return _UNSTORABLE.sub("", value)[:most] if isinstance(value, str) else ""


def secret(value: object) -> str:
    """A key or token as issued: visible ASCII. Raises ``WrongShape``."""
    if not isinstance(value, str) or not re.fullmatch(r"[!-~]{1,16384}", value):
        raise WrongShape
    return value


def moment(value: object) -> datetime | None:
    """A datetime in UTC (api 4.1 writes offsets, ``Z`` and fractions), or ``None``."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
        return read and (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def address(value: object) -> str:
    """An IP address as text, or empty for anything else."""
    try:
        return str(ip_address(value)) if isinstance(value, str) else ""
    except ValueError:
        return ""


def texts(value: object) -> tuple[str, ...]:
    """The texts of a list."""
    items = value if isinstance(value, list) else []
    return tuple(text(item) for item in items if isinstance(item, str))


def blocks_or_none(value: object) -> tuple[str, ...] | None:
    """The address blocks of a list; ``None`` for ``null``. Raises ``WrongShape`` for a list that
    holds anything else, and for what is no list."""
    if value is None:
        return None
    if not isinstance(value, list):
        raise WrongShape
    return tuple(_block(item) for item in value)


def _block(item: object) -> str:
    try:
        if not isinstance(item, str):
            raise WrongShape
        ip_network(item, strict=False)
    except ValueError:
        raise WrongShape from None
    return item


def rules(value: object) -> tuple[tuple[AccessRule, ...], int]:
    """The access rules of a list, and how many of its items are none that we know.

    Anything but a list counts as one of those.
    """
    items = value if isinstance(value, list) else [value]
    known = [rule for item in items for rule in _rule(item)]
    return tuple(known), len(items) - len(known)


def each(items: object, read: Callable[[object], _T]) -> tuple[_T, ...]:
    """``read`` applied to a list's items, repetitions dropped. Raises ``WrongShape``."""
    if not isinstance(items, list):
        raise WrongShape
    return tuple(dict.fromkeys(read(item) for item in items))


def _rule(item: object) -> tuple[AccessRule, ...]:
    try:
        return tuple(rule for rule in rules_from_api([item]) if not _UNSTORABLE.search(rule.path))
    except RuleError:
        return ()
