"""How a live key's row is derived: what lists show, find, sort and count follows from its facts.

This is the one place that knows it. Nothing here writes, and nothing depends on the clock: that a
key's end has come is a condition of the queries (``key_list``).
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final

from credentials import ovhcloud, rights
from credentials.core import CredentialState, Severity
from credentials.models import APPLICATION_BLOCKED, FROZEN, ConsumerKey, Finding, LiveCredential
from credentials.rights import Catalogue
from credentials.vault import APPLICATION_DELETED, GONE

#: Counted up where the same facts lead to another row: the next migration works all rows out anew.
DERIVATION: Final = 1
#: Listed, but never read: all that is known is the number.
KEY_UNREAD: Final = "unread"
#: What stands in for no moment, so that every key has its place in each order.
NEVER_USED, WITHOUT_END = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)

#: How states sort. A key past its end stands between those expired and those that last.
_RANKS: Final[Mapping[str, int]] = {
    GONE: 0,
    APPLICATION_DELETED: 1,
    CredentialState.REFUSED.value: 2,
    KEY_UNREAD: 4,
    CredentialState.PENDING.value: 5,
    CredentialState.EXPIRED.value: 6,
    CredentialState.VALIDATED.value: 7,
    FROZEN: 8,
    APPLICATION_BLOCKED: 9,
}
#: As OVHcloud spells the status of an application whose keys it refuses.
_BLOCKED_STATES: Final = frozenset({"blocked", "inactive"})
_UNHEARD_OF: Final = 3
GONE_RANK, FROZEN_RANK = _RANKS[GONE], _RANKS[FROZEN]
VALIDATED_RANK = _RANKS[CredentialState.VALIDATED.value]

#: Bands of risk as numbers that sort; nothing is known of a key whose rules were not read.
OPENS_NOTHING, UNKNOWN_RISK, NO_RISK, EXCEPTIONS_ONLY = -1, 0, 1, 2
BANDS: Final[Mapping[Severity, int]] = {
    Severity.LOW: 3,
    Severity.MEDIUM: 4,
    Severity.HIGH: 5,
    Severity.CRITICAL: 6,
}
#: States in which a key opens something, as far as is known.
OPENING_STATES: Final = frozenset(
    {CredentialState.VALIDATED.value, KEY_UNREAD, FROZEN, APPLICATION_BLOCKED}
)
_WIDEST: Final = frozenset({"*", "/*"})

#: An account's id, and OVHcloud's number of a key of it.
KeyId = tuple[uuid.UUID, int]
_Rules = Sequence[tuple[str, str]]


def derived_columns(
    key: LiveCredential,
    stored: ConsumerKey | None,
    findings: Collection[Finding],
    catalogue: Catalogue,
) -> dict[str, Any]:
    """The derived columns of a key, with its account and its live application loaded.

    ``stored`` is its entry in the vault (``entries_by_key``), ``findings`` what is found in it
    and not resolved, ``catalogue`` the operations by which its rules are read.
    """
    name, rules = _name(key, stored), methods_and_paths(key.rules)
    basis, state = _risk_basis(key, rules, catalogue), _state(key)
    begin, end = _validity(key)
    band = OPENS_NOTHING
    if state in OPENING_STATES:
        band = _risk_band(key, basis, rules, findings)
    return {
        "team_id": key.account.team_id,
        "read_state": state,
        "state_rank": _RANKS.get(state, _UNHEARD_OF),
        "risk_band": band,
        "risk_basis": basis,
        "reaches_everything": any(path in _WIDEST for _method, path in rules),
        "stored": stored,
        "shown_name": name,
        "name": name.casefold()[:255],
        "account_name": key.account.label.casefold()[:255],
        "used": key.last_use or NEVER_USED,
        "ends": key.expiration or WITHOUT_END,
        "search_text": _search_text(key, name, rules, stored, findings),
        "valid_from": begin,
        "valid_until": end,
        "derivation": DERIVATION,
    }


def entries_by_key(entries: Iterable[ConsumerKey]) -> dict[KeyId, ConsumerKey]:
    """The entry that keeps each key: one that is not archived first, then the oldest."""
    kept: dict[KeyId, ConsumerKey] = {}
    for entry in sorted(entries, key=_precedence):
        if entry.credential_id is not None:
            kept.setdefault((entry.account_id, entry.credential_id), entry)
    return kept


def is_of_deleted_application(key: LiveCredential) -> bool:
    """Whether it opens nothing any more, whatever OVHcloud lists; its application is loaded."""
    return key.live_application is not None and key.live_application.is_deleted


def _precedence(entry: ConsumerKey) -> tuple[bool, datetime, uuid.UUID]:
    return (entry.archived_at is not None, entry.created_at, entry.pk)


def _state(key: LiveCredential) -> str:
    """As OVHcloud says, unless we know better of the key, its addresses or its application."""
    if key.gone_at is not None:
        return GONE
    if is_of_deleted_application(key):
        return APPLICATION_DELETED
    if key.status == CredentialState.VALIDATED:
        return _state_of_validated(key)
    return key.status or KEY_UNREAD


def _state_of_validated(key: LiveCredential) -> str:
    """It opens nothing while its application is blocked, or its addresses are nobody's."""
    application = key.live_application
    if application is not None and application.status.lower() in _BLOCKED_STATES:
        return APPLICATION_BLOCKED
    return FROZEN if rights.is_frozen(key.allowed_ips) else CredentialState.VALIDATED.value


