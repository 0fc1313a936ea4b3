"""Named rule sets for real tools, each with its source (api 9)."""

from __future__ import annotations

from credentials.recipes import dns, management, operations
from credentials.recipes.recipe import Parameter, Recipe

RECIPES: dict[str, Recipe] = {
    recipe.slug: recipe for recipe in (*dns.RECIPES, *operations.RECIPES, *management.RECIPES)
}

__all__ = ["RECIPES", "Parameter", "Recipe"]
