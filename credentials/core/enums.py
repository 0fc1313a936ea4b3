"""The stored vocabulary: every word that ends up in a column, a log line or a token.

A member's value is written to databases and audit logs: others may be added, it never changes.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Never

from credentials.core.errors import StoredValueError
from credentials.core.sentences import gettext_noop, say

_NO_WORD: Final = gettext_noop("“%(word)s” is no word that Keydesk keeps there.")


class StoredWord(StrEnum):
    """A word of a column. One that is none, since somebody else wrote it, is a
    ``StoredValueError``, which is a ``ValueError`` too."""

    @classmethod
    def _missing_(cls, value: object) -> Never:
        raise StoredValueError(
            say(_NO_WORD, word=str(value)[:40]),
        )


class Method(StoredWord):
    """HTTP methods an access rule may name, in the order people read them (api 3.2)."""

    GET = "GET"
    POST = "POST"
    PUT = "PUT"
    PATCH = "PATCH"
    DELETE = "DELETE"


class CredentialState(StoredWord):
    """``auth.CredentialStateEnum`` as OVHcloud spells it (api 3)."""

    PENDING = "pendingValidation"
    VALIDATED = "validated"
    REFUSED = "refused"
    EXPIRED = "expired"


class EntryKind(StoredWord):
    """What a vault entry holds."""

    APPLICATION = "application"
    CONSUMER_KEY = "consumer_key"
    SERVICE_ACCOUNT = "service_account"


class KeyState(StoredWord):
    """The state of a stored consumer key, as far as Keydesk knows."""

    PENDING = "pending"
    VALIDATED = "validated"
    UNCONFIRMED = "unconfirmed"  # accepted, and nobody has said yet whose account it tells of
    REFUSED = "refused"
    ABANDONED = "abandoned"
    EXPIRED = "expired"
    REVOKED = "revoked"
    FOREIGN = "foreign"


class HostFamily(StoredWord):
    """Under which of OVHcloud's hosts an account is called (api 13)."""

    OLDER = "older"
    NEWER = "newer"


class Environment(StoredWord):
    """Where a credential is deployed."""

    PRODUCTION = "production"
    STAGING = "staging"
    DEVELOPMENT = "development"
    UNSET = ""


class Role(StoredWord):
    """What a member may do within a team (see credentials.teams.roles)."""

    ADMIN = "admin"
    OPERATOR = "operator"
    REQUESTER = "requester"
    AUDITOR = "auditor"


class Permission(StoredWord):
    """One thing a role may allow."""

    SEE = "see"
    REQUEST_KEYS = "request-keys"
    REVEAL = "reveal"
    STORE_SECRETS = "keep"
    SYNC = "sync"
    REVOKE = "revoke"
    MANAGE_ACCOUNTS = "manage-accounts"
    MANAGE_PEOPLE = "manage-people"
    SET_POLICY = "set-policy"
    SAVE_PROFILES = "keep-profiles"
    READ_LOG = "read-log"
    CALL_API = "call-api"
    REFRESH_CATALOGUE = "refresh-catalogue"
    REVIEW_KEYS = "review-keys"


class LinkPurpose(StoredWord):
    """What a mailed link is for."""

    PASSWORD_RESET = "password-reset"
    SIGN_IN = "sign-in"


class RotationState(StoredWord):
    """How far a rotation got, in the order of its steps; it may be cancelled before the last."""

    REQUESTED = "requested"
    VALIDATED = "validated"
    HANDED_OVER = "handed-over"
    PROVEN = "proven"
    RETIRING = "retiring"
    RETIRED = "retired"
    CANCELLED = "cancelled"


class Outcome(StoredWord):
    """How an audited action ended; one that calls OVHcloud is logged as started before it calls."""

    STARTED = "started"
    DONE = "done"
    DENIED = "denied"
    FAILED = "failed"


