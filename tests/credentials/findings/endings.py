"""For each code what its example is once the fact is gone, and what has it judged anew then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from credentials.core import FindingCause
from credentials.findings.facts import InstanceFacts, PersonFacts, TeamFacts
from tests.credentials.findings.examples import (
    EXAMPLES,
    ago,
    application,
    entry,
    stored,
)

_PLANTED: Final = {example.code: example.planted for example in EXAMPLES}


def _with(code: str, **values: Any) -> Any:
    return replace(_PLANTED[code], **values)


#: Rights never change: what a key may do is gone with the key.
_BY_REVOKING: Final = (
    "full-access",
    "full-read",
    "account-control",
    "mints-keys",
    "outlives-key",
    "log-tampering",
    "reads-secrets",
    "gives-away",
    "destroys-services",
    "destroys-data",
    "billing-write",
    "billing-read",
    "old",
    "support-issued",
    "canary-used",
    "external-app",
    "console-made",
    "route-deprecated",
    "route-unknown",
    "method-useless",
    "own-key-too-wide",
)
#: What is read at OVHcloud otherwise than before.
_BY_READING: Final = {
    "no-ip": _with("no-ip", allowed_ips=("192.0.2.7/32",)),
    "wide-ip": _with("wide-ip", allowed_ips=("192.0.2.7/32",)),
    "no-expiry": _with("no-expiry", expires_at=ago(-100)),
    "unused": _with("unused", last_use=ago(0)),
    "dormant": _with("dormant", last_use=ago(0)),
    "never-used": _with("never-used", last_use=ago(0)),
    "duplicate": _with("duplicate", same=0),
    "pending-stale": _with("pending-stale", is_pending=False, opens=True),
    "application-deleted": _with("application-deleted", is_listed=False, is_gone=True),
    "application-blocked": application(),
    "application-without-keys": application(keys=1),
    "own-key-expiring": _with("own-key-expiring", expires_at=ago(-100)),
}
#: What somebody changes in Keydesk.
_BY_CHANGE: Final = {
    "not-in-vault": _with("not-in-vault", stored=stored(), entry=entry()),
    "gone-but-stored": _with("gone-but-stored", stored=None, entry=None),
    "differs-from-vault": _with("differs-from-vault", stored=stored()),
    "no-owner": entry(),
    "owner-left": entry(owner="alice@example.com"),
    "known-to-leaver": entry(),
    "against-policy": _with("against-policy", stored=stored(validated_at=ago(100))),
    "too-many-admins": TeamFacts(admins=2, members=9),
}
#: What happens by itself, and is seen when the clock has everything judged.
_BY_CLOCK: Final = {
    "expires-soon": _with("expires-soon", opens=False, expires_at=ago(0)),
    "no-second-factor": PersonFacts(since=ago(40)),
    "person-dormant": PersonFacts(since=ago(300), last_sign_in=ago(0)),
    "audit-broken": InstanceFacts(is_log_intact=True),
    "master-key-old": InstanceFacts(master_key_since=ago(0)),
}

ENDINGS: Final[dict[str, tuple[Any, FindingCause]]] = {
    **{
        code: (_with(code, opens=False, is_listed=False, is_gone=True), FindingCause.CHANGE)
        for code in _BY_REVOKING
    },
    **{code: (facts, FindingCause.READING) for code, facts in _BY_READING.items()},
    **{code: (facts, FindingCause.CHANGE) for code, facts in _BY_CHANGE.items()},
    **{code: (facts, FindingCause.CLOCK) for code, facts in _BY_CLOCK.items()},
}
