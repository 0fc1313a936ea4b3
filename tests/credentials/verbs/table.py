"""Every verb: what its actor must be allowed, how it succeeds, and how it refuses otherwise."""

from __future__ import annotations

from typing import Final

from tests.credentials.verbs.bulk_verbs import BULK_VERBS
from tests.credentials.verbs.calling_verbs import CALLING_VERBS
from tests.credentials.verbs.review_verbs import REVIEW_VERBS
from tests.credentials.verbs.team_verbs import TEAM_VERBS
from tests.credentials.verbs.vault_verbs import (
    ACCOUNT_VERBS,
    ENTRY_VERBS,
    OPENING_VERBS,
    USAGE_VERBS,
    WHOLE_VAULT_VERBS,
)

VERBS: Final = {
    **TEAM_VERBS,
    **ACCOUNT_VERBS,
    **ENTRY_VERBS,
    **OPENING_VERBS,
    **USAGE_VERBS,
    **WHOLE_VAULT_VERBS,
    **CALLING_VERBS,
    **BULK_VERBS,
    **REVIEW_VERBS,
}

#: Verbs that leave nothing but their entry; under one master key there is nothing to reseal.
WRITES_NOTHING: Final = {
    "audit.export",
    "teams.read_log",
    "teams.export_log",
    "teams.note_export",
    "vault.reveal",
    "vault.copy",
    "vault.export",
    "vault.send",
    "vault.use",
    "vault.inspect",
    "vault.reseal",
    "vault.back_up",
    "onboarding.check_keys",
    "onboarding.export_entry",
    "onboarding.identify_values",
    "live.read_names",
    "leak_checks.check_entry",
    "onboarding.verify_keys",
    "live.call",
}

#: Not verbs by themselves: what verbs are made of, and what takes a database of its own.
PARTS: Final = {
    "audit.attempt",
    "audit.attempt_call",
    "audit.record",
    "teams.attempt",
    "teams.attempt_call",
    "teams.guard_permission",
    "onboarding.request_again",  # check_request, then request_key: test_onboarding_waiting.py
    "live.read_account",  # start_sync, then run_sync: test_sync_accounts.py
    "live.revoker",
    "vault.management_client",
    "vault.bearer_client",
    "vault.signed_client",
    "vault.restore_backup",  # an empty database stays empty where it refuses: test_backups.py
}
