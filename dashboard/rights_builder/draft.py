"""Rights being built, as a value: all of it fits into a query string, so that Back, reload and
links bring the same page again.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from credentials.core import Sentence
from credentials.rights import RECIPES, AccessRule, Catalogue, Recipe
from dashboard.rights_builder import rows
from dashboard.rights_builder.region import Region
from dashboard.rights_builder.rows import Row

_VALUE = "with-"
_BLANK = "blank-"
_LONGEST_QUERY = 3_000
_LONGEST_NAME = 300
_DIGITS = 4
_MOST_TICKED = 1_000


@dataclass(frozen=True, slots=True)
class Draft:
    """``search`` is what to find, ``at`` the place of the API that is looked at, ``opened`` names
    the operation that is open. ``values`` fill the blanks of that one, or of the open recipe;
    ``call`` is the call asked about. ``account`` is the id of the one whose names are offered:
    those with ``only`` in them. ``listed`` is the page of reached operations that is open, 0: none;
    ``page`` that of the rows.
    ``profile`` is the id of the saved profile that the rules began with.

    ``named`` (one thing to look at), ``pasted``, ``log`` (a tool's calls), ``read_text`` (pasted,
    and read just now), ``filled`` (names for blanks of the rows) and ``troubles`` (a sentence by
    the field it stands beside) live for one answer. ``region`` is worked out by
    whoever knows the accounts; no address has it.
    """

    rows: tuple[Row, ...] = ()
    search: str = ""
    at: str = ""
    opened: str = ""
    recipe: Recipe | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    call: str = ""
    account: str = ""
    only: str = ""
    listed: int = 0
    page: int = 0
    named: str = ""
    profile: str = ""
    pasted: str = ""
    log: str = ""
    read_text: str = ""
    filled: Mapping[str, str] = field(default_factory=dict)
    ticked: tuple[str, ...] = ()
    troubles: Mapping[str, Sentence] = field(default_factory=dict)
    region: Region = field(default_factory=Region)

    @property
    def catalogue(self) -> Catalogue:
        """The operations that the rules are read by."""
        return self.region.catalogue

    @classmethod
    def from_query(cls, query: QueryDict) -> Draft:
        return cls._of(query, rows.from_words(query.getlist("rule")))

    @classmethod
    def from_fields(cls, fields: QueryDict) -> Draft:
        draft = cls._of(fields, rows.from_fields(fields))
        return replace(
            draft,
            named=fields.get("named", ""),
            pasted=fields.get("pasted", ""),
            log=fields.get("log", ""),
            filled=_values(fields, _BLANK),
            ticked=tuple(fields.getlist("ticked")[:_MOST_TICKED]),
        )

    @classmethod
    def _of(cls, query: QueryDict, every_row: Sequence[Row]) -> Draft:
        """What an address and a form have alike."""
        return cls(
            rows=tuple(every_row[: rows.MOST_ROWS]),
            troubles=_troubles(every_row),
            search=query.get("q", "")[:_LONGEST_NAME],
            at=query.get("at", "")[:_LONGEST_NAME],
            opened=query.get("open", "")[:_LONGEST_NAME],
            recipe=RECIPES.get(query.get("recipe", "")),
            values=_values(query, _VALUE),
            call=query.get("call", ""),
            account=_id(query.get("account", "")),
            only=query.get("only", "")[:_LONGEST_NAME],
            listed=page_number(query.get("listed", "")),
            page=page_number(query.get("page", "")),
            profile=_id(query.get("profile", "")),
        )

    @property
    def rules(self) -> tuple[AccessRule, ...]:
        """Every rule of every row that makes some."""
        return tuple(rule for row in self.rows for rule in row.rules)

    def ticked_of(self, route: str) -> tuple[str, ...]:
        """The names that are ticked on the list at the route."""
        parts = (value.partition(" ") for value in self.ticked)
        return tuple(name for own, _, name in parts if own == route)

    @property
    def problems(self) -> list[Row]:
        return [row for row in self.rows if row.problem]

    @property
    def is_sound(self) -> bool:
        """Whether there are rules, and nothing is wrong with any row."""
        return bool(self.rules) and not self.problems

    @property
    def words(self) -> list[str]:
        """The rows as ``from_query`` reads them."""
        return rows.words_of(self.rows)

    def as_query(self) -> str:
        """The draft as a query string; empty when there is nothing in it."""
        words = self.words
        pairs = [("rule", word) for word in words] if any(words) else []
        about = {
            "q": self.search,
            "at": self.at,
            "open": self.opened,
            "recipe": self._slug,
        }
        pairs += [(name, value) for name, value in about.items() if value]
        if self.recipe or self.opened:
            pairs += [(f"{_VALUE}{name}", value) for name, value in self.values.items() if value]
        parameters = {
            "call": self.call,
            "account": self.account,
            "only": self.only,
            "listed": str(self.listed or ""),
            "page": str(self.page) if self.page > 1 else "",
            "profile": self.profile,
        }
        pairs += [(name, value) for name, value in parameters.items() if value]
        return urlencode(pairs, safe="/,*")

    @property
    def _slug(self) -> str:
        return self.recipe.slug if self.recipe else ""

    @property
    def fits_an_address(self) -> bool:
        """Whether the query is short enough for every server and proxy on the way."""
        return len(self.as_query()) <= _LONGEST_QUERY


def _troubles(every_row: Sequence[Row]) -> dict[str, Sentence]:
    problem = rows.too_many(len(every_row))
    return {"rows": problem} if problem else {}


def _values(query: QueryDict, prefix: str) -> dict[str, str]:
    names = [name for name in query if name.startswith(prefix)]
    return {name.removeprefix(prefix): query.get(name, "") for name in names}


def page_number(text: str) -> int:
    """The number of a page; 0 where the text is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0


def _id(text: str) -> str:
    """The id in ``text``, spelled in the one way; empty where it is none."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""
