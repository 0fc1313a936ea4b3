"""The gate: who is calling, and may they (api 10.3). The order of the checks is a quirk.

Each check passes silently or raises the refusal that OVHcloud gives.
"""

from __future__ import annotations

from sandbox import errors
from sandbox.call import Call
from sandbox.gate import checks, iam
from sandbox.gate.bearer import caller_of_token

__all__ = ["admit", "identify_application"]

_CHECKS = {
    "application": checks.application,
    "credential": checks.credential,
    "time": checks.timestamp,
    "signature": checks.signature,
    "state": checks.state,
    "address": checks.address,
    "rules": checks.rules,
    "iam": iam.check,
}


def admit(call: Call) -> None:
    """Let the call in, with its caller found, or raise the refusal it gets."""
    if call.header("authorization").startswith("Bearer "):
        call.caller = caller_of_token(call)
        checks.address(call)
        iam.check(call)
        return
    if not (call.header("x-ovh-application") and call.header("x-ovh-consumer")):
        raise errors.not_signed_in()
    for name in call.sandbox.quirks.auth_order:
        _CHECKS[name](call)
    _note_use(call)


def identify_application(call: Call) -> None:
    """Find the application of an unsigned call; only its key is looked at."""
    checks.application(call)
    if call.application is None or call.application.deleted:
        raise errors.invalid_key()


def _note_use(call: Call) -> None:
    credential = call.who.credential
    if credential:
        call.world.last_use[credential.id] = call.now
