"""Which of the ways to answer a list or an object a call asks for (api 6)."""

from __future__ import annotations

from sandbox.call import Call
from sandbox.listing import batch, cursors, pages
from sandbox.listing.items import read_object
from sandbox.state.fault import FaultKind

_PAGES_MODE = "CachedObjectList-Pages"


def answer_call(call: Call) -> object:
    """The JSON value that ``call`` gets; headers of its own are put into ``call.headers``."""
    route = call.match.route if call.match else None
    if route is None or route.method != "GET":
        return route.handler(call) if route else None
    if _wants_batch(call, route.template):
        return batch.answer(call)
    if route.item and call.header("x-pagination-mode") == _PAGES_MODE and not _has_no_pages(call):
        return pages.answer(call)
    if route.cursors:
        return cursors.answer(call)
    return read_object(call)


def _wants_batch(call: Call, template: str) -> bool:
    separator = call.header("x-ovh-batch")
    is_known = call.version == "v1" and not call.faults.of(FaultKind.NO_BATCH)
    return bool(separator) and is_known and template.endswith("}")


def _has_no_pages(call: Call) -> bool:
    return call.faults.of(FaultKind.NO_PAGES) is not None
