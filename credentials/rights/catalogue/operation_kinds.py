"""What an operation does, read off its method, its IAM action and its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from credentials.core import Method
from credentials.rights.catalogue.operation import PARAMETER, OperationKind

_BY_METHOD: Final = {
    Method.GET: OperationKind.READ,
    Method.PUT: OperationKind.EDIT,
    Method.PATCH: OperationKind.EDIT,
    Method.DELETE: OperationKind.DELETE,
}
_BY_VERB: Final = {
    "get": OperationKind.READ,
    "list": OperationKind.READ,
    "create": OperationKind.CREATE,
    "add": OperationKind.CREATE,
    "edit": OperationKind.EDIT,
    "put": OperationKind.EDIT,
    "update": OperationKind.EDIT,
    "delete": OperationKind.DELETE,
    "remove": OperationKind.DELETE,
    "revoke": OperationKind.DELETE,
    "destroy": OperationKind.DELETE,
    "purge": OperationKind.DELETE,
    "terminate": OperationKind.DELETE,
    "confirmTermination": OperationKind.DELETE,
    "resiliate": OperationKind.DELETE,
    "bulkDeleteObjects": OperationKind.DELETE,
    "bulkDeleteSnapshots": OperationKind.DELETE,
}

DELETING: Final = frozenset(verb for verb, kind in _BY_VERB.items() if kind is OperationKind.DELETE)


def kind_of(method: Method, path: str, *, actions: Sequence[str], is_list: bool) -> OperationKind:
    """``is_list``: the same path can be read, so that a POST to it adds to what is there."""
    if method in _BY_METHOD:
        return _BY_METHOD[method]
    words = path.split("/")
    if words[-2:] == ["terminate", "confirm"]:
        return OperationKind.DELETE
    # Some routes that end a service need an action with a harmless name; the route says it.
    if words[-1] in DELETING:
        return OperationKind.DELETE
    if verbs := [action.replace(":", "/").rpartition("/")[2] for action in actions]:
        return _BY_VERB.get(_verb_of_operation(verbs, words), OperationKind.OPERATE)
    return (
        OperationKind.CREATE
        if is_list or words[-1].startswith(PARAMETER)
        else OperationKind.OPERATE
    )


def _verb_of_operation(verbs: Sequence[str], words: Sequence[str]) -> str:
    """The verb of the operation itself, where it needs an action of another service as well."""
    return next((verb for verb in verbs if verb in words or verb in _BY_VERB), verbs[0])
