"""The stored vocabulary: every word that ends up in a column, a log line or a token.

A member's value is written to databases and audit logs: it may gain siblings, it never changes.
"""

from __future__ import annotations

from enum import StrEnum


class Method(StrEnum):
    """HTTP methods an access rule may name, in the order people read them (api 3.2)."""

    GET = "GET"
    POST = "POST"
    PUT = "PUT"
    PATCH = "PATCH"
    DELETE = "DELETE"


class CredentialState(StrEnum):
    """``auth.CredentialStateEnum`` as OVHcloud spells it (api 3)."""

    PENDING = "pendingValidation"
    VALIDATED = "validated"
    REFUSED = "refused"
    EXPIRED = "expired"


class EntryKind(StrEnum):
    """What a vault entry holds."""

    APPLICATION = "application"
    CONSUMER_KEY = "consumer_key"
    SERVICE_ACCOUNT = "service_account"


class KeyState(StrEnum):
    """Where a stored consumer key stands, as far as Keydesk knows."""

    PENDING = "pending"
    VALIDATED = "validated"
    REFUSED = "refused"
    ABANDONED = "abandoned"
    EXPIRED = "expired"
    REVOKED = "revoked"
    FOREIGN = "foreign"


class Environment(StrEnum):
    """Where a credential is deployed."""

    PRODUCTION = "production"
    STAGING = "staging"
    DEVELOPMENT = "development"
    UNSET = ""


class Role(StrEnum):
    """What a member may do within a team (see credentials.access)."""

    ADMIN = "admin"
    OPERATOR = "operator"
    REQUESTER = "requester"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """One thing a role may allow."""

    SEE = "see"
    REQUEST_KEYS = "request-keys"
    REVEAL = "reveal"
    KEEP = "keep"
    SYNC = "sync"
    REVOKE = "revoke"
    MANAGE_ACCOUNTS = "manage-accounts"
    MANAGE_PEOPLE = "manage-people"
    SET_POLICY = "set-policy"
    KEEP_PROFILES = "keep-profiles"
    READ_LOG = "read-log"


class SyncState(StrEnum):
    """How far one reading of an account got."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Outcome(StrEnum):
    """How an audited action ended; one that calls OVHcloud is logged as started before it calls."""

    STARTED = "started"
    DONE = "done"
    DENIED = "denied"
    FAILED = "failed"


class AuditAction(StrEnum):
    """What was done, ``thing:part:verb``. Retired names stay listed: old entries carry them."""

    SIGNED_IN = "person:session:opened"
    SIGN_IN_FAILED = "person:session:refused"
    SIGNED_OUT = "person:session:closed"
    CONFIRMED = "person:identity:confirmed"
    PASSWORD_CHANGED = "person:password:changed"

    TEAM_CREATED = "team:team:created"
    MEMBER_ADDED = "team:member:added"
    MEMBER_ROLE_CHANGED = "team:member:role-changed"
    MEMBER_REMOVED = "team:member:removed"
    POLICY_CHANGED = "team:policy:changed"

    ACCOUNT_CREATED = "account:account:created"
    ACCOUNT_CHANGED = "account:account:changed"
    ACCOUNT_DELETED = "account:account:deleted"
    MANAGEMENT_KEY_CHANGED = "account:management-key:changed"
    ACCOUNT_SYNCED = "account:live-keys:synced"
    NAMES_READ = "account:names:read"

    ENTRY_STORED = "vault:entry:stored"
    ENTRY_CHANGED = "vault:entry:changed"
    SECRET_REVEALED = "vault:secret:revealed"
    SECRET_COPIED = "vault:secret:copied"
    SECRET_EXPORTED = "vault:secret:exported"
    SECRET_SENT = "vault:secret:sent"
    SECRET_USED = "vault:secret:used"
    SECRET_REPLACED = "vault:secret:replaced"
    SECRET_FORGOTTEN = "vault:secret:forgotten"

    KEY_REQUESTED = "key:request:sent"
    KEY_VALIDATED = "key:request:validated"
    KEY_REFUSED = "key:request:refused"
    KEY_ABANDONED = "key:request:abandoned"
    KEY_FOREIGN = "key:request:foreign-account"
    CALLBACK_REJECTED = "key:callback:rejected"

    PROFILE_SAVED = "rights:profile:saved"
    PROFILE_CHANGED = "rights:profile:changed"
    PROFILE_ARCHIVED = "rights:profile:archived"
    PROFILE_RESTORED = "rights:profile:restored"

    CREDENTIAL_REVOKED = "live:credential:revoked"
    APPLICATION_REVOKED = "live:application:revoked"

    CLIENT_CREATED = "service-account:client:created"
    CLIENT_DELETED = "service-account:client:deleted"
    CLIENT_TESTED = "service-account:token:tested"

    VAULT_CHECKED = "vault:vault:checked"
    KEYS_RESEALED = "vault:keys:resealed"
    BACKED_UP = "vault:backup:made"
    RESTORED = "vault:backup:restored"

    LOG_READ = "audit:log:read"
    LOG_EXPORTED = "audit:log:exported"
    ACCESS_DENIED = "access:object:denied"
