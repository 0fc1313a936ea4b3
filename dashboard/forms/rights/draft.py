"""Rights being built, as a value: all of it fits into a query string, so that Back, reload and
links bring the same page again.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict

from credentials.recipes import RECIPES, Recipe
from credentials.rights import AccessRule
from credentials.sentences import Sentence
from dashboard.forms.rights import rows
from dashboard.forms.rights.rows import Row

_VALUE = "with-"
_LONGEST_QUERY = 3_000
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Draft:
    """``search`` is what to find, ``at`` the place of the API that is looked at, ``opened`` names
    the operation that is open. ``values`` fill the blanks of that one, or of the open recipe;
    ``call`` is the call asked about. ``account`` is the id of the one whose names are offered:
    those with ``only`` in them. ``profile`` is the id of the saved profile that the rules began
    with.

    ``named`` (one thing to look at), ``pasted``, ``refusal`` (an error's text) and ``troubles`` (a
    sentence by the field it stands beside) live for one answer.
    """

    rows: tuple[Row, ...] = ()
    search: str = ""
    with_deprecated: bool = False
    at: str = ""
    opened: str = ""
    recipe: Recipe | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    call: str = ""
    account: str = ""
    only: str = ""
    named: str = ""
    profile: str = ""
    pasted: str = ""
    refusal: str = ""
    ticked: tuple[str, ...] = ()
    troubles: Mapping[str, Sentence] = field(default_factory=dict)

    @classmethod
    def from_query(cls, query: QueryDict) -> Draft:
        found = rows.from_words(query.getlist("rule"))
        return cls(
            rows=found[: rows.MOST_ROWS],
            troubles=_troubles(found),
            search=query.get("q", "")[:_LONGEST_NAME],
            with_deprecated="deprecated" in query,
            at=query.get("at", "")[:_LONGEST_NAME],
            opened=query.get("open", "")[:_LONGEST_NAME],
            recipe=RECIPES.get(query.get("recipe", "")),
            values=_values(query),
            call=query.get("call", ""),
            account=_id(query.get("account", "")),
            only=query.get("only", "")[:_LONGEST_NAME],
            profile=_id(query.get("profile", "")),
        )

    @classmethod
    def from_fields(cls, fields: QueryDict) -> Draft:
        found = rows.from_fields(fields)
        return cls(
            rows=found[: rows.MOST_ROWS],
            troubles=_troubles(found),
            search=fields.get("q", "")[:_LONGEST_NAME],
            with_deprecated="deprecated" in fields,
            at=fields.get("at", "")[:_LONGEST_NAME],
            opened=fields.get("open", "")[:_LONGEST_NAME],
            recipe=RECIPES.get(fields.get("recipe", "")),
            values=_values(fields),
            call=fields.get("call", ""),
            account=_id(fields.get("account", "")),
            only=fields.get("only", "")[:_LONGEST_NAME],
            named=fields.get("named", ""),
            profile=_id(fields.get("profile", "")),
            pasted=fields.get("pasted", ""),
            refusal=fields.get("refusal", ""),
            ticked=tuple(fields.getlist("ticked")[: rows.MOST_ROWS]),
        )

    @property
    def rules(self) -> tuple[AccessRule, ...]:
        """Every rule of every row that makes some."""
        return tuple(rule for one in self.rows for rule in one.rules)

    def ticked_of(self, route: str) -> tuple[str, ...]:
        """The names that are ticked on the list at the route."""
        parts = (one.partition(" ") for one in self.ticked)
        return tuple(name for own, _, name in parts if own == route)

    @property
    def problems(self) -> list[Row]:
        return [one for one in self.rows if one.problem]

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
        old = "shown" if self.search and self.with_deprecated else ""
        about = {
            "q": self.search,
            "deprecated": old,
            "at": self.at,
            "open": self.opened,
            "recipe": self._slug,
        }
        pairs += [(name, value) for name, value in about.items() if value]
        if self.recipe or self.opened:
            pairs += [(f"{_VALUE}{name}", value) for name, value in self.values.items() if value]
        asked = {
            "call": self.call,
            "account": self.account,
            "only": self.only,
            "profile": self.profile,
        }
        pairs += [(name, value) for name, value in asked.items() if value]
        return urlencode(pairs, safe="/,*")

    @property
    def _slug(self) -> str:
        return self.recipe.slug if self.recipe else ""

    @property
    def fits_an_address(self) -> bool:
        """Whether the query is short enough for every server and proxy on the way."""
        return len(self.as_query()) <= _LONGEST_QUERY


def _troubles(found: Sequence[Row]) -> dict[str, Sentence]:
    problem = rows.too_many(len(found))
    return {"rows": problem} if problem else {}


def _values(given: QueryDict) -> dict[str, str]:
    names = [name for name in given if name.startswith(_VALUE)]
    return {name.removeprefix(_VALUE): given.get(name, "") for name in names}


def _id(text: str) -> str:
    """The id in ``text``, spelled in the one way; empty where it is none."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""
