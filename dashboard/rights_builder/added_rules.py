"""A draft with more rules; where they cannot be had, the draft as it was with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from credentials.core import RuleError
from credentials.rights import AccessRule
from dashboard.rights_builder import rows
from dashboard.rights_builder.draft import Draft


def add_rules(draft: Draft, rules: Iterable[AccessRule], *, profile: str = "") -> Draft:
    """The draft with rules that are kept somewhere already; the first profile is remembered."""
    remembering = replace(draft, profile=draft.profile or profile)
    return with_added(remembering, lambda: rules, beside="start", otherwise=draft)


def with_added(
    draft: Draft, make: Callable[[], Iterable[AccessRule]], *, beside: str, otherwise: Draft
) -> Draft:
    """``draft`` with more rules; where they cannot be had, ``otherwise`` with the reason."""
    try:
        return replace(draft, rows=rows.with_rules(draft.rows, make()))
    except RuleError as error:
        return replace(otherwise, troubles={beside: error.sentence})
