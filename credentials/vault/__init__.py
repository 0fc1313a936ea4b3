"""The vault: store, open, replace, destroy; accounts, who knows what, backups, new master keys.

Whatever opens a secret is here, logged before it opens. Taking keys in and handing them out is
``onboarding``, what OVHcloud lists is ``live``, the cryptography is ``sealing``.
"""

from __future__ import annotations

from credentials.vault.account_binding import (
    bind_account,
    binding_questions,
    keys_to_set_apart,
    refuse_binding,
    state_by_binding,
)
from credentials.vault.accounts import (
    add_account,
    believed_account,
    change_account,
    delete_account,
    guard_account_is_empty,
    locked_account,
    with_counts,
)
from credentials.vault.backups.making import back_up
from credentials.vault.backups.restoring import RestoredBackup, restore_backup
from credentials.vault.binding_answer import confirm_binding
from credentials.vault.clients import bearer_client, signed_client, unsigned_client
from credentials.vault.confirmed_keys import unconfirmed
from credentials.vault.entries import (
    archive,
    destroy,
    destroy_ended,
    guard_new_value,
    relabel,
    replace_secret,
    unarchive,
)
from credentials.vault.entry_columns import (
    ENTRY_BANDS,
    on_listed_account_saved,
    on_listed_entry_saved,
    on_owner_saved,
    on_vault_migrated,
    rebuild_entry_rows,
    refresh_entries,
)
from credentials.vault.entry_columns import TEXT_INDEX as ENTRY_TEXT
from credentials.vault.entry_metadata import EntryMetadata
from credentials.vault.entry_state import (
    APPLICATION_DELETED,
    GONE,
    entry_state,
    requestable_applications,
)
from credentials.vault.exposure import (
    Exposure,
    FailedOpening,
    exposures_by_entry,
    exposures_of,
    failed_openings,
    knowers_of,
    known_to,
    newest_versions,
)
from credentials.vault.inspection import Inspection, inspect
from credentials.vault.management_key import (
    IS_MANAGEMENT_KEY,
    MANAGEMENT_RECIPE,
    MissingRights,
    choose_management_key,
    is_management_application,
    is_management_key,
    lockout_warning,
    management_client,
    management_key_candidates,
    management_key_of,
    management_key_reach,
    management_obstacle,
    missing_management_right,
    waited_limits,
    wider_management_rules,
)
from credentials.vault.opening import (
    LONGEST_PURPOSE,
    copy,
    export,
    guard_purpose,
    purpose_given,
    reveal,
    use,
)
from credentials.vault.resealing import RESEAL_BATCH, ResealProgress, keys_left_to_reseal, reseal
from credentials.vault.seal_locations import factor_binding
from credentials.vault.search import ValueMatch, entries_holding, holdings_of, listed_ids
from credentials.vault.sending import Sending, send
from credentials.vault.storing import (
    guard_new_service_account,
    store_application,
    store_consumer_key,
    store_entry,
    store_service_account,
)
from credentials.vault.usages import LONGEST_PLACE, UsageLine, add_usage, remove_usage
from credentials.vault.versions import kept_versions, versions_of

__all__ = [
    "APPLICATION_DELETED",
    "ENTRY_BANDS",
    "ENTRY_TEXT",
    "GONE",
    "IS_MANAGEMENT_KEY",
    "LONGEST_PLACE",
    "LONGEST_PURPOSE",
    "MANAGEMENT_RECIPE",
    "RESEAL_BATCH",
    "EntryMetadata",
    "Exposure",
    "FailedOpening",
    "Inspection",
    "MissingRights",
    "ResealProgress",
    "RestoredBackup",
    "Sending",
    "UsageLine",
    "ValueMatch",
    "add_account",
    "add_usage",
    "archive",
    "back_up",
    "bearer_client",
    "believed_account",
    "bind_account",
    "binding_questions",
    "change_account",
    "choose_management_key",
    "confirm_binding",
    "copy",
    "delete_account",
    "destroy",
    "destroy_ended",
    "entries_holding",
    "entry_state",
    "export",
    "exposures_by_entry",
    "exposures_of",
    "factor_binding",
    "failed_openings",
    "guard_account_is_empty",
    "guard_new_service_account",
    "guard_new_value",
    "guard_purpose",
    "holdings_of",
    "inspect",
    "is_management_application",
    "is_management_key",
    "kept_versions",
    "keys_left_to_reseal",
    "keys_to_set_apart",
    "knowers_of",
    "known_to",
    "listed_ids",
    "locked_account",
    "lockout_warning",
    "management_client",
    "management_key_candidates",
    "management_key_of",
    "management_key_reach",
    "management_obstacle",
    "missing_management_right",
    "newest_versions",
    "on_listed_account_saved",
    "on_listed_entry_saved",
    "on_owner_saved",
    "on_vault_migrated",
    "purpose_given",
    "rebuild_entry_rows",
    "refresh_entries",
    "refuse_binding",
    "relabel",
    "remove_usage",
    "replace_secret",
    "requestable_applications",
    "reseal",
    "restore_backup",
    "reveal",
    "send",
    "signed_client",
    "state_by_binding",
    "store_application",
    "store_consumer_key",
    "store_entry",
    "store_service_account",
    "unarchive",
    "unconfirmed",
    "unsigned_client",
    "use",
    "versions_of",
    "waited_limits",
    "wider_management_rules",
    "with_counts",
]
