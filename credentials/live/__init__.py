"""What OVHcloud lists now: reading it, showing it beside the vault, taking keys back; and single
calls of the API by a person.

Calls go through ``ovhcloud``, secrets through ``vault``. Asking for new keys is ``onboarding``.
"""

from __future__ import annotations

from credentials.live.allowed_addresses import (
    CHANGE_ADDRESSES,
    AddressesDiffer,
    change_addresses,
    obstacle_to_changing_addresses,
    obstacle_to_limiting_own_key,
)
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
from credentials.live.comparison import KEY_GROUPS, differences, in_group, never_listed
from credentials.live.freezing import (
    freeze,
    freeze_of,
    freezes_of,
    obstacle_to_freezing,
    obstacle_to_thawing,
    thaw,
)
from credentials.live.kept_rows import (
    ApplicationDeriver,
    KeyDeriver,
    on_account_saved,
    on_application_saved,
    on_entry_saved,
    worked_out,
)
from credentials.live.key_changes import prune_changes
from credentials.live.key_list import (
    IS_LISTED,
    IS_NOT_STORED,
    IS_STORED,
    KEY_STATES,
    REACHES_EVERYTHING,
    TEXT_INDEX,
    KeyGroup,
    band_of,
    found_in,
    groups_of,
    in_band,
    in_state,
    key_counts,
    listed_keys,
    shown_keys,
)
from credentials.live.owners import assign_owner
from credentials.live.rebuilding import Rebuilding, on_migrated, rebuild_rows
from credentials.live.revocation import (
    REVOKE_KEY,
    Revoker,
    obstacle_to_revoking,
    obstacle_to_revoking_application,
    revoke,
    revoke_application,
    revoker,
)
from credentials.live.risk_days import note_risk_days, risk_counts
from credentials.live.row_derivation import (
    BANDS,
    EXCEPTIONS_ONLY,
    KEY_UNREAD,
    NO_RISK,
    OPENS_NOTHING,
    UNKNOWN_RISK,
    found_mark,
    methods_and_paths,
)
from credentials.live.schedule import interval_of, start_due_syncs
from credentials.live.service_names import (
    NAMES_RECIPE,
    ServiceNames,
    known_names,
    lacks_names_rule,
    may_read_names,
    obstacle_to_reading_names,
    read_names,
)
from credentials.live.shared_pace import forget_idle_paces, shared_pace
from credentials.live.stored_facts import take_over_facts
from credentials.live.sync import READINGS, read_account, resume_sync, run_sync, start_sync
from credentials.live.sync_status import SyncStatus, sync_statuses
from credentials.live.unread_keys import list_unread_keys
from credentials.live.validated_keys import list_validated_key

__all__ = [
    "BANDS",
    "CHANGE_ADDRESSES",
    "CLIENT_LIVE",
    "CLIENT_UNSEEN",
    "EXCEPTIONS_ONLY",
    "IS_LISTED",
    "IS_NOT_STORED",
    "IS_STORED",
    "KEY_GROUPS",
    "KEY_STATES",
    "KEY_UNREAD",
    "NAMES_RECIPE",
    "NO_RISK",
    "OPENS_NOTHING",
    "REACHES_EVERYTHING",
    "READINGS",
    "REVOKE_KEY",
    "TEXT_INDEX",
    "UNKNOWN_RISK",
    "AddressesDiffer",
    "AffectedKey",
    "ApplicationDeriver",
    "CallAnswer",
    "CatalogueReading",
    "KeyDeriver",
    "KeyGroup",
    "Rebuilding",
    "Revoker",
    "ServiceNames",
    "SyncStatus",
    "affected_keys",
    "assign_owner",
    "band_of",
    "call",
    "catalogue_reading",
    "change_addresses",
    "differences",
    "forget_idle_paces",
    "found_in",
    "found_mark",
    "freeze",
    "freeze_of",
    "freezes_of",
    "groups_of",
    "in_band",
    "in_group",
    "in_state",
    "interval_of",
    "key_counts",
    "known_names",
    "lacks_names_rule",
    "list_unread_keys",
    "list_validated_key",
    "listed_clients",
    "listed_keys",
    "may_read_names",
    "methods_and_paths",
    "never_listed",
    "note_risk_days",
    "obstacle_to_calling",
    "obstacle_to_changing_addresses",
    "obstacle_to_freezing",
    "obstacle_to_limiting_own_key",
    "obstacle_to_reading_names",
    "obstacle_to_revoking",
    "obstacle_to_revoking_application",
    "obstacle_to_thawing",
    "on_account_saved",
    "on_application_saved",
    "on_entry_saved",
    "on_migrated",
    "prune_changes",
    "read_account",
    "read_names",
    "rebuild_rows",
    "resume_sync",
    "revoke",
    "revoke_application",
    "revoker",
    "risk_counts",
    "run_catalogue_refresh",
    "run_sync",
    "shared_pace",
    "shown_keys",
    "start_catalogue_refresh",
    "start_due_syncs",
    "start_sync",
    "stored_only_clients",
    "sync_statuses",
    "take_over_facts",
    "thaw",
    "worked_out",
]