class AuditAction(StoredWord):
    """What was done, ``thing:part:verb``. Retired names stay listed: old entries carry them."""

    SIGNED_IN = "person:session:opened"
    SIGN_IN_FAILED = "person:session:refused"
    SIGNED_OUT = "person:session:closed"
    CONFIRMED = "person:identity:confirmed"
    ATTEMPTS_LIMITED = "person:attempts:limited"
    PASSWORD_CHANGED = "person:password:changed"
    PASSWORD_RESET_ASKED = "person:password:reset-asked"
    CONFIRMATION_FAILED = "person:identity:refused"
    RESET_LINK_MADE = "person:reset-link:made"
    SIGN_IN_LINK_MADE = "person:sign-in-link:made"
    SESSIONS_ENDED = "person:session:ended"
    LOCKED_OUT = "person:session:locked-out"
    FACTOR_ADDED = "person:factor:added"
    FACTOR_REMOVED = "person:factor:removed"
    FACTORS_RESET = "person:factor:reset"
    RECOVERY_CODE_USED = "person:recovery-code:used"

    TEAM_CREATED = "team:team:created"
    INVITATION_SENT = "team:invitation:sent"
    INVITATION_WITHDRAWN = "team:invitation:withdrawn"
    MEMBER_ADDED = "team:member:added"
    MEMBER_ROLE_CHANGED = "team:member:role-changed"
    MEMBER_REMOVED = "team:member:removed"
    PERSON_DEACTIVATED = "team:person:deactivated"
    PERSON_REACTIVATED = "team:person:reactivated"
    ACCESS_TERMS_CHANGED = "team:access-terms:changed"
    POLICY_CHANGED = "team:policy:changed"

    ACCOUNT_CREATED = "account:account:created"
    ACCOUNT_CHANGED = "account:account:changed"
    ACCOUNT_DELETED = "account:account:deleted"
    ACCOUNT_BOUND = "account:nic:bound"
    BINDING_REFUSED = "account:nic:refused"
    MANAGEMENT_KEY_CHANGED = "account:management-key:changed"
    ACCOUNT_SYNCED = "account:live-keys:synced"
    NAMES_READ = "account:names:read"
    CALLS_READ = "account:calls:read"
    CALLS_TAKEN_IN = "account:calls:taken-in"
    CATALOGUE_REFRESHED = "account:operations:refreshed"
    API_CALLED = "account:api:called"

    ENTRY_STORED = "vault:entry:stored"
    ENTRY_CHANGED = "vault:entry:changed"
    SECRET_REVEALED = "vault:secret:revealed"
    SECRET_COPIED = "vault:secret:copied"
    SECRET_EXPORTED = "vault:secret:exported"
    SECRET_SENT = "vault:secret:sent"
    SECRET_USED = "vault:secret:used"
    SECRET_REPLACED = "vault:secret:replaced"
    SECRET_DESTROYED = "vault:secret:forgotten"  # as it was called when the first was logged
    KEYS_CHECKED = "vault:text:checked"
    LEAK_CHECKED = "vault:secret:leak-checked"
    VALUES_LOOKED_UP = "vault:text:looked-up"

    ENTRY_TESTED = "vault:entry:tested"
    HANDOVER_MADE = "vault:handover:made"
    HANDOVER_REFUSED = "vault:handover:refused"
    HANDOVER_BURNED = "vault:handover:burned"

    KEY_REQUESTED = "key:request:sent"
    KEY_VALIDATED = "key:request:validated"
    KEY_REFUSED = "key:request:refused"
    KEY_ABANDONED = "key:request:abandoned"
    KEY_FOREIGN = "key:request:foreign-account"
    KEY_UNCONFIRMED = "key:request:unconfirmed-account"
    CALLBACK_ACCEPTED = "key:callback:accepted"
    CALLBACK_REJECTED = "key:callback:rejected"
    KEY_ENDED = "key:request:ended"
    CONSENT_LINK_MADE = "key:consent-link:made"
    CONSENT_LINK_WITHDRAWN = "key:consent-link:withdrawn"
    CONSENT_LINK_REFUSED = "key:consent-link:refused"
    CONSENT_LINK_USED = "key:consent-link:used"

    PROFILE_SAVED = "rights:profile:saved"
    PROFILE_CHANGED = "rights:profile:changed"
    PROFILE_ARCHIVED = "rights:profile:archived"
    PROFILE_RESTORED = "rights:profile:restored"

    CREDENTIAL_REVOKED = "live:credential:revoked"
    CREDENTIAL_ASSIGNED = "live:credential:assigned"
    CREDENTIAL_FROZEN = "live:credential:frozen"
    CREDENTIAL_THAWED = "live:credential:thawed"
    ADDRESSES_CHANGED = "live:credential:addresses-changed"
    APPLICATION_REVOKED = "live:application:revoked"
    TRAP_LAID = "live:trap:laid"
    TRAP_TAKEN_UP = "live:trap:taken-up"
    BULK_SELECTED = "live:bulk-job:selected"
    BULK_DONE = "live:bulk-job:done"
    BULK_STOPPED = "live:bulk-job:stopped"

    ROTATION_STARTED = "rotation:rotation:started"
    ROTATION_ADVANCED = "rotation:rotation:advanced"
    ROTATION_CANCELLED = "rotation:rotation:cancelled"

    CAMPAIGN_STARTED = "review:campaign:started"
    CAMPAIGN_ENDED = "review:campaign:ended"
    CAMPAIGN_CARRIED_OUT = "review:campaign:carried-out"
    CAMPAIGN_ADVANCED = "review:campaign:advanced"
    REVIEW_DECIDED = "review:key:decided"
    REVIEW_CONFIRMED = "review:key:confirmed"
    REVIEW_TAKEN_BACK = "review:key:taken-back"

    THRESHOLDS_CHANGED = "finding:thresholds:changed"
    FINDING_EXCEPTED = "finding:exception:made"
    FINDING_EXCEPTION_ENDED = "finding:exception:ended"

    NOTICES_CHOSEN = "notice:choice:changed"
    WEBHOOK_ADDED = "notice:webhook:added"
    WEBHOOK_REMOVED = "notice:webhook:removed"
    WEBHOOK_TESTED = "notice:webhook:tested"
    CALENDAR_LINK_MADE = "notice:calendar-link:made"
    CALENDAR_LINK_ENDED = "notice:calendar-link:ended"
    NOTICE_FAILED = "notice:notice:failed"

    CLIENT_CREATED = "service-account:client:created"
    CLIENT_DELETED = "service-account:client:deleted"
    CLIENT_TESTED = "service-account:token:tested"

    VAULT_CHECKED = "vault:vault:checked"
    KEYS_RESEALED = "vault:keys:resealed"
    BACKED_UP = "vault:backup:made"
    RESTORED = "vault:backup:restored"

    LOG_READ = "audit:log:read"
    LOG_INCOMPLETE = "audit:log:incomplete"
    LOG_EXPORTED = "audit:log:exported"
    LOG_STREAM_ADDED = "audit:stream:added"
    LOG_STREAM_REMOVED = "audit:stream:removed"
    LOG_STREAM_TRIED = "audit:stream:tried"
    LOG_STREAM_FAILED = "audit:stream:failed"
    REPORT_EXPORTED = "audit:report:exported"
    ACCESS_DENIED = "access:object:denied"
    COUNT_REFUSED = "audit:count:refused"
    ROWS_PROVEN = "audit:rows:proven"
    ROW_DISTRUSTED = "audit:row:distrusted"
