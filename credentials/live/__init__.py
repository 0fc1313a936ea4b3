"""What OVHcloud lists now: reading it, showing it beside the vault, taking keys back; and single
calls of the API by a person.

Calls go through ``ovhcloud``, secrets through ``vault``. Asking for new keys is ``onboarding``.
"""

from __future__ import annotations

from credentials.live.calls import CallAnswer, call, obstacle_to_calling
from credentials.live.catalogue_refresh import (
    AffectedKey,
    CatalogueReading,
    affected_keys,
    catalogue_reading,
    run_catalogue_refresh,
    start_catalogue_refresh,
)
from credentials.live.client_list import (
    CLIENT_LIVE,
    CLIENT_UNSEEN,
    listed_clients,
    stored_only_clients,
)
from credentials.live.key_list import (
    IS_LISTED,
    IS_NOT_STORED,
    IS_STORED,
    KEY_STATES,
    KEY_UNREAD,
    REACHES_EVERYTHING,
    ListedKey,
    listed_keys,
)
from credentials.live.revocation import (
    obstacle_to_revoking,
    obstacle_to_revoking_application,
    revoke,
    revoke_application,
)
from credentials.live.service_names import (
    NAMES_RECIPE,
    ServiceNames,
    known_names,
    lacks_names_rule,
    obstacle_to_reading_names,
    read_names,
    rules_with_names,
)
from credentials.live.sync import run_sync, start_sync
from credentials.live.sync_status import SyncStatus, sync_statuses
from credentials.live.validated_keys import list_validated_key

__all__ = [
    "CLIENT_LIVE",
    "CLIENT_UNSEEN",
    "IS_LISTED",
    "IS_NOT_STORED",
    "IS_STORED",
    "KEY_STATES",
    "KEY_UNREAD",
    "NAMES_RECIPE",
    "REACHES_EVERYTHING",
    "AffectedKey",
    "CallAnswer",
    "CatalogueReading",
    "ListedKey",
    "ServiceNames",
    "SyncStatus",
    "affected_keys",
    "call",
    "catalogue_reading",
    "known_names",
    "lacks_names_rule",
    "list_validated_key",
    "listed_clients",
    "listed_keys",
    "obstacle_to_calling",
    "obstacle_to_reading_names",
    "obstacle_to_revoking",
    "obstacle_to_revoking_application",
    "read_names",
    "revoke",
    "revoke_application",
    "rules_with_names",
    "run_catalogue_refresh",
    "run_sync",
    "start_catalogue_refresh",
    "start_sync",
    "stored_only_clients",
    "sync_statuses",
]
