"""``X-Ovh-Batch``: several ids in one path, at most fifty (api 6.1)."""

from __future__ import annotations

from typing import Any

from sandbox import errors
from sandbox.call import Call, Route
from sandbox.errors import RefusalError
from sandbox.listing.items import read_item


def answer(call: Call) -> list[dict[str, Any]]:
    """One ``{key, value, error}`` for each id, in the order asked; one failure fails no other.

    Raises a 400 for too many ids, and what the quirk says when every one of them failed."""
    if call.match is None:
        raise errors.invalid_url()
    route = call.match.route
    ids = call.params[route.last_parameter].split(call.header("x-ovh-batch"))
    if len(ids) > call.state.quirks.batch_cap:
        raise errors.bad_request(f"A batch takes at most {call.state.quirks.batch_cap} ids")
    elements = [_element(call, route, item) for item in ids]
    status = call.state.quirks.batch_all_failed
    if status != 200 and all(element["error"] for element in elements):
        raise RefusalError(status, "No element of the batch could be read")
    if not call.state.quirks.batch_keys:
        return [{"value": element["value"]} for element in elements]
    return elements


def _element(call: Call, route: Route, item: str) -> dict[str, Any]:
    value = read_item(call, route, item)
    if isinstance(value, RefusalError):
        return {"key": item, "value": None, "error": _error(call, value)}
    return {"key": item, "value": value, "error": None}


def _error(call: Call, refusal: RefusalError) -> object:
    if call.state.quirks.batch_error == "text":
        return refusal.message
    return refusal.body(call.state.quirks.error_shape)
