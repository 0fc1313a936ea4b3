"""What each button of the rights builder does to a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from credentials.catalogue import as_segment, list_of_names, narrowed
from credentials.errors import RuleError
from credentials.recipes import RECIPES
from credentials.rights import AccessRule, normalise, parse_rules
from credentials.sentences import gettext_noop, say
from dashboard.forms.rights import rows
from dashboard.forms.rights.browsing import below, level_rules
from dashboard.forms.rights.draft import Draft
from dashboard.forms.rights.finding import catalogue, taking
from dashboard.forms.rights.refusal import explain
from dashboard.forms.rights.verdict import judge

Verb = Callable[[Draft, str], Draft]


def press(draft: Draft, do: str) -> Draft:
    """The draft after a button whose value is ``do``: a verb and, for some, what it is about."""
    verb, _, about = do.partition(" ")
    return _VERBS.get(verb, _check)(draft, about) if do else draft


def take_in(draft: Draft, rules: Iterable[AccessRule], *, profile: str = "") -> Draft:
    """The draft with rules that are kept somewhere already; the first profile is remembered."""
    taken = replace(draft, profile=draft.profile or profile)
    return _with(taken, lambda: rules, beside="start", otherwise=draft)


def _check(draft: Draft, _: str) -> Draft:
    """Enter in any field; in the last blank it means to take what is open."""
    if draft.recipe and all(draft.values.get(one.name) for one in draft.recipe.parameters):
        return _apply(draft, "")
    if draft.opened and any(draft.values.values()):
        return _take(draft, "")
    return _look(draft, "") if draft.named.strip() else draft


def _add(draft: Draft, _: str) -> Draft:
    if len(draft.rows) >= rows.MOST_ROWS:
        return draft
    return replace(draft, rows=rows.numbered((*draft.rows, rows.Row())))


def _remove(draft: Draft, place: str) -> Draft:
    left = (one for one in draft.rows if str(one.place) != place)
    return replace(draft, rows=rows.numbered(left))


def _clear(draft: Draft, _: str) -> Draft:
    return replace(draft, rows=(), profile="")


def _pick(draft: Draft, slug: str) -> Draft:
    """Open a recipe: what it can and cannot do is read before it is taken."""
    return replace(draft, recipe=RECIPES.get(slug), opened="", values={})


def _close(draft: Draft, _: str) -> Draft:
    return replace(draft, recipe=None, opened="", values={})


def _deprecated(draft: Draft, _: str) -> Draft:
    return replace(draft, with_deprecated=not draft.with_deprecated)


def _browse(draft: Draft, path: str) -> Draft:
    """Look at a place of the API."""
    return replace(_close(draft, ""), search="", at=path)


def _look(draft: Draft, _: str) -> Draft:
    """Look at one thing instead of all that are called like it."""
    try:
        name = as_segment(draft.named)
    except RuleError as error:
        return replace(draft, troubles={"named": error.sentence})
    return replace(_browse(draft, f"{draft.at.removesuffix('/')}/{name}"), named="")


def _level(draft: Draft, key: str) -> Draft:
    """What a level takes of the place that is looked at, its count having been read."""
    return _with(draft, lambda: level_rules(draft.at, key), beside="level", otherwise=draft)


def _below(draft: Draft, place: str) -> Draft:
    """A row's rules with everything below them, their count having been read."""
    found = [rule for one in draft.rows if str(one.place) == place for rule in one.rules]
    return _with(draft, lambda: below(found), beside="call", otherwise=draft)


def _open(draft: Draft, key: str) -> Draft:
    """An operation that is one call is taken at once; what a star would widen is shown first."""
    opened = replace(_close(draft, ""), opened=key)
    wanted = taking(key, {})
    return opened if wanted is None or wanted.blanks else _take_all(opened, "")


def _take(draft: Draft, _: str) -> Draft:
    """The operation for what is named; never more of them than asked for."""
    wanted = taking(draft.opened, draft.values)
    if wanted is None or wanted.problem or not wanted.widens:
        return _take_all(draft, "")
    sentence = say(gettext_noop("Type a name, or add the rule with a star."))
    return replace(draft, troubles={"opened": sentence})


