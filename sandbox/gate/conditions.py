"""Conditions of IAM policies: address and date (api 5.2).

One that names a key the sandbox does not know is never met, not even negated by a ``NOT``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from sandbox.call import Call

_COMPARE: dict[str, Callable[[str, str], bool]] = {
    "EQ": lambda actual, wanted: actual == wanted,
    "IN": lambda actual, wanted: actual in wanted.split(","),
    "BEFORE": lambda actual, wanted: actual < wanted,
    "LT": lambda actual, wanted: actual < wanted,
    "AFTER": lambda actual, wanted: actual > wanted,
    "GT": lambda actual, wanted: actual > wanted,
    "LE": lambda actual, wanted: actual <= wanted,
    "GE": lambda actual, wanted: actual >= wanted,
    "STARTS_WITH": str.startswith,
    "ENDS_WITH": str.endswith,
}
_PARTS = {"Date": "%Y-%m-%d", "Hour": "%H:%M", "WeekDay": "%A"}
_DATE = re.compile(rf"date\((.*)\)\.({'|'.join(_PARTS)})(?:\.({'|'.join(_COMPARE)}))?")


def is_met(condition: Mapping[str, Any], call: Call) -> bool:
    """Whether the call meets ``condition`` (as the API takes it); an empty one is always met."""
    return not condition or (_is_known(condition) and _is_met(condition, call))


def _is_known(condition: Mapping[str, Any]) -> bool:
    keys = condition.get("values") or {}
    children = condition.get("conditions") or ()
    return all(map(_is_known_key, keys)) and all(map(_is_known, children))


def _is_known_key(key: str) -> bool:
    date = _DATE.fullmatch(key)
    return key.startswith("request.IP") or (date is not None and date[1] in _zones())


def _is_met(condition: Mapping[str, Any], call: Call) -> bool:
    children = [_is_met(child, call) for child in condition.get("conditions") or ()]
    match condition.get("operator"):
        case "AND":
            return all(children)
        case "OR":
            return any(children)
        case "NOT":
            return not any(children)
    values: Mapping[str, str] = condition.get("values") or {}
    return all(_matches(key, wanted, call) for key, wanted in values.items())


def _matches(key: str, wanted: str, call: Call) -> bool:
    date = _DATE.fullmatch(key)
    if date is None:
        return _is_in_network(call.request.address, wanted)
    zone, part, operator = date.groups()
    moment = datetime.fromtimestamp(call.now, ZoneInfo(zone))
    return _COMPARE[operator or "EQ"](moment.strftime(_PARTS[part]), wanted)


@cache
def _zones() -> set[str]:
    return available_timezones()


def _is_in_network(address: str, wanted: str) -> bool:
    source = ip_address(address)
    try:
        blocks = [ip_network(block.strip(), strict=False) for block in wanted.split(",")]
    except ValueError:
        return False
    return any(source in block for block in blocks)
