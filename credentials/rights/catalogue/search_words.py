"""The words an operation is found by: its path's, and what people call what it does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from credentials.core import Method
from credentials.rights.catalogue.operation import ANY, Operation, OperationKind
from credentials.rights.catalogue.operation_products import key_of, name_of

#: What people type for it; the name of the action itself is in the path.
_KINDS: Final = {
    OperationKind.READ: ("read", "get", "list", "show", "see", "view"),
    OperationKind.CREATE: ("create", "add", "new", "make"),
    OperationKind.EDIT: ("edit", "change", "update", "modify", "set"),
    OperationKind.OPERATE: ("operate", "run", "do"),
    OperationKind.DELETE: ("delete", "remove", "destroy", "end"),
}
_METHODS: Final = {method: (method.value.lower(),) for method in Method}
_ALIKE: Final = {
    "reboot": ("restart",),
    "restart": ("reboot",),
    "terminate": ("cancel", "close"),
    "reinstall": ("install", "format"),
    "vps": ("server",),
    "kube": ("kubernetes",),
    "nasha": ("nas",),
    "ip": ("address",),
    "bill": ("invoice",),
    "zone": ("dns",),
    "me": ("account",),
    "oauth2": ("oauth",),
    "client": ("service", "account"),
}
_PARTS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_WORDS: Final = re.compile(r"[^\W_]+")


def of_path(operation: Operation) -> set[str]:
    """The names of the path's routes, whole and in their parts, singular."""
    return {word for name in operation.segments if name != ANY for word in _of_name(name)}


def of_tail(operation: Operation) -> tuple[str, ...]:
    """The name of the last route in the path, which is what the operation is about."""
    names = [name for name in operation.segments if name != ANY]
    return (singular(names[-1].lower()),) if names else ()


def of_use(operation: Operation) -> set[str]:
    """What it is called otherwise: method, kind, product, names of parameters."""
    words = {*_METHODS[operation.method], *_KINDS[operation.kind]}
    words.update(_in_text(str(name_of(key_of(operation.segments)))))
    words.update(name.lower() for name in operation.parameters)
    for word in of_path(operation):
        words.update(_ALIKE.get(word, ()))
    return words


def in_text(text: str) -> list[str]:
    """The words of anything typed or written, lower case and singular, in order."""
    return [singular(word) for word in _WORDS.findall(text.lower())]


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """``records`` as ``record``; what is short or ends in ``ss`` or ``us`` stays."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=1024)
def _in_text(text: str) -> Iterable[str]:
    return tuple(in_text(text))


@lru_cache(maxsize=4096)
def _of_name(name: str) -> frozenset[str]:
    parts = [part.lower() for part in _PARTS.findall(name)]
    return frozenset(singular(word) for word in (name.lower(), *parts) if len(word) > 1)
