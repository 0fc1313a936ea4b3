"""What a browser asks before a call, and what it is told with every answer (api 2.5)."""

from __future__ import annotations

from typing import Final

from sandbox import errors
from sandbox.call import Call
from sandbox.routes.router import ROUTER
from sandbox.wire import Response

_HEADERS = (
    "X-Ovh-Timestamp, X-Ovh-Consumer, X-Ovh-Application, X-Ovh-Signature, X-Ovh-Session, "
    "X-Ovh-Batch, X-Pagination-Mode, X-Pagination-Size, X-Pagination-Number, X-Pagination-Cursor, "
    "Authorization, Content-Type"
)
#: Headers by which a page of any origin may read an answer.
CROSS_ORIGIN: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": _HEADERS,
    "Access-Control-Expose-Headers": "X-Ovh-QueryID, X-Pagination-Cursor-Next",
}


def options(call: Call) -> Response:
    """The methods that the path has, without looking at any key. Raises a 404 for no route."""
    methods = ROUTER.methods(call.version, call.path)
    if not methods:
        raise errors.invalid_url()
    reading = ["HEAD"] if "GET" in methods else []
    allowed = ", ".join([*methods, *reading, "OPTIONS"])
    return Response(headers={"Allow": allowed, "Access-Control-Allow-Methods": allowed})
