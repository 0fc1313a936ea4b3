"""Recipes as the page lists them: a line a tool, with how far each variant trusts it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials import rights
from credentials.core import Sentence
from credentials.rights import Recipe


@dataclass(frozen=True, slots=True)
class Tool:
    """The recipes of one tool; ``name`` says which, ``aliases`` what else runs it."""

    name: Sentence
    recipes: tuple[Recipe, ...]

    @property
    def aliases(self) -> list[str]:
        return list(dict.fromkeys(alias for recipe in self.recipes for alias in recipe.aliases))


def tools(recipes: Iterable[Recipe]) -> list[Tool]:
    """Recipes by tool, tools as they first appear."""
    grouped: dict[str, list[Recipe]] = {}
    for recipe in recipes:
        grouped.setdefault(str(recipe.name), []).append(recipe)
    return [Tool(own[0].name, tuple(own)) for own in grouped.values()]


GROUPS: tuple[tuple[Promise, list[Tool]], ...] = (
    (_("DNS and certificates"), tools(rights.DNS_RECIPES)),
    (_("Infrastructure and reading"), tools(rights.OPERATIONS_RECIPES)),
    (_("Keydesk's own key"), tools(rights.MANAGEMENT_RECIPES)),
)
