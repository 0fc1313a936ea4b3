"""Which operations a region has: all that its description is not known to lack."""

from __future__ import annotations

from functools import cache

from sandbox import errors
from sandbox.call import Call
from sandbox.schema.operation_facts import operation_facts
from sandbox.schema.operations import Operation, operations
from sandbox.schema.us_operations import US_OPERATIONS
from sandbox.state.world import HOME


def check_region(call: Call) -> None:
    """The region has the route. Raises the 404 of a URL that is unknown there."""
    route = call.route
    if not is_offered(call.world.region, route.version, f"{route.method} {route.template}"):
        raise errors.invalid_url()


def is_offered(region: str, version: str, operation: str) -> bool:
    """Whether a region has an operation, ``GET /vps``: yes, unless it probably has not."""
    if operation in US_OPERATIONS:
        return region == "us"
    if region == HOME:
        return True
    facts = operation_facts(version, *operation.split(" ", 1))
    return facts is None or region not in facts.absent


@cache
def operations_of(region: str) -> tuple[Operation, ...]:
    """The operations that a region has, in the order of the table."""
    return tuple(
        row for row in operations() if is_offered(region, row.version, f"{row.method} {row.path}")
    )
