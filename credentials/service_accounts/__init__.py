"""Service accounts (OAuth2 clients): create, store, delete.

Their list is read by ``live`` with everything else of the account; their secrets are sealed by
``vault``. Consumer keys belong in ``onboarding``.
"""

from __future__ import annotations

from credentials.service_accounts.clients import (
    ClientCredentials,
    create,
    delete,
    is_secret_lost,
    obstacle_to_creating,
    obstacle_to_deleting,
    obstacle_to_keeping,
    store,
)

__all__ = [
    "ClientCredentials",
    "create",
    "delete",
    "is_secret_lost",
    "obstacle_to_creating",
    "obstacle_to_deleting",
    "obstacle_to_keeping",
    "store",
]
