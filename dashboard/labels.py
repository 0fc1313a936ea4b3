"""The words people read for the stored vocabulary of credentials.enums."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as _

from credentials.enums import (
    AuditAction,
    CredentialState,
    EntryKind,
    Environment,
    KeyState,
    Outcome,
    Permission,
    Role,
    SyncState,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Label: TypeAlias = "str | _StrPromise"

ROLES: dict[str, Label] = {
    Role.ADMIN: _("Admin"),
    Role.OPERATOR: _("Operator"),
    Role.REQUESTER: _("Requester"),
    Role.AUDITOR: _("Auditor"),
}

ROLE_DESCRIPTIONS: dict[str, Label] = {
    Role.ADMIN: _("People and policy, and everything the other roles may do."),
    Role.OPERATOR: _("Keeps, reveals, exports, requests and revokes keys."),
    Role.REQUESTER: _("Sees what exists and requests keys; never sees a secret."),
    Role.AUDITOR: _("Sees what exists and reads the activity log; never sees a secret."),
}

PERMISSIONS: dict[str, Label] = {
    Permission.SEE: _("see the team's accounts"),
    Permission.REQUEST_KEYS: _("request keys"),
    Permission.REVEAL: _("reveal, copy and export secrets"),
    Permission.KEEP: _("store, replace and forget secrets"),
    Permission.SYNC: _("read live keys from OVHcloud"),
    Permission.REVOKE: _("revoke keys"),
    Permission.MANAGE_ACCOUNTS: _("manage accounts"),
    Permission.MANAGE_PEOPLE: _("manage members"),
    Permission.SET_POLICY: _("set the team's policy"),
    Permission.KEEP_PROFILES: _("save and archive rights profiles"),
    Permission.READ_LOG: _("read the activity log"),
}

KINDS: dict[str, Label] = {
    EntryKind.APPLICATION: _("Application"),
    EntryKind.CONSUMER_KEY: _("Consumer key"),
    EntryKind.SERVICE_ACCOUNT: _("Service account"),
}

SECRETS: dict[str, Label] = {
    EntryKind.APPLICATION: _("application secret"),
    EntryKind.CONSUMER_KEY: _("consumer key"),
    EntryKind.SERVICE_ACCOUNT: _("client secret"),
}

ENVIRONMENTS: dict[str, Label] = {
    Environment.UNSET: _("Not set"),
    Environment.PRODUCTION: _("Production"),
    Environment.STAGING: _("Staging"),
    Environment.DEVELOPMENT: _("Development"),
}

KEY_STATES: dict[str, Label] = {
    KeyState.PENDING: _("Pending"),
    KeyState.VALIDATED: _("Validated"),
    KeyState.REFUSED: _("Refused"),
    KeyState.ABANDONED: _("Given up"),
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

SYNC_STATES: dict[str, Label] = {
    SyncState.QUEUED: _("Waiting for a worker"),
    SyncState.RUNNING: _("Reading"),
    SyncState.DONE: _("Read"),
    SyncState.FAILED: _("Not read"),
}

OUTCOMES: dict[str, Label] = {
    Outcome.STARTED: _("started"),
    Outcome.DONE: _("done"),
    Outcome.DENIED: _("denied"),
    Outcome.FAILED: _("failed"),
}

#: What Keydesk itself used a secret for, by the purpose in the log.
PURPOSES: dict[str, Label] = {
    "sync": _("to read the live keys"),
    "validation": _("to check the key at OVHcloud"),
    "revoke": _("to revoke a key"),
    "revoke application": _("to revoke an application"),
    "create service account": _("to create a service account"),
    "delete service account": _("to delete a service account"),
    "token test": _("to test the service account"),
}

ACTIONS: dict[str, Label] = {
    AuditAction.SIGNED_IN: _("signed in"),
    AuditAction.SIGN_IN_FAILED: _("failed to sign in"),
    AuditAction.SIGNED_OUT: _("signed out"),
    AuditAction.CONFIRMED: _("confirmed their identity"),
    AuditAction.PASSWORD_CHANGED: _("changed their password"),
    AuditAction.TEAM_CREATED: _("created the team"),
    AuditAction.MEMBER_ADDED: _("added a member to"),
    AuditAction.MEMBER_ROLE_CHANGED: _("changed a role in"),
    AuditAction.MEMBER_REMOVED: _("removed a member from"),
    AuditAction.POLICY_CHANGED: _("changed the policy of"),
    AuditAction.ACCOUNT_CREATED: _("added the account"),
    AuditAction.ACCOUNT_CHANGED: _("changed the account"),
    AuditAction.ACCOUNT_DELETED: _("deleted the account"),
    AuditAction.MANAGEMENT_KEY_CHANGED: _("changed the management key of"),
    AuditAction.ACCOUNT_SYNCED: _("read the live keys of"),
    AuditAction.NAMES_READ: _("read names of services of"),
    AuditAction.ENTRY_STORED: _("stored"),
    AuditAction.ENTRY_CHANGED: _("changed what is written on"),
    AuditAction.SECRET_REVEALED: _("revealed the secret of"),
    AuditAction.SECRET_COPIED: _("copied the secret of"),
    AuditAction.SECRET_EXPORTED: _("exported the secret of"),
    AuditAction.SECRET_SENT: _("sent somebody the secret of"),
    AuditAction.SECRET_USED: _("used the secret of"),
    AuditAction.SECRET_REPLACED: _("replaced the secret of"),
    AuditAction.SECRET_FORGOTTEN: _("forgot a version of"),
    AuditAction.KEY_REQUESTED: _("requested the key"),
    AuditAction.KEY_VALIDATED: _("had validated the key"),
    AuditAction.KEY_REFUSED: _("came back with a refusal for"),
    AuditAction.KEY_ABANDONED: _("gave up the request for"),
    AuditAction.KEY_FOREIGN: _("came back with another account's key for"),
    AuditAction.CALLBACK_REJECTED: _("opened a return link that does not hold"),
    AuditAction.PROFILE_SAVED: _("saved the rights profile"),
    AuditAction.PROFILE_CHANGED: _("changed the name or purpose of the rights profile"),
    AuditAction.PROFILE_ARCHIVED: _("archived the rights profile"),
    AuditAction.PROFILE_RESTORED: _("restored the rights profile"),
    AuditAction.CREDENTIAL_REVOKED: _("revoked the live key"),
    AuditAction.APPLICATION_REVOKED: _("revoked the application"),
    AuditAction.CLIENT_CREATED: _("created a service account:"),
    AuditAction.CLIENT_DELETED: _("deleted the service account"),
    AuditAction.CLIENT_TESTED: _("tested the service account"),
    AuditAction.VAULT_CHECKED: _("checked the vault"),
    AuditAction.KEYS_RESEALED: _("resealed the vault's keys"),
    AuditAction.BACKED_UP: _("backed everything up"),
    AuditAction.RESTORED: _("restored a backup"),
    AuditAction.LOG_EXPORTED: _("exported the activity log"),
    AuditAction.LOG_READ: _("read the activity log of"),
    AuditAction.ACCESS_DENIED: _("was denied access to"),
}
