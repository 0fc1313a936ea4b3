"""One call of an operation, its parameters filled in. No path but the operation's own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final
from urllib.parse import quote, urlencode

from credentials.core import Method, RuleError, gettext_noop, say
from credentials.rights.catalogue.operation import Operation
from credentials.rights.descriptions.masking import HIDDEN, mask_typed, texts_in
from credentials.rights.descriptions.operation_detail import (
    EVERYTHING,
    OperationDetail,
    Parameter,
    Place,
    SensitiveField,
    Shape,
)
from credentials.rights.invisible_characters import visible_text

#: Between the names of several things that one call reads.
BATCH_SEPARATOR: Final = ","
_PLAIN: Final = "@:,+~!$&'()=;"
_DOTS: Final = frozenset({".", ".."})

Values = Mapping[str, object]


class Empty(Enum):
    """A value that is sent though there is nothing in it."""

    TEXT = ""


Query = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FilledCall:
    """``path`` is percent-encoded and begins with ``/v2`` where the operation is of that branch.
    ``body`` may hold secrets; None is no body. ``shown`` is path and query as a log may keep
    them, ``shown_body`` the body as a page may show it; ``secrets`` are what both leave out. One
    that ``is_batch`` reads each of several things, which commas part at the end of its path."""

    detail: OperationDetail
    path: str
    query: Query = field(default=(), repr=False)
    body: object = field(default=None, repr=False)
    shown: str = ""
    shown_body: object = field(default=None, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    is_batch: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """What is sent along, besides who calls."""
        return {"X-Ovh-Batch": BATCH_SEPARATOR} if self.is_batch else {}

    @property
    def sensitive(self) -> tuple[SensitiveField, ...]:
        """The fields of the answer that are masked; each thing of a batch lies in a wrapper."""
        known = self.detail.sensitive
        return tuple(map(_wrapped, known)) if self.is_batch else known

    @property
    def operation(self) -> Operation:
        return self.detail.operation

    @property
    def method(self) -> Method:
        return self.operation.method

    @property
    def address(self) -> str:
        """Path and query as they are sent."""
        return _address(self.path, self.query)


def fill_call(
    detail: OperationDetail, values: Mapping[Place, Values], *, is_batch: bool = False
) -> FilledCall:
    """The call with ``values`` by place and name; what is None or empty is left out, and sent as an
    empty text where it is ``Empty.TEXT``.

    Raises ``RuleError`` for a value that cannot stand in the path.
    """
    path = filled_path(detail, values.get(Place.PATH, {}))
    query = tuple(_pairs(detail, values.get(Place.QUERY, {})))
    secret = {parameter.name for parameter in detail.placed(Place.QUERY) if parameter.is_secret}
    shown = tuple((name, HIDDEN if name in secret else value) for name, value in query)
    given = _given(detail, values.get(Place.BODY, {}))
    masked = {
        parameter.name: mask_typed(given[parameter.name], parameter)
        for parameter in detail.placed(Place.BODY)
        if parameter.name in given
    }
    return FilledCall(
        detail,
        path,
        query,
        body=_body(detail, given),
        shown=_address(path, shown),
        shown_body=_body(detail, {name: each.value for name, each in masked.items()}),
        secrets=(
            *(value for name, value in query if name in secret),
            *(text for each in masked.values() for text in texts_in(each.hidden)),
        ),
        is_batch=is_batch and detail.can_batch,
    )


def filled_path(detail: OperationDetail, values: Values) -> str:
    """The operation's path with a value for each of its parameters; raises ``RuleError``."""
    operation = detail.operation
    parts = [
        _segment(part[1:-1], values.get(part[1:-1])) if part.startswith("{") else part
        for part in operation.path.split("/")
    ]
    return operation.prefix + "/".join(parts)


def _wrapped(known: SensitiveField) -> SensitiveField:
    at = "" if known.path == EVERYTHING else known.path
    dot = "." if at and not at.startswith("[") else ""
    return replace(known, path=f"[].value{dot}{at}")


def _segment(name: str, value: object) -> str:
    text = "" if value is None else str(value)
    if not text.strip() or text in _DOTS or not text.isprintable():
        sentence = gettext_noop("“%(value)s” cannot stand for {%(name)s} in a path.")
        raise RuleError(say(sentence, value=visible_text(text), name=name))
    return quote(text, safe=_PLAIN)


def _pairs(detail: OperationDetail, values: Values) -> Iterator[tuple[str, str]]:
    for parameter in detail.placed(Place.QUERY):
        value = values.get(parameter.name)
        for each in value if isinstance(value, list) else [value]:
            if each not in (None, ""):
                yield parameter.name, _text(each)


def _text(value: object) -> str:
    if isinstance(value, Empty):
        return value.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return json.dumps(value, separators=(",", ":"))
    return str(value)


def _given(detail: OperationDetail, values: Values) -> Values:
    """What is sent for each parameter of the body that has a value."""
    return {
        parameter.name: _sent(parameter, values[parameter.name])
        for parameter in detail.placed(Place.BODY)
        if _is_given(parameter, values)
    }


def _body(detail: OperationDetail, given: Values) -> object:
    """The body; an operation that takes none, or nothing filled in, has none."""
    if detail.is_bare_body:
        return given.get("body")
    return given or None


def _sent(parameter: Parameter, value: object) -> object:
    if not isinstance(value, Empty):
        return value
    return [] if parameter.shape is Shape.LINES else value.value


def _is_given(parameter: Parameter, values: Values) -> bool:
    value = values.get(parameter.name)
    is_blank = value == [] and parameter.shape is Shape.LINES
    return value not in (None, "") and not is_blank


def _address(path: str, query: Query) -> str:
    return f"{path}?{urlencode(query, quote_via=quote)}" if query else path
