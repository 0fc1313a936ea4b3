"""Buttons that put real names in the place of stars."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from credentials.core import gettext_noop, say
from credentials.rights import name_list_at, narrow_to_names
from dashboard.rights_builder.added_rules import with_added
from dashboard.rights_builder.draft import Draft


def narrow(draft: Draft, about: str) -> Draft:
    """A real name in place of the stars that stand for any."""
    route, _, name = about.partition(" ")
    return _narrow_to(draft, route, (name,))


def narrow_to_ticked(draft: Draft, route: str) -> Draft:
    """The same with every name that is ticked."""
    if names := draft.ticked_of(route):
        return _narrow_to(draft, route, names)
    return replace(draft, troubles={route: say(gettext_noop("Tick a name first."))})


def _narrow_to(draft: Draft, route: str, names: Iterable[str]) -> Draft:
    """Names in place of stars; what is wrong with a row stays as it is."""
    name_list = name_list_at(draft.catalogue, route)
    if name_list is None:
        return draft
    others = replace(draft, rows=tuple(draft.problems))
    return with_added(
        others,
        lambda: narrow_to_names(draft.catalogue, draft.rules, by=name_list, names=names),
        beside=route,
        otherwise=draft,
    )
