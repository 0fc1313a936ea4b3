"""Tools that write DNS records: certificates, clusters, records kept as code (api 9)."""

from __future__ import annotations

from credentials.recipes.dns import certificates, clusters, records

RECIPES = (*certificates.RECIPES, *clusters.RECIPES, *records.RECIPES)
