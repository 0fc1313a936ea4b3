"""How one call answers one object, several (batch, pages) or a long list by cursors (api 6)."""

from __future__ import annotations

from sandbox.call import Call
from sandbox.faults import Kind
from sandbox.listing import batch, cursors, pages
from sandbox.listing.items import read_guarded

__all__ = ["answer"]

_PAGES = "CachedObjectList-Pages"


def answer(call: Call) -> object:
    """The JSON value that ``call`` gets; headers of its own are put into ``call.headers``."""
    route = call.match.route if call.match else None
    if route is None or route.method != "GET":
        return route.handler(call) if route else None
    if _wants_batch(call, route.template):
        return batch.answer(call)
    if route.item and call.header("x-pagination-mode") == _PAGES and not _is_off(call):
        return pages.answer(call)
    if route.cursors:
        return cursors.answer(call)
    return read_guarded(call)


def _wants_batch(call: Call, template: str) -> bool:
    separator = call.header("x-ovh-batch")
    known = call.version == "v1" and not call.struck.of(Kind.NO_BATCH)
    return bool(separator) and known and template.endswith("}")


def _is_off(call: Call) -> bool:
    return call.struck.of(Kind.NO_PAGES) is not None
