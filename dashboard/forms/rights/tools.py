"""Recipes as the page lists them: a line a tool, with how far each variant trusts it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials.recipes import Recipe, dns, management, operations
from credentials.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Tool:
    """The recipes of one tool; ``name`` says which."""

    name: Sentence
    recipes: tuple[Recipe, ...]


def tools(recipes: Iterable[Recipe]) -> list[Tool]:
    """Recipes by tool, tools as they first appear."""
    grouped: dict[str, list[Recipe]] = {}
    for recipe in recipes:
        grouped.setdefault(str(recipe.name), []).append(recipe)
    return [Tool(own[0].name, tuple(own)) for own in grouped.values()]


GROUPS: tuple[tuple[Promise, list[Tool]], ...] = (
    (_("DNS and certificates"), tools(dns.RECIPES)),
    (_("Infrastructure and reading"), tools(operations.RECIPES)),
    (_("Keydesk's own key"), tools(management.RECIPES)),
)
