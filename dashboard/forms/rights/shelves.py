"""Real names of an account's services, offered where a star or a blank stands for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.urls import reverse

from credentials import inventory
from credentials.catalogue import NameList, list_of_names, starred_list
from credentials.errors import KeydeskError, RuleError
from credentials.inventory import Names
from credentials.models import Account
from credentials.recipes import Parameter, Recipe
from credentials.rights.visible import shown
from credentials.sentences import Sentence
from dashboard.forms.rights import rows
from dashboard.forms.rights.draft import Draft
from dashboard.forms.rights.finding import Blank, catalogue, taking

FIRST = 12
_SEVERAL = 2
_NOTHING = Sentence("")


@dataclass(frozen=True, slots=True)
class Offer:
    """A name, and the value of the button that takes it."""

    name: str
    do: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A name to tick among others; ``value`` says of which list it is."""

    name: str
    value: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where names may stand: ``do`` is the verb that puts one there, ``fit`` raises ``RuleError``
    for one that cannot. Those with ``typed`` in them are looked for. A blank takes one name; for
    stars, several may be ``ticked``."""

    wanted: NameList
    do: str
    typed: str
    fit: Callable[[str], object]
    ticked: tuple[str, ...] | None = None

    def takes(self, name: str) -> bool:
        try:
            self.fit(name)
            self.wanted.segment(name)
        except RuleError:
            return False
        return True


class Shelf:
    """The names for one place. ``known`` is what was read of them, ``obstacle`` why nothing can
    be read now, ``way_out`` the page that helps, ``trouble`` what went wrong just now."""

    def __init__(
        self, place: Place, account: Account | None, *, known: Names | None, trouble: Sentence
    ) -> None:
        self.place = place
        self.wanted = place.wanted
        self.known = known
        self.trouble = trouble
        self._account = account

    @property
    def _names(self) -> Sequence[str]:
        return self.known.names if self.known else ()

    @cached_property
    def _fit(self) -> dict[str, None]:
        return dict.fromkeys(one for one in self._names if self.place.takes(one))

    @cached_property
    def _found(self) -> list[str]:
        typed = self.place.typed.strip().lower()
        return [one for one in self._fit if typed in one.lower()]

    @property
    def offers(self) -> list[Offer]:
        return [Offer(one, f"{self.place.do} {one}") for one in self._found[:FIRST]]

    @property
    def ticks(self) -> list[Tick]:
        """The names that can be ticked, those that are before the others that are found."""
        ticked = self.place.ticked
        if ticked is None or len(self._fit) < _SEVERAL:
            return []
        names = dict.fromkeys((*(one for one in ticked if one in self._fit), *self._found))
        route = self.wanted.route
        first = islice(names, max(FIRST, len(ticked)))
        return [Tick(one, f"{route} {one}", one in ticked) for one in first]

    @property
    def more(self) -> int:
        """How many names are found besides those that are offered."""
        return max(len(self._found) - FIRST, 0)

    @property
    def beyond(self) -> int:
        """How many names there are that are not kept."""
        return self.known.total - len(self.known.names) if self.known else 0

    @property
    def unfit(self) -> list[str]:
        """Names that cannot stand in a rule, as they may be shown; the first few."""
        found = (shown(one) for one in self._names if one not in self._fit)
        return list(islice(found, FIRST))

    @cached_property
    def obstacle(self) -> KeydeskError | None:
        return inventory.obstacle(self._account, self.wanted) if self._account else None

    @property
    def is_lacking(self) -> bool:
        """Whether a key with one rule more would do."""
        return self._account is not None and inventory.is_missing(self._account, self.wanted)

    @property
    def way_out(self) -> str:
        """The page that helps: a request for a key with the rule, or else the account's own."""
        if self._account is None:
            return ""
        if not self.is_lacking:
            return reverse("accounts:detail", args=[self._account.pk])
        start = reverse("onboarding:start")
        return f"{start}?{_wish(self._account, self.wanted)}&account={self._account.pk}"


