"""The words people read for the stored vocabulary of credentials.core.enums."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from credentials import onboarding
from credentials.core import (
    AuditAction,
    CredentialState,
    Environment,
    HostFamily,
    KeyState,
    Outcome,
    Permission,
    Role,
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
    Permission.REVOKE: _("revoke keys"),
    Permission.MANAGE_ACCOUNTS: _("manage accounts"),
    Permission.MANAGE_PEOPLE: _("manage members"),
    Permission.SET_POLICY: _("set the team's policy"),
    Permission.SAVE_PROFILES: _("save and archive rights profiles"),
    Permission.READ_LOG: _("read the activity log"),
    Permission.CALL_API: _("call the API with a stored key"),
    Permission.REFRESH_CATALOGUE: _("read anew what an API offers"),
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
    "end request": _("to end a key that nobody waits for"),
    "test": _("to test it"),
    "token test": _("to test the service account"),
    "api console": _("to call the API for a person"),
}

#: What django-allauth calls a way to confirm or to sign in.
FACTORS: dict[str, Label] = {
    "totp": _("authenticator app"),
    "webauthn": _("passkey"),
    "recovery_codes": _("recovery codes"),
    "password": _("password"),
    "socialaccount": _("single sign-on"),
}

#: Where an export went; any other place is a file.
DESTINATIONS: dict[str, Label] = {
    onboarding.CLIPBOARD: _("into the clipboard"),
    onboarding.DOWNLOAD: _("as a download"),
    onboarding.OUTPUT: _("to standard output"),
}

ACTIONS: dict[str, Label] = {
    AuditAction.SIGNED_IN: _("signed in"),
    AuditAction.SIGN_IN_FAILED: _("failed to sign in"),
    AuditAction.SIGNED_OUT: _("signed out"),
    AuditAction.CONFIRMED: _("confirmed their identity"),
    AuditAction.ATTEMPTS_LIMITED: _("tried too often"),
    AuditAction.PASSWORD_CHANGED: _("changed their password"),
    AuditAction.PASSWORD_RESET_ASKED: _("asked for a link to reset a password"),
    AuditAction.CONFIRMATION_FAILED: _("failed to confirm their identity"),
    AuditAction.RESET_LINK_MADE: _("made a link to reset a password"),
    AuditAction.SIGN_IN_LINK_MADE: _("made a link that signs in"),
    AuditAction.SESSIONS_ENDED: _("ended sessions of"),
    AuditAction.LOCKED_OUT: _("tried too many wrong passwords"),
    AuditAction.FACTOR_ADDED: _("set up a factor to sign in with"),
    AuditAction.FACTOR_REMOVED: _("removed a factor to sign in with"),
    AuditAction.FACTORS_RESET: _("took away every factor of"),
    AuditAction.RECOVERY_CODE_USED: _("used a recovery code"),
    AuditAction.TEAM_CREATED: _("created the team"),
    AuditAction.INVITATION_SENT: _("invited somebody to"),
    AuditAction.INVITATION_WITHDRAWN: _("withdrew an invitation to"),
    AuditAction.MEMBER_ADDED: _("added a member to"),
    AuditAction.MEMBER_ROLE_CHANGED: _("changed a role in"),
    AuditAction.MEMBER_REMOVED: _("removed a member from"),
    AuditAction.PERSON_DEACTIVATED: _("deactivated a member of"),
    AuditAction.PERSON_REACTIVATED: _("reactivated a member of"),
    AuditAction.ACCESS_TERMS_CHANGED: _("changed what is asked of members of"),
    AuditAction.POLICY_CHANGED: _("changed the policy of"),
    AuditAction.ACCOUNT_CREATED: _("added the account"),
    AuditAction.ACCOUNT_CHANGED: _("changed the account"),
    AuditAction.ACCOUNT_DELETED: _("deleted the account"),
    AuditAction.ACCOUNT_BOUND: _("confirmed the OVHcloud account of"),
    AuditAction.BINDING_REFUSED: _("refused an OVHcloud account for"),
    AuditAction.MANAGEMENT_KEY_CHANGED: _("changed the management key of"),
    AuditAction.ACCOUNT_SYNCED: _("read the live keys of"),
    AuditAction.NAMES_READ: _("read names of services of"),
    AuditAction.CATALOGUE_REFRESHED: _("read anew the operations of the region of"),
    AuditAction.API_CALLED: _("called the API with"),
    AuditAction.ENTRY_STORED: _("stored"),
    AuditAction.ENTRY_CHANGED: _("changed what is written on"),
    AuditAction.SECRET_REVEALED: _("revealed the secret of"),
    AuditAction.SECRET_COPIED: _("copied the secret of"),
    AuditAction.SECRET_EXPORTED: _("exported the secret of"),
    AuditAction.SECRET_SENT: _("opened by a handover link the secret of"),
    AuditAction.SECRET_USED: _("used the secret of"),
    AuditAction.SECRET_REPLACED: _("replaced the secret of"),
    AuditAction.ENTRY_TESTED: _("tested"),
    AuditAction.HANDOVER_MADE: _("made a handover link of"),
    AuditAction.HANDOVER_REFUSED: _("pressed on a handover link that does not hold"),
    AuditAction.HANDOVER_BURNED: _("burned the handover link of"),
    AuditAction.SECRET_DESTROYED: _("destroyed a version of"),
    AuditAction.KEYS_CHECKED: _("asked OVHcloud about keys in a text, for"),
    AuditAction.VALUES_LOOKED_UP: _("looked up which values of a text are stored by"),
    AuditAction.KEY_REQUESTED: _("requested the key"),
    AuditAction.KEY_VALIDATED: _("validated the key"),
    AuditAction.KEY_REFUSED: _("came back with a refusal for"),
    AuditAction.KEY_ABANDONED: _("was not in time to validate the key"),
    AuditAction.KEY_FOREIGN: _("came back with another account's key for"),
    AuditAction.KEY_UNCONFIRMED: _("came back with a key of an account nobody confirmed yet:"),
    AuditAction.CALLBACK_ACCEPTED: _("came back from OVHcloud with the key"),
    AuditAction.CALLBACK_REJECTED: _("opened a return link that does not hold"),
    AuditAction.KEY_ENDED: _("ended the request for"),
    AuditAction.CONSENT_LINK_MADE: _("made a consent link for"),
    AuditAction.CONSENT_LINK_WITHDRAWN: _("withdrew a consent link for"),
    AuditAction.CONSENT_LINK_REFUSED: _("pressed on a consent link that does not hold"),
    AuditAction.CONSENT_LINK_USED: _("used up the consent link for"),
    AuditAction.PROFILE_SAVED: _("saved the rights profile"),
    AuditAction.PROFILE_CHANGED: _("changed the name or purpose of the rights profile"),
    AuditAction.PROFILE_ARCHIVED: _("archived the rights profile"),
    AuditAction.PROFILE_RESTORED: _("restored the rights profile"),
    AuditAction.CREDENTIAL_REVOKED: _("revoked the live key"),
    AuditAction.APPLICATION_REVOKED: _("revoked the application"),
    AuditAction.THRESHOLDS_CHANGED: _("set what findings go by in"),
    AuditAction.FINDING_EXCEPTED: _("made an exception from the finding"),
    AuditAction.FINDING_EXCEPTION_ENDED: _("ended the exception from the finding"),
    AuditAction.CLIENT_CREATED: _("created a service account:"),
    AuditAction.CLIENT_DELETED: _("deleted the service account"),
    AuditAction.CLIENT_TESTED: _("tested the service account"),
    AuditAction.VAULT_CHECKED: _("checked the vault"),
    AuditAction.KEYS_RESEALED: _("resealed the vault's keys"),
    AuditAction.BACKED_UP: _("backed everything up"),
    AuditAction.RESTORED: _("restored a backup"),
    AuditAction.LOG_EXPORTED: _("exported the activity log"),
    AuditAction.LOG_INCOMPLETE: _("found entries of the activity log missing"),
    AuditAction.LOG_READ: _("read the activity log of"),
    AuditAction.COUNT_REFUSED: _("dropped counts of denials that match no entry of the log"),
    AuditAction.ROWS_PROVEN: _("proved rows of the database"),
    AuditAction.ROW_DISTRUSTED: _("does not believe a row that was changed outside Keydesk:"),
    AuditAction.ACCESS_DENIED: _("was denied access to"),
}


def who_may(permission: Permission) -> str:
    """Whose roles have the permission, as in "an admin or an operator"."""
    holders = [str(ROLE_HOLDERS[role]) for role in Role if allows(role, permission)]
    if len(holders) == 1:
        return holders[0]
    values = {"others": ", ".join(holders[:-1]), "last": holders[-1]}
    return gettext("%(others)s or %(last)s") % values
