"""Routes that OVHcloud has and the sandbox does not implement: calls are checked, then get a 501.

So a key's rights can be tried on all of the API: what they do not allow is refused as it would be.
"""

from __future__ import annotations

from functools import cache

from credentials.core import Refusal
from sandbox import errors
from sandbox.call import Call, Route
from sandbox.routing import Router
from sandbox.schema.operations import Operation, operations


@cache
def unimplemented_routes() -> Router:
    """A router for every operation of the table."""
    return Router([[_route(row) for row in operations()]])


def _route(row: Operation) -> Route:
    action = row.actions[0] if row.actions else ""
    kind = action.partition(":")[0]
    parameter = row.path.partition("{")[2].partition("}")[0]
    return Route(
        row.method,
        row.path,
        _answer,
        row.version,
        action=action,
        resource=kind if kind == "account" else f"{kind}:{parameter}",
        signed=row.auth == "signed",
    )


def _answer(call: Call) -> object:
    if call.params:
        raise errors.no_such_service()
    raise errors.refusal(Refusal.NOT_IMPLEMENTED, "The sandbox does not implement this route")
