"""What each button of the rights builder does to a draft."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from credentials.core import RuleError, gettext_noop, say
from credentials.rights import (
    RECIPES,
    AccessRule,
    check_rule_limits,
    normalise_rules,
    parse_rules,
    read_rules,
)
from dashboard.rights_builder import name_buttons, operation_buttons, row_blanks, rows
from dashboard.rights_builder.added_rules import with_added
from dashboard.rights_builder.call_check import answer_call
from dashboard.rights_builder.draft import Draft, page_number
from dashboard.rights_builder.pasted_text import PastedText
from dashboard.rights_builder.search import opened_operation
from dashboard.rights_builder.tool_calls import learned_rules

_Action = Callable[[Draft, str], Draft]


def apply_button(draft: Draft, do: str) -> Draft:
    """The draft after a button whose value is ``do``: a verb and, for some, what it is about."""
    verb, _, about = do.partition(" ")
    return _ACTIONS.get(verb, _check)(draft, about) if do else draft


def _check(draft: Draft, _: str) -> Draft:
    """Enter in any field; in the last blank it means to take what is open."""
    recipe = draft.recipe
    if recipe and all(draft.values.get(parameter.name) for parameter in recipe.parameters):
        return _apply(draft, "")
    if draft.opened and any(draft.values.values()):
        return operation_buttons.take(draft, "")
    return operation_buttons.look(draft, "") if draft.named.strip() else draft


def _add(draft: Draft, _: str) -> Draft:
    if len(draft.rows) >= rows.MOST_ROWS:
        return draft
    return replace(draft, rows=rows.numbered((*draft.rows, rows.Row())), page=rows.MOST_ROWS)


def _turn(draft: Draft, number: str) -> Draft:
    """Another page of the rows."""
    return replace(draft, rows=rows.numbered(draft.rows), page=page_number(number))


def _remove(draft: Draft, place: str) -> Draft:
    left = (row for row in draft.rows if str(row.place) != place)
    return replace(draft, rows=rows.numbered(left))


def _clear(draft: Draft, _: str) -> Draft:
    return replace(draft, rows=(), profile="")


def _pick(draft: Draft, slug: str) -> Draft:
    """Open a recipe: what it can and cannot do is read before it is taken."""
    return replace(draft, recipe=RECIPES.get(slug), opened="", values={})


def _apply(draft: Draft, _: str) -> Draft:
    recipe = draft.recipe
    if recipe is None:
        return draft
    closed = replace(draft, recipe=None, values={})
    return with_added(
        closed, lambda: recipe.rules(**draft.values), beside="recipe", otherwise=draft
    )


def _name(draft: Draft, about: str) -> Draft:
    """A blank filled with a real name; with the last one the rules are taken."""
    blank_name, _, name = about.partition(" ")
    filled = replace(draft, values={**draft.values, blank_name: name})
    opened = opened_operation(filled.catalogue, filled.opened, filled.values)
    blanks = opened.blanks if opened else ()
    is_full = all(filled.values.get(blank.name) for blank in blanks)
    return _check(filled, "") if is_full else filled


def _leave(draft: Draft, _: str) -> Draft:
    """What a button does is not a matter of the draft: the names are read by the view."""
    return draft


def _paste(draft: Draft, _: str) -> Draft:
    text = draft.pasted
    emptied = replace(draft, pasted="", read_text=text if _says_more(text) else "")
    refused = replace(draft, read_text=text)
    return with_added(emptied, lambda: _read(text), beside="pasted", otherwise=refused)


def _says_more(text: str) -> bool:
    """Whether it is worth a look what was taken from a text."""
    with suppress(RuleError):
        return PastedText(text).says_more
    return False


def _fill(draft: Draft, about: str) -> Draft:
    """Names in place of blanks: the one that was picked, or those that were typed."""
    blank, _, name = about.partition(" ")
    names = {blank: name} if name else draft.filled
    try:
        return replace(draft, rows=row_blanks.filled(draft.rows, names))
    except RuleError as error:
        return replace(draft, troubles={"blanks": error.sentence})


def _tidy(draft: Draft, _: str) -> Draft:
    """Without the rules that others cover; what is wrong stays to be put right."""
    tidied = rows.with_rules((), normalise_rules(draft.rules))
    return replace(draft, rows=rows.numbered((*tidied, *draft.problems)))


def _grant(draft: Draft, method: str) -> Draft:
    """With the smallest rule that the call asked about lacks, with that method."""
    checks = answer_call(draft.catalogue, draft.rules, call=draft.call).checks
    missing = [check.missing for check in checks if check.missing and method in {check.method, ""}]
    return with_added(draft, lambda: missing, beside="call", otherwise=draft)


def _propose(draft: Draft, _: str) -> Draft:
    """The log is answered wherever the draft is shown; without one there is nothing to answer."""
    if draft.log.strip():
        return draft
    return replace(draft, troubles={"log": say(gettext_noop("Paste what the tool printed first."))})


def _learn(draft: Draft, _: str) -> Draft:
    """With the smallest rules for the calls in a pasted log."""
    emptied = replace(draft, log="")
    return with_added(
        emptied,
        lambda: learned_rules(draft.catalogue, draft.log).rules,
        beside="log",
        otherwise=draft,
    )


def _read(text: str) -> tuple[AccessRule, ...]:
    """The rules in a text, whatever else is in it. Raises ``RuleError`` where there is none."""
    if rules := read_rules(text).rules or parse_rules(text):
        return check_rule_limits(rules)
    raise RuleError(say(gettext_noop("Nothing was pasted. A rule reads like this: GET /me")))


_ACTIONS: dict[str, _Action] = {
    "check": _check,
    "add": _add,
    "remove": _remove,
    "rows": _turn,
    "clear": _clear,
    "pick": _pick,
    "close": operation_buttons.close,
    "list": operation_buttons.list_page,
    "browse": operation_buttons.browse,
    "look": operation_buttons.look,
    "level": operation_buttons.add_level,
    "below": operation_buttons.add_below,
    "open": operation_buttons.open_operation,
    "take": operation_buttons.take,
    "take-all": operation_buttons.take_all,
    "apply": _apply,
    "paste": _paste,
    "fill": _fill,
    "tidy": _tidy,
    "grant": _grant,
    "propose": _propose,
    "learn": _learn,
    "name": _name,
    "narrow": name_buttons.narrow,
    "narrow-ticked": name_buttons.narrow_to_ticked,
    "read": _leave,
}
