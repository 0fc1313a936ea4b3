"""Pages of a long list: the rows after a row, or before one, beyond by an index at any depth.

``?after=`` and ``?before=`` hold what the row at the edge of a page sorts by, and its id; they say
the same when rows come and go. ``?page=last`` is the end. Anything else is the first page.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import (
    BooleanField,
    CharField,
    Expression,
    F,
    Field,
    Func,
    Model,
    Q,
    QuerySet,
    Value,
)
from django.http import QueryDict

LAST: Final = "last"
_PLACES: Final = ("after", "before", "page")
_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Order:
    """Columns of the list, none of them ever empty; the id settles what is alike.

    A short text that the query works out may be one of them; no index has it.
    """

    columns: tuple[str, ...]
    descending: bool = False

    @property
    def every(self) -> tuple[str, ...]:
        return (*self.columns, "pk")

    def clauses(self, *, backwards: bool) -> list[str]:
        sign = "-" if self.descending != backwards else ""
        return [f"{sign}{column}" for column in self.every]


@dataclass(frozen=True, slots=True)
class Total:
    """How many rows a list has; ``is_least``: or more, which were not counted."""

    count: int
    is_least: bool = False


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[_Row]):
    """Rows of a list in its order. The links are query strings; empty where they lead nowhere."""

    rows: Sequence[_Row]
    total: Total
    previous: str
    next: str
    first: str
    last: str
    start: int | None

    def __iter__(self) -> Iterator[_Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def end(self) -> int | None:
        """``start`` and this are the numbers of its rows, where they are known."""
        return self.start + len(self.rows) - 1 if self.start else None


class Unindexed(Func):
    """A column that no index is to be chosen for: an order's index has the rows in order."""

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


def page_of(
    rows: QuerySet[_Row],
    order: Order,
    query: QueryDict,
    *,
    size: int,
    total: Total,
    scopes: Sequence[Q] = (),
) -> KeysetPage[_Row]:
    """The page that the query string asks for.

    ``scopes`` are the parts of the list within which an index has the order; of several, the rows
    of one page are taken of each.
    """
    after, before = (_edge(query.get(name), order, rows.model) for name in ("after", "before"))
    is_last = query.get("page") == LAST and not (after or before)
    backwards = is_last or bool(before and not after)
    edge = after or before
    beyond = rows.filter(_Beyond(order, edge, backwards=backwards)) if edge else rows
    taken = _first(beyond, order.clauses(backwards=backwards), scopes, most=size + 1)
    more, taken = len(taken) > size, taken[:size]
    if edge and not taken:
        start = _without_place(query)
        return page_of(rows, order, start, size=size, total=total, scopes=scopes)
    if backwards:
        taken.reverse()
    has_previous, has_next = (more, not is_last) if backwards else (bool(after), more)
    return KeysetPage(
        rows=taken,
        total=total,
        previous=_link(query, before=_token(taken[0], order)) if has_previous else "",
        next=_link(query, after=_token(taken[-1], order)) if has_next else "",
        first=_link(query) if has_previous else "",
        last=_link(query, page=LAST) if has_next else "",
        start=_start(taken, total, has_previous=has_previous, has_next=has_next),
    )


def _first(
    rows: QuerySet[_Row], clauses: Sequence[str], scopes: Sequence[Q], *, most: int
) -> list[_Row]:
    ordered = rows.order_by(*clauses)
    if len(scopes) <= 1:
        return list(ordered.filter(*scopes)[:most])
    parts = (ordered.filter(scope).values_list("pk", flat=True)[:most] for scope in scopes)
    return list(ordered.filter(pk__in=[pk for part in parts for pk in part])[:most])


class _Beyond(Expression):
    """Rows beyond an edge, compared as a whole, for which both engines take the order's index."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, order: Order, edge: Sequence[Value], *, backwards: bool) -> None:
        super().__init__()
        self._columns: list[Any] = [F(column) for column in order.every]
        self._edge: list[Any] = list(edge)
        self._sign = "<" if order.descending != backwards else ">"

    def get_source_expressions(self) -> list[Any]:
        return [*self._columns, *self._edge]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        half = len(self._columns)
        self._columns, self._edge = list(exprs[:half]), list(exprs[half:])

    def as_sql(self, compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        parts = [compiler.compile(part) for part in self.get_source_expressions()]
        statements, half = [sql for sql, _ in parts], len(self._columns)
        columns, values = ", ".join(statements[:half]), ", ".join(statements[half:])
        params = tuple(param for _, own in parts for param in own)
        return f"({columns}) {self._sign} ({values})", params


def _edge(token: str | None, order: Order, model: type[Model]) -> list[Value]:
    """What a row at the edge of a page sorts by; empty for what no page of ours says."""
    try:
        kept = json.loads(urlsafe_b64decode((token or "").encode()))
        fields = [_field(model, column) for column in order.every]
        pairs = zip(fields, kept if isinstance(kept, list) else [], strict=True)
        return [Value(_checked(field, value), output_field=field) for field, value in pairs]
    except (ValueError, ValidationError, OverflowError, RecursionError):
        return []


def _field(model: type[Model], column: str) -> Field[Any, Any]:
    name = model._meta.pk.name if column == "pk" else column
    fields = {field.name: field for field in model._meta.concrete_fields}
    return fields.get(name) or CharField(max_length=64)


def _checked(field: Field[Any, Any], kept: object) -> Any:
    value = field.to_python(str(kept))
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, str) and "\0" in value.encode().decode():
        raise ValueError(value)
    if isinstance(value, int):
        field.run_validators(value)
    return value


def _token(row: Model, order: Order) -> str:
    values = [row.pk if column == "pk" else getattr(row, column) for column in order.every]
    return urlsafe_b64encode(json.dumps(values, default=str).encode()).decode()


def _start(
    taken: Sequence[Model], total: Total, *, has_previous: bool, has_next: bool
) -> int | None:
    if not has_previous:
        return 1
    return None if has_next or total.is_least else total.count - len(taken) + 1


def _link(query: QueryDict, **place: str) -> str:
    link = _without_place(query)
    link.update(place)
    return f"?{link.urlencode()}"


def _without_place(query: QueryDict) -> QueryDict:
    link = query.copy()
    for name in _PLACES:
        link.pop(name, None)
    return link
