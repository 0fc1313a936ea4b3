"""Conditions of IAM policies: address and date (api 5.2). An unknown key never holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from typing import Any

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


def hold(condition: Mapping[str, Any], call: Call) -> bool:
    """Whether ``condition`` (as the API takes it) holds for the call; none always does."""
    if not condition:
        return True
    children = [hold(child, call) for child in condition.get("conditions") or ()]
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
    if key.startswith("request.IP"):
        return _from_network(call.request.address, wanted)
    name, operator = _split(key)
    moment = datetime.fromtimestamp(call.now, UTC)
    actual = {"Date": "%Y-%m-%d", "Hour": "%H:%M", "WeekDay": "%A"}.get(name)
    return actual is not None and _COMPARE[operator](moment.strftime(actual), wanted)


def _split(key: str) -> tuple[str, str]:
    head, _, last = key.rpartition(".")
    if last in _COMPARE:
        return head.rpartition(".")[2], last
    return last, "EQ"


def _from_network(address: str, wanted: str) -> bool:
    source = ip_address(address)
    try:
        blocks = [ip_network(block.strip(), strict=False) for block in wanted.split(",")]
    except ValueError:
        return False
    return any(source in block for block in blocks)
