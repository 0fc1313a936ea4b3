"""Routes that OVHcloud has and the sandbox does not play: the gate is real, the answer is not.

A key's rights can so be tried on all of the API: what they do not allow is refused as it would be.
"""

from __future__ import annotations

from functools import cache

from sandbox import errors
from sandbox.call import Call
from sandbox.errors import RefusalError
from sandbox.routing import Route, Router
from sandbox.schema.operations import Operation, operations


@cache
def unplayed_routes() -> Router:
    """A router for every operation of the table."""
    return Router([[_route(row) for row in operations()]])


def _route(row: Operation) -> Route:
    action = row.actions[0] if row.actions else ""
    kind = action.partition(":")[0]
    parameter = row.path.partition("{")[2].partition("}")[0]
    return Route(
        row.method,
        row.path,
        _unplayed,
        row.version,
        action=action,
        resource=kind if kind == "account" else f"{kind}:{parameter}",
        signed=row.auth == "signed",
    )


def _unplayed(call: Call) -> object:
    if call.params:
        raise errors.no_such_service()
    raise RefusalError(501, "The sandbox does not play this route", cls="Server::NotImplemented")
