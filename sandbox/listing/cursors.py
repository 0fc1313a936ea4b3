"""v2 lists: a page and a cursor to the next one (api 6.3)."""

from __future__ import annotations

import base64
import json

from sandbox import errors
from sandbox.call import Call
from sandbox.wire import whole


def answer(call: Call) -> list[object]:
    """One page of the list that the route answers; a cursor in the headers if there is more."""
    found = call.match.route.handler(call) if call.match else None
    objects = found if isinstance(found, list) else []
    start = _start(call)
    end = start + _size(call)
    if end < len(objects):
        call.headers["X-Pagination-Cursor-Next"] = _cursor(end, call.request.query)
    return objects[start:end]


def _size(call: Call) -> int:
    most = call.sandbox.quirks.cursor_size
    return min(whole(call.header("x-pagination-size")) or most, most)


def _cursor(start: int, query: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([start, query]).encode()).decode()


def _start(call: Call) -> int:
    cursor = call.header("x-pagination-cursor")
    if not cursor:
        return 0
    match _read(cursor):
        case [int(start), str(query)] if start > 0:
            if query != call.request.query:
                conflict = "Client::BadRequest::CursorParametersConflict"
                raise errors.bad_request("Parameters changed since this cursor", conflict)
            return start
    raise errors.bad_request("This cursor is not valid", "Client::BadRequest::InvalidCursor")


def _read(cursor: str) -> object:
    try:
        return json.loads(base64.urlsafe_b64decode(cursor))
    except ValueError:
        return None
