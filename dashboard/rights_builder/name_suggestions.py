"""Real names of an account's services, offered where a star or a blank stands for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.urls import reverse

from credentials import live
from credentials.core import KeydeskError, Sentence
from credentials.live import ServiceNames
from credentials.models import Account
from credentials.rights import visible_text
from dashboard.rights_builder.draft import Draft
from dashboard.rights_builder.management_rights import management_key_request
from dashboard.rights_builder.name_slots import NameSlot, blank_slots, row_blank_slots, star_slots
from dashboard.rights_builder.row_blanks import RowBlank
from dashboard.rights_builder.search import Blank

FIRST = 12
_SEVERAL = 2
_NOTHING = Sentence("")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name, and the value of the button that takes it."""

    name: str
    do: str


@dataclass(frozen=True, slots=True)
class NameCheckbox:
    """A name to tick among others; ``value`` says of which list it is."""

    name: str
    value: str
    is_ticked: bool


class NameSuggestions:
    """The names for one slot. ``known`` is what was read of them, ``obstacle`` why nothing can
    be read now, ``way_out`` the page that helps, ``trouble`` what went wrong just now."""

    def __init__(
        self,
        slot: NameSlot,
        account: Account | None,
        *,
        known: ServiceNames | None,
        trouble: Sentence,
    ) -> None:
        self.slot = slot
        self.wanted = slot.wanted
        self.known = known
        self.trouble = trouble
        self._account = account

    @property
    def _names(self) -> Sequence[str]:
        return self.known.names if self.known else ()

    @cached_property
    def _fit(self) -> dict[str, None]:
        return dict.fromkeys(name for name in self._names if self.slot.takes(name))

    @cached_property
    def _matching(self) -> list[str]:
        typed = self.slot.typed.strip().lower()
        return [name for name in self._fit if typed in name.lower()]

    @property
    def offers(self) -> list[Suggestion]:
        return [Suggestion(name, f"{self.slot.do} {name}") for name in self._matching[:FIRST]]

    @property
    def ticks(self) -> list[NameCheckbox]:
        """The names that can be ticked, those that are before the others that are found."""
        ticked = self.slot.ticked
        if ticked is None or len(self._fit) < _SEVERAL:
            return []
        names = dict.fromkeys((*(name for name in ticked if name in self._fit), *self._matching))
        route = self.wanted.route
        first = islice(names, max(FIRST, len(ticked)))
        return [NameCheckbox(name, f"{route} {name}", name in ticked) for name in first]

    @property
    def more(self) -> int:
        """How many names are found besides those that are offered."""
        return max(len(self._matching) - FIRST, 0)

    @property
    def beyond(self) -> int:
        """How many names there are that are not kept."""
        return self.known.total - len(self.known.names) if self.known else 0

    @property
    def unfit(self) -> list[str]:
        """Names that cannot stand in a rule, as they may be shown; the first few."""
        unfit = (visible_text(name) for name in self._names if name not in self._fit)
        return list(islice(unfit, FIRST))

    @cached_property
    def obstacle(self) -> KeydeskError | None:
        return live.obstacle_to_reading_names(self._account, self.wanted) if self._account else None

    @property
    def is_lacking(self) -> bool:
        """Whether a key with one rule more would do."""
        return self._account is not None and live.lacks_names_rule(self._account, self.wanted)

    @property
    def way_out(self) -> str:
        """The page that helps: a request for a key with the rule, or else the account's own."""
        if self._account is None:
            return ""
        if not self.is_lacking:
            return reverse("accounts:detail", args=[self._account.pk])
        return management_key_request(self._account, live.NAMES_RECIPE, [self.wanted.rule])


class BuilderSuggestions:
    """``of_rows``: suggestions for every kind of star. ``blanks``: each blank of what is open,
    with its suggestions where there are any. ``accounts`` may be asked, ``account`` is."""

    def __init__(self, draft: Draft, accounts: Sequence[Account]) -> None:
        self.draft = draft
        self.accounts = accounts
        own = accounts if len(accounts) == 1 else ()
        chosen = (account for account in accounts if str(account.pk) == draft.account)
        self.account = next(iter((*chosen, *own)), None)

    @cached_property
    def of_rows(self) -> list[NameSuggestions]:
        return [self._suggestions_for(slot) for slot in self._starred] if self.accounts else []

    @cached_property
    def blanks(self) -> list[tuple[Blank, NameSuggestions | None]]:
        return [
            (blank, self._suggestions_for(slot) if slot and self.accounts else None)
            for blank, slot in self._open
        ]

    @cached_property
    def of_row_blanks(self) -> list[tuple[RowBlank, NameSuggestions | None]]:
        """Each blank of the rows, with its names where an account can be asked for them."""
        return [
            (blank, self._suggestions_for(slot) if slot and self.account else None)
            for blank, slot in self._in_rows
        ]

    @property
    def is_beside(self) -> bool:
        """Whether names are offered for a blank: then the account is chosen there."""
        return any(names for _, names in self.blanks)

    @property
    def are_many(self) -> bool:
        """Whether it is worth typing a part of a name to find it among those for stars."""
        return bool(self.draft.only) or any(names.more for names in self.of_rows)

    @cached_property
    def _starred(self) -> list[NameSlot]:
        return star_slots(self.draft)

    @cached_property
    def _in_rows(self) -> list[tuple[RowBlank, NameSlot | None]]:
        return list(row_blank_slots(self.draft))

    @cached_property
    def _open(self) -> list[tuple[Blank, NameSlot | None]]:
        return list(blank_slots(self.draft))

    @cached_property
    def _known(self) -> dict[str, ServiceNames]:
        slots = [*self._starred, *(slot for _, slot in (*self._open, *self._in_rows) if slot)]
        lists = [slot.wanted for slot in slots]
        return live.known_names(self.account, lists) if self.account and lists else {}

    def _suggestions_for(self, slot: NameSlot) -> NameSuggestions:
        route = slot.wanted.route
        trouble = self.draft.troubles.get(route, _NOTHING)
        return NameSuggestions(slot, self.account, known=self._known.get(route), trouble=trouble)
