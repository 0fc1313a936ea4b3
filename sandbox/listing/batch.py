"""``X-Ovh-Batch``: several ids in one path, at most fifty (api 6.1)."""

from __future__ import annotations

from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.errors import RefusalError
from sandbox.listing.items import last_parameter, read_item
from sandbox.routing import Route


def answer(call: Call) -> list[dict[str, Any]]:
    """One ``{key, value, error}`` for each id, in the order asked; one failure fails no other."""
    if call.match is None:
        raise errors.invalid_url()
    route = call.match.route
    ids = call.params[last_parameter(route)].split(call.header("x-ovh-batch"))
    if len(ids) > call.sandbox.quirks.batch_cap:
        raise errors.bad_request(f"A batch takes at most {call.sandbox.quirks.batch_cap} ids")
    elements = [_element(call, route, item) for item in ids]
    status = call.sandbox.quirks.batch_all_failed
    if status != 200 and all(element["error"] for element in elements):
        raise RefusalError(status, "No element of the batch could be read")
    if not call.sandbox.quirks.batch_keys:
        return [{"value": element["value"]} for element in elements]
    return elements


def _element(call: Call, route: Route, item: str) -> dict[str, Any]:
    found = read_item(call, route, item)
    if isinstance(found, RefusalError):
        return {"key": item, "value": None, "error": _error(call, found)}
    return {"key": item, "value": found, "error": None}


def _error(call: Call, refusal: RefusalError) -> object:
    if call.sandbox.quirks.batch_error == "text":
        return refusal.message
    return refusal.body(call.sandbox.quirks.error_shape)
