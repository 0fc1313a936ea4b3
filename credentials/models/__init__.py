"""What Keydesk stores: the tables, one module a noun.

Rules, encryption and verbs are not here: they go to the packages above, the words that a column
may hold to ``core``.
"""

from credentials.models.account import Account
from credentials.models.application import Application
from credentials.models.attempt_counter import AttemptCounter
from credentials.models.audit_entry import (
    AuditCheckpoint,
    AuditEntry,
    AuditFold,
    AuditHead,
    LogVerification,
)
from credentials.models.bulk import BulkItem, BulkJob
from credentials.models.cached_value import CachedValue
from credentials.models.calendar_link import CalendarLink
from credentials.models.call_pace import CallPace
from credentials.models.consent_link import ConsentLink
from credentials.models.consumer_key import ConsumerKey, KeyRequest
from credentials.models.derived import derive_by
from credentials.models.entry import DERIVED_ENTRY_COLUMNS, Entry, SecretVersion
from credentials.models.entry_check import EntryCheck
from credentials.models.entry_description import EntryDescription, StoringWords
from credentials.models.entry_kinds import (
    ENTRY_MODELS,
    entry_description,
    entry_model,
    whole_entry,
)
from credentials.models.finding import Finding, FindingChange, FindingClock, JudgementDue
from credentials.models.finding_exception import FindingException
from credentials.models.finding_thresholds import FindingThresholds
from credentials.models.freeze import Freeze
from credentials.models.handover import Handover
from credentials.models.instance_key import InstanceKey
from credentials.models.invitation import Invitation
from credentials.models.key_change import KeyChange
from credentials.models.live import (
    APPLICATION_BLOCKED,
    DERIVED_KEY_COLUMNS,
    FROZEN,
    LiveApplication,
    LiveClient,
    LiveCredential,
    Sync,
)
from credentials.models.live_counts import LiveKeyCount, LiveKeyDay
from credentials.models.log_stream import LogStream
from credentials.models.mailed_link import MailedLink
from credentials.models.notice import DigestClock, EndTold, Notice, NoticeChoice, Webhook
from credentials.models.overview import OverviewVisit, RiskDay
from credentials.models.person import Person
from credentials.models.process_beat import WORKER_SILENCE, ProcessBeat
from credentials.models.profile import Profile, ProfileVersion
from credentials.models.proven import Proven, prove_by
from credentials.models.review import (
    IS_OPEN_REVIEW,
    ReviewCampaign,
    ReviewDecision,
    ReviewItem,
)
from credentials.models.rotation import IS_OPEN_ROTATION, Rotation
from credentials.models.row_proof import RowProof
from credentials.models.row_writing import add_to_rows, write_columns
from credentials.models.seen_call import CallReading, OldCallNumber, SeenCall
from credentials.models.service_account import ServiceAccount
from credentials.models.signed_in_session import SignedInSession
from credentials.models.team import Membership, Team
from credentials.models.trap import Trap
from credentials.models.usage import Usage

__all__ = [
    "APPLICATION_BLOCKED",
    "DERIVED_ENTRY_COLUMNS",
    "DERIVED_KEY_COLUMNS",
    "ENTRY_MODELS",
    "FROZEN",
    "IS_OPEN_REVIEW",
    "IS_OPEN_ROTATION",
    "WORKER_SILENCE",
    "Account",
    "Application",
    "AttemptCounter",
    "AuditCheckpoint",
    "AuditEntry",
    "AuditFold",
    "AuditHead",
    "BulkItem",
    "BulkJob",
    "CachedValue",
    "CalendarLink",
    "CallPace",
    "CallReading",
    "ConsentLink",
    "ConsumerKey",
    "DigestClock",
    "EndTold",
    "Entry",
    "EntryCheck",
    "EntryDescription",
    "Finding",
    "FindingChange",
    "FindingClock",
    "FindingException",
    "FindingThresholds",
    "Freeze",
    "Handover",
    "InstanceKey",
    "Invitation",
    "JudgementDue",
    "KeyChange",
    "KeyRequest",
    "LiveApplication",
    "LiveClient",
    "LiveCredential",
    "LiveKeyCount",
    "LiveKeyDay",
    "LogStream",
    "LogVerification",
    "MailedLink",
    "Membership",
    "Notice",
    "NoticeChoice",
    "OldCallNumber",
    "OverviewVisit",
    "Person",
    "ProcessBeat",
    "Profile",
    "ProfileVersion",
    "Proven",
    "ReviewCampaign",
    "ReviewDecision",
    "ReviewItem",
    "RiskDay",
    "Rotation",
    "RowProof",
    "SecretVersion",
    "SeenCall",
    "ServiceAccount",
    "SignedInSession",
    "StoringWords",
    "Sync",
    "Team",
    "Trap",
    "Usage",
    "Webhook",
    "add_to_rows",
    "derive_by",
    "entry_description",
    "entry_model",
    "prove_by",
    "whole_entry",
    "write_columns",
]
