"""The words people read for the stored vocabulary of credentials.core.enums."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from credentials.core import (
    CredentialState,
    Environment,
    HostFamily,
    KeyChangeKind,
    KeyState,
    Permission,
    Role,
    RotationState,
    SyncInterval,
    SyncState,
)
from credentials.models import ENTRY_MODELS
from credentials.onboarding import CandidateState, Field
from credentials.teams import allows

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Label: TypeAlias = "str | _StrPromise"


class _Words(dict[str, Label]):
    """Words for stored ones; of those that nobody knows it is said that they are unknown."""

    def __missing__(self, stored: str) -> Label:
        return _("unknown")


ROLES: dict[str, Label] = _Words(
    {
        Role.ADMIN: _("Admin"),
        Role.OPERATOR: _("Operator"),
        Role.REQUESTER: _("Requester"),
        Role.AUDITOR: _("Auditor"),
    }
)

#: Somebody of the role, in the middle of a sentence.
ROLE_HOLDERS: dict[str, Label] = {
    Role.ADMIN: _("an admin"),
    Role.OPERATOR: _("an operator"),
    Role.REQUESTER: _("a requester"),
    Role.AUDITOR: _("an auditor"),
}

ROLE_DESCRIPTIONS: dict[str, Label] = _Words(
    {
        Role.ADMIN: _("People and policy, and everything the other roles may do."),
        Role.OPERATOR: _("Keeps, reveals, exports, requests and revokes keys."),
        Role.REQUESTER: _("Sees what exists and requests keys; never sees a secret."),
        Role.AUDITOR: _("Sees what exists and reads the activity log; never sees a secret."),
    }
)

PERMISSIONS: dict[str, Label] = {
    Permission.SEE: _("see the team's accounts"),
    Permission.REQUEST_KEYS: _("request keys"),
    Permission.REVEAL: _("reveal, copy and export secrets"),
    Permission.STORE_SECRETS: _("store, replace and destroy secrets"),
    Permission.SYNC: _("read live keys from OVHcloud"),
    Permission.REVOKE: _("revoke, freeze and limit keys"),
    Permission.MANAGE_ACCOUNTS: _("manage accounts"),
    Permission.MANAGE_PEOPLE: _("manage members"),
    Permission.SET_POLICY: _("set the team's policy"),
    Permission.SAVE_PROFILES: _("save and archive rights profiles"),
    Permission.READ_LOG: _("read the activity log"),
    Permission.CALL_API: _("call the API with a stored key"),
    Permission.REFRESH_CATALOGUE: _("read anew what an API offers"),
    Permission.REVIEW_KEYS: _("start review campaigns of keys"),
}

KINDS: dict[str, Label] = _Words({model.about.kind: _(model.about.label) for model in ENTRY_MODELS})

SECRETS: dict[str, Label] = _Words(
    {model.about.kind: _(model.about.secret_label) for model in ENTRY_MODELS}
)

ENVIRONMENTS: dict[str, Label] = _Words(
    {
        Environment.UNSET: _("Not set"),
        Environment.PRODUCTION: _("Production"),
        Environment.STAGING: _("Staging"),
        Environment.DEVELOPMENT: _("Development"),
    }
)

#: Where a key that was found in a text stands.
STANDINGS: dict[str, Label] = _Words(
    {
        CandidateState.READY: _("Accepted"),
        CandidateState.KNOWN: _("Stored already"),
        CandidateState.TWICE: _("Twice in the text"),
        CandidateState.INCOMPLETE: _("Incomplete"),
        CandidateState.REFUSED: _("Refused by OVHcloud"),
        CandidateState.UNANSWERED: _("Not answered"),
    }
)
STORED, NOT_STORED = _("Stored"), _("Not stored")

#: What a text calls its values.
FIELDS: dict[str, Label] = _Words(
    {
        Field.APPLICATION_KEY: _("application key"),
        Field.APPLICATION_SECRET: _("application secret"),
        Field.CONSUMER_KEY: _("consumer key"),
        Field.CLIENT_ID: _("client id"),
        Field.CLIENT_SECRET: _("client secret"),
    }
)

HOST_FAMILIES: dict[str, Label] = _Words(
    {
        HostFamily.OLDER: _("Older hosts"),
        HostFamily.NEWER: _("Newer hosts"),
    }
)

KEY_CHANGES: dict[str, Label] = _Words(
    {
        KeyChangeKind.APPEARED: _("Appeared"),
        KeyChangeKind.VALIDATED: _("Validated"),
        KeyChangeKind.FIRST_USE: _("First use"),
        KeyChangeKind.WOKE: _("Used again"),
        KeyChangeKind.ADDRESSES: _("Other addresses"),
        KeyChangeKind.RULES: _("Other rules"),
        KeyChangeKind.STATE: _("Another state"),
        KeyChangeKind.EXPIRED: _("Expired"),
        KeyChangeKind.FROZEN: _("Frozen"),
        KeyChangeKind.THAWED: _("Thawed"),
        KeyChangeKind.GONE: _("Gone"),
        KeyChangeKind.BACK: _("Listed again"),
    }
)

SYNC_INTERVALS: dict[str, Label] = _Words(
    {
        SyncInterval.HOURLY: _("Every hour"),
        SyncInterval.SIX_HOURS: _("Every six hours"),
        SyncInterval.DAILY: _("Once a day"),
        SyncInterval.OFF: _("Only when asked"),
    }
)

KEY_STATES: dict[str, Label] = {
    KeyState.PENDING: _("Pending"),
    KeyState.VALIDATED: _("Validated"),
    KeyState.UNCONFIRMED: _("Account to be confirmed"),
    KeyState.REFUSED: _("Refused"),
    KeyState.ABANDONED: _("Not validated in time"),
    KeyState.EXPIRED: _("Expired"),
    KeyState.REVOKED: _("Revoked"),
    KeyState.FOREIGN: _("Another account's"),
}

LIVE_STATES: dict[str, Label] = {
    CredentialState.PENDING: _("Pending"),
    CredentialState.VALIDATED: _("Validated"),
    CredentialState.REFUSED: _("Refused"),
    CredentialState.EXPIRED: _("Expired"),
}

ROTATION_STATES: dict[str, Label] = {
    RotationState.REQUESTED: _("Requested"),
    RotationState.VALIDATED: _("Validated"),
    RotationState.HANDED_OVER: _("Handed over"),
    RotationState.PROVEN: _("Proven"),
    RotationState.RETIRING: _("Retiring"),
    RotationState.RETIRED: _("Retired"),
    RotationState.CANCELLED: _("Cancelled"),
}

SYNC_STATES: dict[str, Label] = {
    SyncState.QUEUED: _("Waiting for a worker"),
    SyncState.RUNNING: _("Reading"),
    SyncState.DONE: _("Read"),
    SyncState.FAILED: _("Not read"),
}


def who_may(permission: Permission) -> str:
    """Whose roles have the permission, as in "an admin or an operator"."""
    holders = [str(ROLE_HOLDERS[role]) for role in Role if allows(role, permission)]
    if len(holders) == 1:
        return holders[0]
    values = {"others": ", ".join(holders[:-1]), "last": holders[-1]}
    return gettext("%(others)s or %(last)s") % values
