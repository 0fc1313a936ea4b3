"""A route for every operation of the description: read from its models, or changed where it can be.

So a key's rights can be tried on all of the API: what they do not allow is refused as it would be.
"""

from __future__ import annotations

from functools import cache

from sandbox.call import Handler, Route
from sandbox.routes.described import changing, reading
from sandbox.routing import Router
from sandbox.schema.operations import Operation, operations

_HANDLERS: dict[str, Handler] = {
    "GET": reading.read,
    "PUT": changing.change,
    "POST": changing.create,
    "DELETE": changing.delete,
}


@cache
def described_routes() -> Router:
    """A router for every operation of the table."""
    items = {
        row.path.rpartition("/")[0]: row.path
        for row in operations()
        if row.method == "GET" and row.path.endswith("}")
    }
    return Router([[_route(row, items.get(row.path, "")) for row in operations()]])


def _route(row: Operation, item: str) -> Route:
    action = row.actions[0] if row.actions else ""
    kind = action.partition(":")[0]
    parameter = row.path.partition("{")[2].partition("}")[0]
    return Route(
        row.method,
        row.path,
        _HANDLERS[row.method],
        row.version,
        action=action,
        resource=kind if kind == "account" else f"{kind}:{parameter}",
        signed=row.auth == "signed",
        item=item if row.method == "GET" else "",
        cursors=row.version == "v2" and row.method == "GET",
    )
