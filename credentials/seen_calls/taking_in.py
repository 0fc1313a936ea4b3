"""Taking in forwarded logs that a person gives: the calls of the account in them are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from credentials import audit, teams, vault
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    CallSource,
    InputError,
    NotAllowedError,
    Permission,
    gettext_noop,
    say,
)
from credentials.models import Account, SeenCall
from credentials.seen_calls import kept_calls
from credentials.seen_calls.forwarded_logs import ForwardedCall, LeftOut, read_forwarded_log


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a forwarded log: ``kept`` calls are new, ``known`` were kept before,
    ``too_old`` is what is older than what is kept. ``unknown_fields`` were not looked at."""

    kept: int
    known: int
    too_old: int
    left_out: Mapping[LeftOut, int]
    unknown_fields: tuple[str, ...]
    is_cut: bool


def take_in_forwarded_log(account: Account, text: str, *, actor: Actor) -> TakenIn:
    """Keep the calls of the account that a forwarded log holds, each once.

    Raises ``InputError`` for a text without an entry, and ``NotAllowedError`` for an account whose
    customer number nobody confirmed, and for an actor whose role does not include it.
    """
    with teams.attempt(
        AuditAction.CALLS_TAKEN_IN,
        Permission.MANAGE_ACCOUNTS,
        actor=actor,
        subject=audit.subject_of(account),
    ) as attempt:
        nic = vault.believed_account(account).nic
        if not nic:
            raise NotAllowedError(say(_NOT_NAMED, account=account), next_step=say(_NAME_IT))
        log = read_forwarded_log(text, nic=nic)
        if not log.calls and not any(log.left_out.values() or [0]):
            raise InputError(say(_EMPTY), next_step=say(_EXPORT))
        oldest = kept_calls.oldest_kept()
        calls = {call.number: call for call in log.calls}
        recent = [call for call in calls.values() if call.at >= oldest]
        known = kept_calls.known_numbers(account, CallSource.FORWARDED)
        new = [call for call in recent if call.number not in known]
        kept_calls.keep(_row(account, call) for call in new)
        attempt.details |= {"count": len(new), "left_out": sum(log.left_out.values())}
    return TakenIn(
        kept=len(new),
        known=len(log.calls) - len(calls) + len(recent) - len(new),
        too_old=len(calls) - len(recent),
        left_out=log.left_out,
        unknown_fields=log.unknown_fields,
        is_cut=log.is_cut,
    )


def _row(account: Account, call: ForwardedCall) -> SeenCall:
    return SeenCall(
        account=account,
        source=CallSource.FORWARDED,
        number=call.number,
        at=call.at,
        method=call.method,
        path=call.path,
        address=call.address,
        caller=call.account,
        credential_id=call.credential_id,
        identities=list(call.identities),
    )


_NOT_NAMED = gettext_noop("Nobody has confirmed which OVHcloud account %(account)s is.")
_NAME_IT = gettext_noop(
    "A log may be of any account: confirm the customer number on the account's page first."
)
_EMPTY = gettext_noop("There is no log in this text.")
_EXPORT = gettext_noop("Export the log of API calls as lines of JSON, or send it on as GELF.")
