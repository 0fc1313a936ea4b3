"""What an operation does, read off its method, its IAM action and its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from credentials.catalogue.operation import PARAMETER, Kind
from credentials.enums import Method

_BY_METHOD: Final = {
    Method.GET: Kind.READ,
    Method.PUT: Kind.EDIT,
    Method.PATCH: Kind.EDIT,
    Method.DELETE: Kind.DELETE,
}
_BY_VERB: Final = {
    "get": Kind.READ,
    "list": Kind.READ,
    "create": Kind.CREATE,
    "add": Kind.CREATE,
    "edit": Kind.EDIT,
    "put": Kind.EDIT,
    "update": Kind.EDIT,
    "delete": Kind.DELETE,
    "remove": Kind.DELETE,
    "revoke": Kind.DELETE,
    "destroy": Kind.DELETE,
    "purge": Kind.DELETE,
    "terminate": Kind.DELETE,
    "confirmTermination": Kind.DELETE,
    "resiliate": Kind.DELETE,
    "bulkDeleteObjects": Kind.DELETE,
    "bulkDeleteSnapshots": Kind.DELETE,
}

DELETING: Final = frozenset(verb for verb, kind in _BY_VERB.items() if kind is Kind.DELETE)


def kind_of(method: Method, path: str, *, actions: Sequence[str], is_list: bool) -> Kind:
    """``is_list``: the same path can be read, so that a POST to it adds to what is there."""
    if method in _BY_METHOD:
        return _BY_METHOD[method]
    words = path.split("/")
    if words[-2:] == ["terminate", "confirm"]:
        return Kind.DELETE
    # Some routes that end a service need an action with a harmless name; the route says it.
    if words[-1] in DELETING:
        return Kind.DELETE
    if verbs := [action.replace(":", "/").rpartition("/")[2] for action in actions]:
        return _BY_VERB.get(_own(verbs, words), Kind.OPERATE)
    return Kind.CREATE if is_list or words[-1].startswith(PARAMETER) else Kind.OPERATE


def _own(verbs: Sequence[str], words: Sequence[str]) -> str:
    """The verb of the operation itself, where it needs an action of another service as well."""
    return next((verb for verb in verbs if verb in words or verb in _BY_VERB), verbs[0])
