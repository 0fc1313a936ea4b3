"""Every recipe by its slug, and the lists of those that stand together on the page."""

from __future__ import annotations

from credentials.rights.recipes import account, cloud, management, servers
from credentials.rights.recipes.dns import certificates, clusters, proxies, records, updaters
from credentials.rights.recipes.recipe import Recipe
from credentials.rights.recipes.terraform import terraform_account, terraform_products

DNS_RECIPES = (
    *certificates.RECIPES,
    *proxies.RECIPES,
    *clusters.RECIPES,
    *records.RECIPES,
    *updaters.RECIPES,
)
OPERATIONS_RECIPES = (
    *terraform_products.RECIPES,
    *terraform_account.RECIPES,
    *cloud.RECIPES,
    *servers.RECIPES,
    *account.RECIPES,
)
MANAGEMENT_RECIPES = management.RECIPES
RECIPES: dict[str, Recipe] = {
    recipe.slug: recipe for recipe in (*DNS_RECIPES, *OPERATIONS_RECIPES, *MANAGEMENT_RECIPES)
}
