"""The way to a management key that may do more than the account's own one."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from django.urls import reverse

from credentials import vault
from credentials.core import RuleError
from credentials.models import Account
from credentials.rights import AccessRule, Recipe
from dashboard.rights_builder import rows
from dashboard.rights_builder.draft import Draft


def management_key_request(
    account: Account, recipe: Recipe, extra: Iterable[AccessRule] = ()
) -> str:
    """Where a key is requested that does what the management key does, and the recipe and the extra
    rules as well; of one that may so much that no address holds it, those alone."""
    more = tuple(extra)
    every = vault.wider_management_rules(account, *recipe.rules(), *more)
    query = _query(every) or Draft(rows=rows.with_rules((), more), recipe=recipe).as_query()
    return f"{reverse('onboarding:start')}?{query}&account={account.pk}"


def _query(every: Iterable[AccessRule]) -> str:
    """Empty where no address holds it."""
    with suppress(RuleError):  # more paths than the builder shows
        draft = Draft(rows=rows.with_rules((), every))
        return draft.as_query() if draft.fits_an_address else ""
    return ""
