"""What every list shares: search, filters, sort and pages, all of it in the query string.

A list says what it is made of by a subclass of ``Filters``::

    class EntryFilters(tables.AccountFilters):
        kind = tables.choice(_("Kind"), labels.KINDS, any_word=_("Any kind"))

        searched = ("label", "account__label", "as_application__application_key")
        sorts = MappingProxyType({"label": (Lower("label"),), "expires": ("expires_at",)})
        start = "label"

        def phrases(self) -> Iterable[tables.Phrase]:
            return tables.spelled("kind", labels.KINDS)

Its view reads ``filters = EntryFilters(request.GET, accounts=gatekeepers.accounts(request))`` and
``page = filters.page(rows)``. Its template includes ``parts/filters.html`` with ``form=filters``,
writes headings as ``{% sort_heading "label" … %}`` and ends with ``parts/pager.html``.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from functools import reduce
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar, cast

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Combinable, OrderBy
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials.models import Account

PAGE_SIZE = 50
MOST_WORDS = 12
_BETWEEN = frozenset("·—–…")

Label = str | Promise
Phrase = tuple[Label, Q]
SortKey = str | Combinable
_Row = TypeVar("_Row", bound=Model)


def choice(label: Label, words: Mapping[Any, Label], *, any_word: Label) -> forms.ChoiceField:
    """A filter: one of ``words`` (value to word); ``any_word`` stands for no choice."""
    choices = [("", any_word), *((str(value), word) for value, word in words.items())]
    return forms.ChoiceField(label=cast("str", label), choices=choices, required=False)


def spelled(lookup: str, words: Mapping[Any, Label]) -> list[Phrase]:
    """Phrases for a column that keeps a value and shows a word: typing the word finds the value."""
    return [(word, Q(**{lookup: str(value)})) for value, word in words.items()]


class Filters(forms.Form):
    """The form over a list. A value that is no choice narrows nothing, as if it were not there.

    ``searched`` are the columns whose text is on the page, ``sorts`` the orders ``?o=name`` and
    ``?o=-name`` may ask for, ``start`` the one a list begins with, ``lookups`` the column of a
    filter that is called otherwise.
    """

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Search"), "autocomplete": "off"}
        ),
    )
    o = forms.CharField(required=False, widget=forms.HiddenInput)

    searched: ClassVar[tuple[str, ...]] = ()
    sorts: ClassVar[Mapping[str, tuple[SortKey, ...]]] = MappingProxyType({})
    lookups: ClassVar[Mapping[str, str]] = MappingProxyType({})
    start: ClassVar[str] = ""

    def phrases(self) -> Iterable[Phrase]:
        """Words on the page that no column holds, each with the rows that show it."""
        return ()

    def condition(self, name: str, value: Any) -> Q:
        """The rows that a filter keeps; a subclass answers for filters that are no column."""
        return Q(**{self.lookups.get(name, name): value}) if value else Q()

    def page(self, rows: QuerySet[_Row]) -> Page[_Row]:
        """The page asked for of the rows that are left, in the order asked for."""
        ordered = self.narrow(rows).order_by(*self.order())
        return Paginator(ordered, PAGE_SIZE).get_page(self.data.get("page"))

    def narrow(self, rows: QuerySet[_Row]) -> QuerySet[_Row]:
        """The rows that hold every word, in any order, and that every filter keeps."""
        chosen = self.chosen
        for name in self._filters():
            rows = rows.filter(self.condition(name, chosen.get(name)))
        for word in self.words:
            rows = rows.filter(self._holds(word))
        return rows

    def order(self) -> list[OrderBy | str]:
        """The order asked for, where there is such a one; what has no value comes last."""
        ordering = self.chosen.get("o", "")
        name = ordering if ordering.removeprefix("-") in self.sorts else self.start
        keys = self.sorts.get(name.removeprefix("-"), ())
        return [*(_ordered(key, descending=name.startswith("-")) for key in keys), "pk"]

    def has_changed(self) -> bool:
        """Whether there is something to clear; an order is not."""
        return self.is_narrowing

    @property
    def chosen(self) -> dict[str, Any]:
        """What the query string sets, without what cannot be set."""
        self.is_valid()
        return self.cleaned_data

    @property
    def is_narrowing(self) -> bool:
        """Whether a word or a filter is set: an empty list then is not an empty store."""
        return any(self.chosen.get(name) for name in ("q", *self._filters()))

    @property
    def words(self) -> list[str]:
        """What is searched for."""
        words = self.chosen.get("q", "").split()
        return [word for word in words if word not in _BETWEEN][:MOST_WORDS]

    def _filters(self) -> list[str]:
        return [name for name in self.fields if name not in ("q", "o")]

    def _holds(self, word: str) -> Q:
        """Rows with the word in a column or in a phrase; ``#`` before an id is for the eye."""
        text = word.removeprefix("#") or word
        hits = self._text_hits(text)
        shown = text.casefold()
        hits += [rows for phrase, rows in self.phrases() if shown in str(phrase).casefold()]
        return reduce(operator.or_, hits, Q(pk__in=[]))

    def _text_hits(self, text: str) -> list[Q]:
        return [Q(**{f"{column}__icontains": text}) for column in self.searched]


class AccountFilters(Filters):
    """Filters over things of an account: the person's accounts are the first choice."""

    account = forms.ModelChoiceField(
        label=_("Account"),
        queryset=Account.objects.none(),
        required=False,
        empty_label=_("Any account"),
    )

    def __init__(self, data: QueryDict, *, accounts: QuerySet[Account]) -> None:
        super().__init__(data)
        field = cast("forms.ModelChoiceField[Account]", self.fields["account"])
        field.queryset = accounts


def _ordered(key: SortKey, *, descending: bool) -> OrderBy:
    expression: Any = F(key) if isinstance(key, str) else key
    ordered: OrderBy = (
        expression.desc(nulls_last=True) if descending else expression.asc(nulls_last=True)
    )
    return ordered
