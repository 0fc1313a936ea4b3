"""Importing and exporting keys: consent at OVHcloud, taking in what exists, files for tools.

Storing and opening are the vault's. Keys that OVHcloud lists are in ``live``, OAuth2 clients in
``service_accounts``.
"""

from __future__ import annotations

from credentials.onboarding.adopting import adopt
from credentials.onboarding.checking import check_credential, obstacle_to_check
from credentials.onboarding.consent.asking_again import request_again
from credentials.onboarding.consent.asking_once import open_request_of
from credentials.onboarding.consent.callback import SpentLinkError, redeem_callback
from credentials.onboarding.consent.comparing import Granted, granted_against_requested
from credentials.onboarding.consent.ending import (
    can_be_ended,
    end_request,
    update_requests_after_sync,
)
from credentials.onboarding.consent.following import (
    follow_consent_link,
    return_by_consent_link,
)
from credentials.onboarding.consent.links import (
    OPENS,
    ConsentWords,
    LinkState,
    consent_state,
    find_consent_link,
    make_consent_link,
    withdraw_consent_link,
)
from credentials.onboarding.consent.notice import send_consent_notice
from credentials.onboarding.consent.outcome import (
    bind_credential,
    check_request,
    is_abandoned,
    may_still_change,
)
from credentials.onboarding.consent.requesting import (
    KeyRequestSpec,
    consent_page,
    request_key,
)
from credentials.onboarding.exporting import (
    CLIPBOARD,
    DOWNLOAD,
    OUTPUT,
    ExportedFile,
    export_entry,
    likely_format,
    obstacle_to_export,
    preview_entry,
)
from credentials.onboarding.formats.call_examples import CallExample, call_examples
from credentials.onboarding.formats.format import Format
from credentials.onboarding.formats.registry import FORMAT_GROUPS, FORMATS
from credentials.onboarding.handover import (
    Handing,
    HandoverState,
    find_handover,
    handover_state,
    make_handover,
    open_handover,
    send_handover_notice,
    withdraw_handover,
)
from credentials.onboarding.identifying import KnownValue, ListedValue, identify_values
from credentials.onboarding.key_form import clean_key
from credentials.onboarding.link_holders import told_to_holder
from credentials.onboarding.new_value import store_new_value
from credentials.onboarding.proposing import free_label, propose, propose_label
from credentials.onboarding.proving import KeyTriple
from credentials.onboarding.reading_keys.candidates import Candidate, Field, Leftover
from credentials.onboarding.sealed_keys import open_keys, seal_keys
from credentials.onboarding.taking_in import (
    CandidateState,
    CheckedKey,
    check_keys,
    label_of,
    read_keys,
    take_in,
)
from credentials.onboarding.verifying import verify_keys

__all__ = [
    "CLIPBOARD",
    "DOWNLOAD",
    "FORMATS",
    "FORMAT_GROUPS",
    "OPENS",
    "OUTPUT",
    "CallExample",
    "Candidate",
    "CandidateState",
    "CheckedKey",
    "ConsentWords",
    "ExportedFile",
    "Field",
    "Format",
    "Granted",
    "Handing",
    "HandoverState",
    "KeyRequestSpec",
    "KeyTriple",
    "KnownValue",
    "Leftover",
    "LinkState",
    "ListedValue",
    "SpentLinkError",
    "adopt",
    "bind_credential",
    "call_examples",
    "can_be_ended",
    "check_credential",
    "check_keys",
    "check_request",
    "clean_key",
    "consent_page",
    "consent_state",
    "end_request",
    "export_entry",
    "find_consent_link",
    "find_handover",
    "follow_consent_link",
    "free_label",
    "granted_against_requested",
    "handover_state",
    "identify_values",
    "is_abandoned",
    "label_of",
    "likely_format",
    "make_consent_link",
    "make_handover",
    "may_still_change",
    "obstacle_to_check",
    "obstacle_to_export",
    "open_handover",
    "open_keys",
    "open_request_of",
    "preview_entry",
    "propose",
    "propose_label",
    "read_keys",
    "redeem_callback",
    "request_again",
    "request_key",
    "return_by_consent_link",
    "seal_keys",
    "send_consent_notice",
    "send_handover_notice",
    "store_new_value",
    "take_in",
    "told_to_holder",
    "update_requests_after_sync",
    "verify_keys",
    "withdraw_consent_link",
    "withdraw_handover",
]