class Shelves:
    """``of_rows``: a shelf for every kind of star. ``blanks``: each blank of what is open, with
    its shelf where there is one. ``accounts`` may be asked, ``account`` is."""

    def __init__(self, draft: Draft, accounts: Sequence[Account]) -> None:
        self.draft = draft
        self.accounts = accounts
        own = accounts if len(accounts) == 1 else ()
        chosen = (one for one in accounts if str(one.pk) == draft.account)
        self.account = next(iter((*chosen, *own)), None)

    @cached_property
    def of_rows(self) -> list[Shelf]:
        return [self._shelf(place) for place in self._starred] if self.accounts else []

    @cached_property
    def blanks(self) -> list[tuple[Blank, Shelf | None]]:
        return [
            (blank, self._shelf(place) if place and self.accounts else None)
            for blank, place in self._open
        ]

    @property
    def is_beside(self) -> bool:
        """Whether names are offered for a blank: then the account is chosen there."""
        return any(shelf for _, shelf in self.blanks)

    @property
    def are_many(self) -> bool:
        """Whether it is worth typing a part of a name to find it among those for stars."""
        return bool(self.draft.only) or any(shelf.more for shelf in self.of_rows)

    @cached_property
    def _starred(self) -> list[Place]:
        lists = (starred_list(catalogue(), rule.path) for rule in self.draft.rules)
        found = {one.route: one for one in lists if one}
        return [
            Place(
                one,
                f"narrow {one.route}",
                self.draft.only,
                one.segment,
                ticked=self.draft.ticked_of(one.route),
            )
            for one in found.values()
        ]

    @cached_property
    def _open(self) -> list[tuple[Blank, Place | None]]:
        return [*(_of_recipe(self.draft) if self.draft.recipe else _of_operation(self.draft))]

    @cached_property
    def _known(self) -> dict[str, Names]:
        places = [*self._starred, *(place for _, place in self._open if place)]
        lists = [place.wanted for place in places]
        return inventory.known(self.account, lists) if self.account and lists else {}

    def _shelf(self, place: Place) -> Shelf:
        route = place.wanted.route
        trouble = self.draft.troubles.get(route, _NOTHING)
        return Shelf(place, self.account, known=self._known.get(route), trouble=trouble)


def _of_recipe(draft: Draft) -> Iterator[tuple[Blank, Place | None]]:
    recipe = draft.recipe
    for one in recipe.parameters if recipe else ():
        value = draft.values.get(one.name, "")
        blank = Blank(one.label, one.placeholder, f"with-{one.name}", value)
        yield blank, _of_parameter(recipe, one, value) if recipe else None


def _of_parameter(recipe: Recipe, parameter: Parameter, value: str) -> Place | None:
    wanted = list_of_names(catalogue(), recipe.route_before(parameter))
    return Place(wanted, f"name {parameter.name}", value, parameter.clean) if wanted else None


def _of_operation(draft: Draft) -> Iterator[tuple[Blank, Place | None]]:
    opened = taking(draft.opened, draft.values)
    for one in opened.blanks if opened else ():
        before = opened.choice.operation.path.partition(f"/{{{one.name}}}")[0] if opened else ""
        wanted = list_of_names(catalogue(), before)
        place = Place(wanted, f"name {one.name}", one.value, wanted.segment) if wanted else None
        yield one, place


def _wish(account: Account, wanted: NameList) -> str:
    """As a query: what the management key may do and reads names as well; of one that may so much
    that no address holds it, reading alone."""
    with suppress(RuleError):  # more paths than the builder shows
        every = Draft(rows=rows.with_rules((), inventory.remedy(account, wanted)))
        if every.fits_an_address:
            return every.as_query()
    return Draft(rows=rows.with_rules((), [wanted.rule]), recipe=inventory.RECIPE).as_query()
