"""Buttons about operations: browse to them, open one, take it as a rule."""

from __future__ import annotations

from dataclasses import replace

from credentials.core import RuleError, gettext_noop, say
from credentials.rights import path_segment
from dashboard.rights_builder.added_rules import with_added
from dashboard.rights_builder.browsing import below, level_rules
from dashboard.rights_builder.draft import Draft, page_number
from dashboard.rights_builder.search import opened_operation


def close(draft: Draft, _: str) -> Draft:
    return replace(draft, recipe=None, opened="", values={})


def list_page(draft: Draft, number: str) -> Draft:
    """A page of the operations that the rules reach."""
    return replace(draft, listed=page_number(number) or 1)


def browse(draft: Draft, path: str) -> Draft:
    """Look at a place of the API."""
    return replace(close(draft, ""), search="", at=path)


def look(draft: Draft, _: str) -> Draft:
    """Look at the thing that is named instead of all that are called like it."""
    try:
        name = path_segment(draft.named)
    except RuleError as error:
        return replace(draft, troubles={"named": error.sentence})
    return replace(browse(draft, f"{draft.at.removesuffix('/')}/{name}"), named="")


def add_level(draft: Draft, key: str) -> Draft:
    """What a level takes of the place that is looked at, its count having been read."""
    return with_added(
        draft,
        lambda: level_rules(draft.catalogue, draft.at, key=key),
        beside="level",
        otherwise=draft,
    )


def add_below(draft: Draft, place: str) -> Draft:
    """A row's rules with everything below them, their count having been read."""
    rules = [rule for row in draft.rows if str(row.place) == place for rule in row.rules]
    return with_added(draft, lambda: below(draft.catalogue, rules), beside="call", otherwise=draft)


def open_operation(draft: Draft, key: str) -> Draft:
    """An operation that is one call is taken at once; what a star would widen is shown first."""
    opened_draft = replace(close(draft, ""), opened=key)
    operation = opened_operation(draft.catalogue, key, {})
    return opened_draft if operation is None or operation.blanks else take_all(opened_draft, "")


def take(draft: Draft, _: str) -> Draft:
    """The operation for what is named; never more of them than asked for."""
    operation = opened_operation(draft.catalogue, draft.opened, draft.values)
    if operation is None or operation.problem or not operation.widens:
        return take_all(draft, "")
    sentence = say(gettext_noop("Type a name, or add the rule with a star."))
    return replace(draft, troubles={"opened": sentence})


def take_all(draft: Draft, _: str) -> Draft:
    """The operation with a star where nothing is named, its reach having been read."""
    operation = opened_operation(draft.catalogue, draft.opened, draft.values)
    if operation is None or operation.problem:
        return draft
    return with_added(
        close(draft, ""), lambda: operation.pick.rules, beside="opened", otherwise=draft
    )
