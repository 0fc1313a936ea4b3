"""The checks of a call, in the order that a quirk gives (api 10.3)."""

from __future__ import annotations

from sandbox import errors
from sandbox.call import Call
from sandbox.gate import checks, iam
from sandbox.gate.bearer import caller_of_token

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
    """Set the caller of a call that is allowed, or raise the refusal it gets."""
    if call.header("authorization").startswith("Bearer "):
        call.caller = caller_of_token(call)
        checks.address(call)
        iam.check(call)
        return
    if not (call.header("x-ovh-application") and call.header("x-ovh-consumer")):
        raise errors.not_signed_in()
    for name in call.state.quirks.auth_order:
        _CHECKS[name](call)
    _note_use(call)


def identify_application(call: Call) -> None:
    """Set the application of an unsigned call; only its key is checked. Raises a 403."""
    checks.application(call)
    if call.application is None or call.application.deleted:
        raise errors.invalid_key()


def _note_use(call: Call) -> None:
    credential = call.who.credential
    if credential:
        call.world.last_use[credential.id] = call.now