def _validity(key: LiveCredential) -> tuple[date | None, date | None]:
    """The days between which it was valid; of a deleted application nobody knows since when."""
    was_valid = key.status in (CredentialState.VALIDATED, CredentialState.EXPIRED)
    if not was_valid or is_of_deleted_application(key):
        return None, None
    begin = (key.creation or key.first_seen_at).astimezone(UTC).date()
    ends = [moment.astimezone(UTC).date() for moment in (key.expiration, key.gone_at) if moment]
    return begin, max(begin, min(ends)) if ends else None


def _name(key: LiveCredential, stored: ConsumerKey | None) -> str:
    """Of the application, else the vault entry's label."""
    application = key.live_application.name if key.live_application else ""
    return application or (stored.label if stored else "")


def found_mark(code: str) -> str:
    """How the code of a finding stands in the text that is searched."""
    return f"[{code}]"


def _search_text(
    key: LiveCredential,
    name: str,
    rules: _Rules,
    stored: ConsumerKey | None,
    findings: Iterable[Finding],
) -> str:
    """What is on a row and can be typed, in small letters, a line each."""
    lines = [
        name,
        f"#{key.credential_id}",
        str(key.application_id or ""),
        *(f"{method} {path}" for method, path in rules),
        *key.allowed_ips,
        stored.label if stored else "",
        *(found_mark(code) for code in sorted(finding.code for finding in findings)),
    ]
    return "\n".join(dict.fromkeys(line for line in lines if line)).casefold()


def methods_and_paths(column: object) -> list[tuple[str, str]]:
    """The rules that a column holds, whoever wrote it."""
    kept = column if isinstance(column, list) else []
    rules = [rule for rule in kept if isinstance(rule, dict)]
    return [(str(rule.get("method", "")), str(rule.get("path", ""))) for rule in rules]


def _risk_basis(key: LiveCredential, rules: _Rules, catalogue: Catalogue) -> str:
    """Tells rules apart, and the operations by which they are read."""
    read_by = [catalogue.endpoint, catalogue.taken.isoformat(), len(catalogue.operations)]
    read = [bool(key.status), rules, read_by]
    return hashlib.blake2s(json.dumps(read).encode(), digest_size=16).hexdigest()


def _risk_band(
    key: LiveCredential, basis: str, rules: _Rules, findings: Collection[Finding]
) -> int:
    """The worst of what is found once it was judged as it is, before that of its rules."""
    is_unknown = not key.rules and not key.status
    if key.judged_basis == basis:
        return band_of_findings(findings, clean=UNKNOWN_RISK if is_unknown else NO_RISK)
    if is_unknown:
        return UNKNOWN_RISK
    return _band_of(key.account.endpoint, basis, tuple(rules))


def band_of_findings(findings: Collection[Finding], *, clean: int = NO_RISK) -> int:
    """The band of what is found and not resolved; ``clean`` where nothing is that counts."""
    counting = [finding for finding in findings if finding.severity in BANDS]
    if not counting:
        return clean
    standing = [BANDS[Severity(row.severity)] for row in counting if not row.is_muted]
    return max(standing, default=EXCEPTIONS_ONLY)


@lru_cache(maxsize=4096)
def _band_of(endpoint: str, _basis: str, rules: tuple[tuple[str, str], ...]) -> int:
    """The worst of the risks, as of the day the operations were read."""
    catalogue = ovhcloud.catalogue_of(endpoint)
    listed = [{"method": method, "path": path} for method, path in rules]
    risks = rights.risks(catalogue, rights.rules_from_api(listed), on=catalogue.taken)
    return max((BANDS[risk.severity] for risk in risks), default=NO_RISK)
