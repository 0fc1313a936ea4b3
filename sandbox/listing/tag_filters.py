"""Tags that lists are narrowed by: ``tags[team][value]=dns``, or the same as JSON (api 5.2)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from sandbox import errors
from sandbox.call import Call
from sandbox.state.world import World

_TYPE = "map[string][]iam.resource.TagFilter"
_BRACKETS = re.compile(r"\[([^\]]*)\]")


class TagFilter(NamedTuple):
    """One wanted tag: ``value`` is compared with the tag's by ``operator``."""

    key: str
    operator: str
    value: str


def wanted_tags(call: Call, name: str) -> list[TagFilter]:
    """The tags that the query parameter ``name`` asks for. Raises a 400 for another spelling."""
    filters = [*_as_json(call, name), *_in_brackets(call, name)]
    if any(wanted.operator not in _OPERATORS for wanted in filters):
        raise errors.bad_field(name, errors.OUTSIDE_ENUMERATION)
    return filters


def has_tags(world: World, urn: str, filters: list[TagFilter]) -> bool:
    """Whether the tags of a resource fit every filter."""
    kept = world.iam_resources.get(urn)
    tags = kept.tags if kept else {}
    return all(_OPERATORS[each.operator](tags.get(each.key), each.value) for each in filters)


def _as_json(call: Call, name: str) -> Iterator[TagFilter]:
    for text in filter(None, call.query(name)):
        try:
            wanted = json.loads(text)
        except ValueError:
            raise _unreadable(name) from None
        if not isinstance(wanted, dict):
            raise _unreadable(name)
        for key, filters in wanted.items():
            for each in filters if isinstance(filters, list) else [filters]:
                yield _filter(name, key, each)


def _in_brackets(call: Call, name: str) -> Iterator[TagFilter]:
    """Filters by the parts of their names: ``tags[key][value]`` or ``tags[key][0][value]``."""
    parts_by_filter: dict[tuple[str, str], dict[str, str]] = {}
    for field, value in parse_qsl(call.request.query, keep_blank_values=True):
        if not field.startswith(f"{name}["):
            continue
        parts = _BRACKETS.findall(field)
        if len(parts) not in (2, 3) or parts[-1] not in ("operator", "value"):
            raise _unreadable(name)
        parts_by_filter.setdefault((parts[0], "".join(parts[1:-1])), {})[parts[-1]] = value
    for (key, _), given in parts_by_filter.items():
        yield _filter(name, key, given)


def _filter(name: str, key: str, given: Any) -> TagFilter:
    if not isinstance(given, Mapping) or not isinstance(given.get("value", ""), str):
        raise _unreadable(name)
    return TagFilter(key, given.get("operator") or "EQ", given.get("value", ""))


def _unreadable(name: str) -> errors.RefusalError:
    return errors.bad_field(name, errors.wrong_type(_TYPE))


def _like(actual: str | None, wanted: str) -> bool:
    return actual is not None and fnmatchcase(actual, wanted.replace("%", "*"))


_OPERATORS: dict[str, Callable[[str | None, str], bool]] = {
    "EQ": lambda actual, wanted: actual == wanted,
    "NEQ": lambda actual, wanted: actual != wanted,
    "LIKE": _like,
    "ILIKE": lambda actual, wanted: _like(actual and actual.lower(), wanted.lower()),
    "EXISTS": lambda actual, _: actual is not None,
    "NEXISTS": lambda actual, _: actual is None,
}
