"""``X-Pagination-Filter``: ``field:op=value&field2:op=value2`` (api 6.2)."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from urllib.parse import unquote

from sandbox import errors
from sandbox.wire import whole_number


def matching(objects: list[object], text: str) -> list[object]:
    """The objects that every clause of ``text`` fits. Raises a 400 for an unknown operator."""
    clauses = [_clause(part) for part in text.split("&") if part]
    return [item for item in objects if all(_fits(item, clause) for clause in clauses)]


def _clause(text: str) -> tuple[str, Callable[[str, str], bool], str]:
    head, _, value = text.partition("=")
    field, _, operator = head.partition(":")
    if operator not in _OPERATORS:
        raise errors.bad_request(f"Unknown filter operator: {operator}")
    return field, _OPERATORS[operator], unquote(value)


def _fits(item: object, clause: tuple[str, Callable[[str, str], bool], str]) -> bool:
    field, operator, wanted = clause
    actual = item.get(field) if isinstance(item, dict) else None
    return operator(_text(actual), wanted)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _like(actual: str, wanted: str) -> bool:
    return fnmatchcase(actual.lower(), wanted.lower().replace("%", "*"))


def _comparable(text: str) -> tuple[int, str]:
    number = whole_number(text)
    return (0, text) if number is None else (number, "")


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "eq": lambda actual, wanted: actual == wanted,
    "ne": lambda actual, wanted: actual != wanted,
    "lt": lambda actual, wanted: _comparable(actual) < _comparable(wanted),
    "gt": lambda actual, wanted: _comparable(actual) > _comparable(wanted),
    "like": _like,
    "nlike": lambda actual, wanted: not _like(actual, wanted),
    "in": lambda actual, wanted: actual in wanted.split(","),
}
