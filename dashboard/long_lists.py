"""Filters over lists that may be very long: pages, searches and counts cost the same at any length.

Such a list has an index for each order (``keyset``), one for its text (``text_search``), and counts
that are kept. Of a search the first hits alone are counted. Where few rows are left they are
looked up and sorted; where many are, the order's index is walked until a page is full.
"""

from __future__ import annotations

import operator
import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from types import MappingProxyType
from typing import Any, ClassVar, Final, TypeVar, cast

from django.db.models import Field, Model, Q, QuerySet
from django.db.models.expressions import F
from django.http import QueryDict

from credentials.text_search import TextIndex
from dashboard import keyset, tables

#: So many hits are counted.
FEW: Final = 500
_Row = TypeVar("_Row", bound=Model)


class LongListFilters(tables.Filters):
    """``orders`` are the columns of ``?o=name``; ``text_index`` has what ``searched`` names."""

    orders: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({})
    text_index: ClassVar[TextIndex]

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._rare_ids: dict[str, list[int] | None] = {}
        self._few_ids: list[list[Any] | None] = []

    def more_hits(self, word: str) -> Iterable[Q]:
        """Rows that show a word that is in another table."""
        return ()

    def long_page(
        self, rows: QuerySet[_Row], *, scopes: Sequence[Q] = (), known: int | None = None
    ) -> keyset.KeysetPage[_Row]:
        """The page asked for of the rows that are left.

        ``scopes`` are the parts of the list that the person sees, each with indexes of its own;
        ``known``: so many rows are left where no word is searched for.
        """
        few: Iterable[Any] | None
        if known is not None and not self.words:
            few = self._unordered(rows, scopes) if known <= FEW else None
            total = keyset.Total(known)
        else:
            few = self.few(rows, scopes)
            total = keyset.Total(FEW, is_least=True) if few is None else keyset.Total(len(few))
        return keyset.page_of(
            self._in_order(rows) if few is None else rows.filter(pk__in=few),
            self._order(),
            cast("QueryDict", self.data),
            size=tables.PAGE_SIZE,
            total=total,
            scopes=scopes if few is None else (),
        )

    def few(self, rows: QuerySet[_Row], scopes: Sequence[Q] = ()) -> list[Any] | None:
        """The ids of the rows that are left; None where they are many. They are looked up once."""
        if not self._few_ids:
            ids = list(self._unordered(rows, scopes))
            self._few_ids.append(ids if len(ids) <= FEW else None)
        return self._few_ids[0]

    def _unordered(self, rows: QuerySet[_Row], scopes: Sequence[Q]) -> QuerySet[_Row, Any]:
        """The ids of the rows that are left, as many as are looked up."""
        seen = reduce(operator.or_, scopes, Q())
        left = self._in_order(rows, seen) if self.words else self.narrow(rows).filter(seen)
        return left.order_by().values_list("pk", flat=True)[: FEW + 1]

    def _in_order(self, rows: QuerySet[_Row], *more: Q) -> QuerySet[_Row]:
        chosen, fields = self.chosen, _columns(rows.model)
        rows = rows.alias(**{_free(name): _unindexed(field) for name, field in fields.items()})
        conditions = [self.condition(name, chosen.get(name)) for name in self._filters()]
        for condition in [*more, *conditions, *map(self._holds, self.words)]:
            rows = rows.filter(_with_free(condition, fields))
        return rows

    def _order(self) -> keyset.Order:
        asked = self.chosen.get("o", "")
        name = asked if asked.removeprefix("-") in self.orders else self.start
        return keyset.Order(self.orders[name.removeprefix("-")], descending=name.startswith("-"))

    def _text_hits(self, text: str) -> list[Q]:
        rare = self._rare(text)
        by_text = super()._text_hits(text) if rare is None else [Q(pk__in=rare)] if rare else []
        return [*by_text, *self.more_hits(text)]

    def _rare(self, text: str) -> list[int] | None:
        if text not in self._rare_ids:
            self._rare_ids[text] = self.text_index.rare(text, most=FEW)
        return self._rare_ids[text]


def scopes_of(teams: Iterable[uuid.UUID]) -> list[Q]:
    """The parts that the teams have of a list whose indexes begin with the team."""
    return [Q(team_id=team) for team in sorted(set(teams))] or [Q(pk__in=[])]


def _columns(model: type[Model]) -> dict[str, Field[Any, Any]]:
    fields = (field for field in model._meta.concrete_fields if not field.primary_key)
    return {name: field for field in fields for name in {field.name, field.attname}}


def _free(name: str) -> str:
    return f"free_{name}"


def _unindexed(field: Field[Any, Any]) -> keyset.Unindexed:
    kind = getattr(field, "target_field", field)
    return keyset.Unindexed(F(field.attname), output_field=kind)


def _with_free(condition: Q, names: Iterable[str]) -> Q:
    """The same condition on columns for which no index is chosen."""
    changed = condition.copy()
    changed.children = [
        _with_free(child, names) if isinstance(child, Q) else _freed(child, names)
        for child in condition.children
    ]
    return changed


def _freed(child: Any, names: Iterable[str]) -> Any:
    if not isinstance(child, tuple):
        return child
    lookup, value = child[0], child[1].pk if isinstance(child[1], Model) else child[1]
    column, separator, rest = lookup.partition("__")
    is_relation = rest.partition("__")[0] not in _LOOKUPS and bool(rest)
    free = column if column not in names or is_relation else _free(column)
    return f"{free}{separator}{rest}", value


_LOOKUPS: Final = frozenset({"gt", "gte", "lt", "lte", "in", "isnull", "icontains", "startswith"})
