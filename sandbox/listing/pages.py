"""``CachedObjectList-Pages``: a list of ids as whole objects, from a cache (api 6.2)."""

from __future__ import annotations

from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.errors import RefusalError
from sandbox.faults import Kind
from sandbox.listing.filters import matching
from sandbox.listing.items import read_item
from sandbox.wire import whole

_DEFAULT_SIZE = 25


def answer(call: Call) -> list[object]:
    """One page of objects; the counts are in the answer's headers.

    The cache may be stale for a while; ``Pragma: no-cache`` refreshes it.
    """
    objects = _arranged(call, _cached(call))
    number = max(1, _number(call, "x-pagination-number", 1))
    size = max(1, _number(call, "x-pagination-size", _DEFAULT_SIZE))
    if number > 1 and call.struck.of(Kind.SHIFT):
        objects = objects[1:]
    call.headers |= _counts(call, number=number, size=size, elements=len(objects))
    return _readable(call, objects[(number - 1) * size : number * size])


def _cached(call: Call) -> list[object]:
    key = (call.who.account, call.request.target, call.who.identities)
    made, objects = call.sandbox.pages.get(key, (0.0, []))
    fresh = made > call.now - call.sandbox.quirks.page_cache
    if fresh and "no-cache" not in call.header("pragma"):
        return objects
    objects = _read_all(call)
    call.sandbox.pages[key] = (call.now, objects)
    return objects


def _read_all(call: Call) -> list[object]:
    if call.match is None:
        raise errors.invalid_url()
    ids = call.match.route.handler(call)
    route = call.sandbox.router.reader(call.version, call.match.route.item)
    return [read_item(call, route, str(item)) for item in ids] if isinstance(ids, list) else []


def _arranged(call: Call, objects: list[object]) -> list[object]:
    chosen = call.header("x-pagination-filter")
    if chosen:
        objects = matching(objects, chosen)
    field = call.header("x-pagination-sort")
    if not field:
        return objects
    descending = call.header("x-pagination-sort-order").upper() == "DESC"
    return sorted(objects, key=lambda one: _sort_key(one, field), reverse=descending)


def _sort_key(one: object, field: str) -> tuple[bool, Any]:
    value = one.get(field) if isinstance(one, dict) else None
    number = value if isinstance(value, int) else 0
    return (value is None, (number, str(value)))


def _readable(call: Call, objects: list[object]) -> list[object]:
    broken = [one for one in objects if isinstance(one, RefusalError)]
    if broken and call.sandbox.quirks.broken_page == "fail":
        raise broken[0]
    return [one for one in objects if not isinstance(one, RefusalError)]


def _counts(call: Call, *, number: int, size: int, elements: int) -> dict[str, str]:
    return {
        "X-Pagination-Elements": str(elements),
        "X-Pagination-Number": str(number),
        "X-Pagination-Size": str(size),
        "X-Pagination-Sort": call.header("x-pagination-sort"),
        "X-Pagination-Sort-Order": call.header("x-pagination-sort-order"),
    }


def _number(call: Call, header: str, default: int) -> int:
    number = whole(call.header(header))
    return default if number is None else number
