"""Where a draft has room for an account's real names: its stars, and the blanks of what is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from credentials.core import RuleError
from credentials.rights import NameList, Recipe, RecipeParameter, name_list_at, name_list_for_star
from dashboard.rights_builder.draft import Draft
from dashboard.rights_builder.row_blanks import RowBlank, blanks_in
from dashboard.rights_builder.search import Blank, opened_operation

BlankSlots = Iterator[tuple[Blank, "NameSlot | None"]]


@dataclass(frozen=True, slots=True)
class NameSlot:
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


def star_slots(draft: Draft) -> list[NameSlot]:
    """A slot for every kind of star in the draft's rules."""
    lists = (name_list_for_star(draft.catalogue, rule.path) for rule in draft.rules)
    by_route = {name_list.route: name_list for name_list in lists if name_list}
    return [
        NameSlot(
            name_list,
            f"narrow {route}",
            draft.only,
            name_list.segment,
            ticked=draft.ticked_of(route),
        )
        for route, name_list in by_route.items()
    ]


def row_blank_slots(draft: Draft) -> Iterator[tuple[RowBlank, NameSlot | None]]:
    """Each blank of the rows, with its slot where names can be listed."""
    for blank in blanks_in(draft.rows):
        name_list = name_list_at(draft.catalogue, blank.before)
        do, typed = f"fill {blank.name}", draft.filled.get(blank.name, "")
        yield blank, NameSlot(name_list, do, typed, name_list.segment) if name_list else None


def blank_slots(draft: Draft) -> BlankSlots:
    """Each blank of the open recipe or operation, with its slot where names can be listed."""
    return _of_recipe(draft, draft.recipe) if draft.recipe else _of_operation(draft)


def _of_recipe(draft: Draft, recipe: Recipe) -> BlankSlots:
    for parameter in recipe.parameters:
        value = draft.values.get(parameter.name, "")
        blank = Blank(parameter.label, parameter.placeholder, f"with-{parameter.name}", value)
        name_list = name_list_at(draft.catalogue, recipe.route_before(parameter))
        yield blank, _of_parameter(name_list, parameter, value) if name_list else None


def _of_parameter(name_list: NameList, parameter: RecipeParameter, value: str) -> NameSlot:
    return NameSlot(name_list, f"name {parameter.name}", value, parameter.clean)


def _of_operation(draft: Draft) -> BlankSlots:
    opened = opened_operation(draft.catalogue, draft.opened, draft.values)
    if opened is None:
        return
    path = opened.choice.operation.path
    for blank in opened.blanks:
        name_list = name_list_at(draft.catalogue, path.partition(f"/{{{blank.name}}}")[0])
        do = f"name {blank.name}"
        yield blank, NameSlot(name_list, do, blank.value, name_list.segment) if name_list else None
