"""What Keydesk stores, one module a noun. Rules and crypto live in the verb rooms, not here."""

from credentials.models.account import Account
from credentials.models.application import Application
from credentials.models.audit_entry import (
    AuditCheckpoint,
    AuditEntry,
    AuditFold,
    AuditHead,
    AuditSeal,
)
from credentials.models.consumer_key import ConsumerKey, KeyRequest
from credentials.models.entry import Entry, SecretVersion
from credentials.models.instance_key import InstanceKey
from credentials.models.live import LiveApplication, LiveClient, LiveCredential, Sync
from credentials.models.person import Person
from credentials.models.profile import Profile, ProfileVersion
from credentials.models.service_account import ServiceAccount
from credentials.models.team import Membership, Team

__all__ = [
    "Account",
    "Application",
    "AuditCheckpoint",
    "AuditEntry",
    "AuditFold",
    "AuditHead",
    "AuditSeal",
    "ConsumerKey",
    "Entry",
    "InstanceKey",
    "KeyRequest",
    "LiveApplication",
    "LiveClient",
    "LiveCredential",
    "Membership",
    "Person",
    "Profile",
    "ProfileVersion",
    "SecretVersion",
    "ServiceAccount",
    "Sync",
    "Team",
]
