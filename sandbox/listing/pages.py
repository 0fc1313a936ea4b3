"""``CachedObjectList-Pages``: a list of ids as complete objects, from a cache (api 6.2)."""

from __future__ import annotations

from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.errors import RefusalError
from sandbox.listing.filters import matching
from sandbox.listing.items import read_item
from sandbox.state.fault import FaultKind
from sandbox.wire import whole_number

_DEFAULT_SIZE = 25


def answer(call: Call) -> list[object]:
    """One page of objects; the counts are in the answer's headers.

    The cache may be stale for a while; ``Pragma: no-cache`` refreshes it.
    """
    objects = _arranged(call, _cached(call))
    number = max(1, _number(call, "x-pagination-number", 1))
    size = max(1, _number(call, "x-pagination-size", _DEFAULT_SIZE))
    if number > 1 and call.faults.of(FaultKind.SHIFT):
        objects = objects[1:]
    call.headers |= _counts(call, number=number, size=size, elements=len(objects))
    return _readable(call, objects[(number - 1) * size : number * size])


def _cached(call: Call) -> list[object]:
    key = (call.who.account, call.request.target, call.who.identities)
    read_at, objects = call.state.cached_lists.get(key, (0.0, []))
    is_fresh = read_at > call.now - call.state.quirks.page_cache
    if is_fresh and "no-cache" not in call.header("pragma"):
        return objects
    objects = _read_all(call)
    call.state.cached_lists[key] = (call.now, objects)
    return objects


def _read_all(call: Call) -> list[object]:
    if call.match is None or call.match.item_route is None:
        raise errors.invalid_url()
    listed, route = call.match.route.handler(call), call.match.item_route
    items = listed if isinstance(listed, list) else []
    return [item if isinstance(item, dict) else read_item(call, route, str(item)) for item in items]


def _arranged(call: Call, objects: list[object]) -> list[object]:
    clauses, quirk = call.header("x-pagination-filter"), call.state.quirks.page_filter
    if clauses and quirk == "refused":
        raise errors.bad_request("Invalid header: X-Pagination-Filter")
    if clauses and quirk == "applied":
        objects = matching(objects, clauses)
    field = call.header("x-pagination-sort")
    if not field:
        return objects
    is_descending = call.header("x-pagination-sort-order").upper() == "DESC"
    return sorted(objects, key=lambda item: _sort_key(item, field), reverse=is_descending)


def _sort_key(item: object, field: str) -> tuple[bool, Any]:
    value = item.get(field) if isinstance(item, dict) else None
    number = value if isinstance(value, int) else 0
    return (value is None, (number, str(value)))


def _readable(call: Call, objects: list[object]) -> list[object]:
    refusals = [item for item in objects if isinstance(item, RefusalError)]
    if refusals and call.state.quirks.broken_page == "fail":
        raise refusals[0]
    return [item for item in objects if not isinstance(item, RefusalError)]


def _counts(call: Call, *, number: int, size: int, elements: int) -> dict[str, str]:
    return {
        "X-Pagination-Elements": str(elements),
        "X-Pagination-Number": str(number),
        "X-Pagination-Size": str(size),
        "X-Pagination-Sort": call.header("x-pagination-sort"),
        "X-Pagination-Sort-Order": call.header("x-pagination-sort-order"),
    }


def _number(call: Call, header: str, default: int) -> int:
    number = whole_number(call.header(header))
    return default if number is None else number
