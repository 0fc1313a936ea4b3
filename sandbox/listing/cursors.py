"""v2 lists: a page and a cursor to the next one (api 6.3)."""

from __future__ import annotations

import base64
import json

from credentials.core import Refusal
from sandbox import errors
from sandbox.call import Call
from sandbox.listing.items import read_object
from sandbox.wire import whole_number


def answer(call: Call) -> object:
    """One page of the list that the route answers; a cursor in the headers if there is more.

    What is no list is answered whole. Raises a 400 for a cursor that the sandbox did not give."""
    objects = read_object(call)
    if not isinstance(objects, list):
        return objects
    start = _start(call)
    end = start + _size(call)
    if end < len(objects):
        call.headers["X-Pagination-Cursor-Next"] = _cursor(end, call.request.query)
    return objects[start:end]


def _size(call: Call) -> int:
    limit = call.state.quirks.cursor_size
    return min(whole_number(call.header("x-pagination-size")) or limit, limit)


def _cursor(start: int, query: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([start, query]).encode()).decode()


def _start(call: Call) -> int:
    cursor = call.header("x-pagination-cursor")
    if not cursor:
        return 0
    match _read(cursor):
        case [int(start), str(query)] if start > 0:
            if query != call.request.query:
                raise errors.refusal(Refusal.CURSOR_OF_OTHER_CALL)
            return start
    raise errors.refusal(Refusal.CURSOR_NOT_VALID)


def _read(cursor: str) -> object:
    try:
        return json.loads(base64.urlsafe_b64decode(cursor))
    except ValueError:
        return None
