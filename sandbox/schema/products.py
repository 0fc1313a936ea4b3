"""The products of the API: lists of services that an account has, by the table of operations."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from sandbox.schema.operations import Operation, operations

#: Types of actions that are about the account, not about one of its services.
_OF_THE_ACCOUNT = frozenset({"", "account", "order"})
#: Products that both branches have, under two names.
_SAME = {
    "publicCloud/project": "cloud/project",
    "domain/name": "domain",
    "domain/alldom": "allDom",
    "webhosting/resource": "hosting/web",
}


class Product(NamedTuple):
    """``item`` is the path of one service; its IAM resource type, and the action to read one.

    ``kind`` is what the world calls its services by: the path of the list, of v1 if both have one.
    """

    version: str
    path: str
    item: str
    resource: str
    action: str

    @property
    def kind(self) -> str:
        """What ``Service.kind`` is for its services."""
        return _SAME.get(self.path[1:], self.path[1:])

    @property
    def parameter(self) -> str:
        """The name of the parameter that names a service."""
        return self.item.rpartition("{")[2].removesuffix("}")


@cache
def products() -> dict[tuple[str, str], Product]:
    """Every product by version and path of its list: whoever may read one may list it."""
    reads = {(row.version, row.path): row for row in operations() if row.method == "GET"}
    candidates = (_product(reads, row) for row in reads.values() if row.path.endswith("}"))
    return {(product.version, product.path): product for product in candidates if product}


@cache
def resource_types() -> dict[str, str]:
    """The IAM resource type of each kind of service."""
    return {product.kind: product.resource for product in reversed(products().values())}


def _product(reads: dict[tuple[str, str], Operation], item: Operation) -> Product | None:
    path = item.path.rpartition("/")[0]
    listed = reads.get((item.version, path))
    if listed is None or "{" in path or not item.actions or listed.actions != item.actions:
        return None
    action = item.actions[0]
    resource = action.partition(":")[0]
    is_service = resource not in _OF_THE_ACCOUNT
    return Product(item.version, path, item.path, resource, action) if is_service else None