def _take_all(draft: Draft, _: str) -> Draft:
    """The operation with a star where nothing is named, its reach having been read."""
    wanted = taking(draft.opened, draft.values)
    if wanted is None or wanted.problem:
        return draft
    return _with(_close(draft, ""), lambda: wanted.pick.rules, beside="opened", otherwise=draft)


def _name(draft: Draft, about: str) -> Draft:
    """A blank filled with a real name; with the last one the rules are taken."""
    blank, _, name = about.partition(" ")
    filled = replace(draft, values={**draft.values, blank: name})
    opened = taking(filled.opened, filled.values)
    blanks = [one.name for one in opened.blanks] if opened else []
    is_full = all(filled.values.get(one) for one in blanks)
    return _check(filled, "") if is_full else filled


def _narrow(draft: Draft, about: str) -> Draft:
    """A real name in place of the stars that stand for any."""
    route, _, name = about.partition(" ")
    return _narrow_to(draft, route, (name,))


def _narrow_ticked(draft: Draft, route: str) -> Draft:
    """The same with every name that is ticked."""
    if names := draft.ticked_of(route):
        return _narrow_to(draft, route, names)
    return replace(draft, troubles={route: say(gettext_noop("Tick a name first."))})


def _narrow_to(draft: Draft, route: str, names: Iterable[str]) -> Draft:
    """Names in place of stars; what is wrong with a row stays as it is."""
    by = list_of_names(catalogue(), route)
    if by is None:
        return draft
    others = replace(draft, rows=tuple(draft.problems))
    return _with(
        others,
        lambda: narrowed(catalogue(), draft.rules, by=by, names=names),
        beside=route,
        otherwise=draft,
    )


def _leave(draft: Draft, _: str) -> Draft:
    """What a button does is not a matter of the draft: the names are read by the view."""
    return draft


def _apply(draft: Draft, _: str) -> Draft:
    recipe = draft.recipe
    if recipe is None:
        return draft
    taken = replace(draft, recipe=None, values={})
    return _with(taken, lambda: recipe.rules(**draft.values), beside="recipe", otherwise=draft)


def _paste(draft: Draft, _: str) -> Draft:
    taken = replace(draft, pasted="")
    return _with(taken, lambda: _read(draft.pasted), beside="pasted", otherwise=draft)


def _tidy(draft: Draft, _: str) -> Draft:
    """Without the rules that others cover; what is wrong stays to be put right."""
    tidied = rows.with_rules((), normalise(draft.rules))
    return replace(draft, rows=rows.numbered((*tidied, *draft.problems)))


def _grant(draft: Draft, method: str) -> Draft:
    """With the smallest rule that the call asked about lacks, with that method."""
    verdicts = judge(draft.rules, draft.call).verdicts
    missing = [one.missing for one in verdicts if one.missing and method in {one.method, ""}]
    return _with(draft, lambda: missing, beside="call", otherwise=draft)


def _cure(draft: Draft, _: str) -> Draft:
    """With the rules that the call in a pasted error lacked."""
    found = explain(draft.rules, draft.refusal).explanation
    missing = found.missing if found else ()
    cured = replace(draft, refusal="")
    return _with(cured, lambda: missing, beside="refusal", otherwise=draft)


def _with(
    taken: Draft, make: Callable[[], Iterable[AccessRule]], *, beside: str, otherwise: Draft
) -> Draft:
    """``taken`` with more rules; where they cannot be had, ``otherwise`` with the reason."""
    try:
        return replace(taken, rows=rows.with_rules(taken.rows, make()))
    except RuleError as error:
        return replace(otherwise, troubles={beside: error.sentence})


def _read(text: str) -> tuple[AccessRule, ...]:
    if found := parse_rules(text):
        return found
    raise RuleError(say(gettext_noop("Nothing was pasted. A rule reads like this: GET /me")))


_VERBS: dict[str, Verb] = {
    "check": _check,
    "add": _add,
    "remove": _remove,
    "clear": _clear,
    "pick": _pick,
    "close": _close,
    "deprecated": _deprecated,
    "browse": _browse,
    "look": _look,
    "level": _level,
    "below": _below,
    "open": _open,
    "take": _take,
    "take-all": _take_all,
    "apply": _apply,
    "paste": _paste,
    "tidy": _tidy,
    "grant": _grant,
    "cure": _cure,
    "name": _name,
    "narrow": _narrow,
    "narrow-ticked": _narrow_ticked,
    "read": _leave,
}
