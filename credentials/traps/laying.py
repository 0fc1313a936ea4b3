"""Making a live key a trap: it works, it is harmless, and nobody keeps it."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from credentials import audit, findings, live, ovhcloud, teams, vault
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    CredentialState,
    Method,
    NotAllowedError,
    Permission,
    TrapChanged,
    announce,
    coded,
    gettext_noop,
    say,
)
from credentials.models import LiveCredential, Trap
from credentials.rights import rules_from_api

_NOT_VALID: Final = coded("trap.not-valid", gettext_noop("Only a key that works can be a trap."))
_OWN: Final = coded("trap.own-key", gettext_noop("Keydesk itself uses this key: it is no trap."))
_KEPT: Final = coded(
    "trap.kept",
    gettext_noop("The vault keeps this key as %(label)s, so somebody may use it from there."),
)
_ARCHIVE: Final = coded(
    "trap.archive",
    gettext_noop("Put it into its trap, archive the entry, and lay the trap then."),
)
_WRITES: Final = coded(
    "trap.writes", gettext_noop("It may do more than read: whoever finds it could do harm.")
)
_REACHES: Final = coded(
    "trap.reaches",
    gettext_noop("Whoever finds it could do harm. %(what)s"),
)
_READ_LITTLE: Final = coded(
    "trap.read-little", gettext_noop("Request a key that reads the time, say: GET /auth/time.")
)
_LAID: Final = coded("trap.laid", gettext_noop("It is a trap already."))


def trap_of(key: LiveCredential) -> Trap | None:
    """The key's trap, where it is one, as Keydesk wrote it."""
    rows = Trap.objects.filter(account=key.account_id, credential_id=key.credential_id)
    return next(iter(audit.holding_or_logged(rows)), None)


def obstacle_to_laying(key: LiveCredential) -> NotAllowedError | None:
    """Why the key, worked out from its facts, cannot be a trap, whoever asks."""
    if key.state != CredentialState.VALIDATED:
        return NotAllowedError(say(_NOT_VALID))
    if vault.is_management_key(key):
        return NotAllowedError(say(_OWN))
    if key.stored is not None and key.stored.archived_at is None:
        return NotAllowedError(say(_KEPT, label=key.stored.label), next_step=say(_ARCHIVE))
    return _harm(key)


def lay(key: LiveCredential, place: str, *, actor: Actor) -> Trap:
    """Take every use of the key from now on as an alarm; ``place`` is where it lies.

    Raises ``NotAllowedError`` for a key that does not work, that may do harm, that is kept
    or a trap already, and an actor whose role does not include it.
    """
    with teams.attempt(
        AuditAction.TRAP_LAID,
        Permission.SET_POLICY,
        actor=actor,
        subject=audit.subject_of(key),
        details={"place": place},
    ) as attempt:
        locked = LiveCredential.objects.select_for_update(of=("self",))
        (row,) = live.worked_out([locked.select_related("account__team").get(pk=key.pk)])
        audit.raise_obstacle(obstacle_to_laying(row))
        if trap_of(row) is not None:
            raise NotAllowedError(say(_LAID))
        attempt.log()
        Trap.objects.filter(account=row.account, credential_id=row.credential_id).delete()
        trap = Trap.objects.create(
            account=row.account,
            credential_id=row.credential_id,
            place=place,
            laid_by=actor.name,
            laid_at=timezone.now(),
        )
        announce(TrapChanged(row.account_id, row.credential_id))
    return trap


def take_up(key: LiveCredential, *, actor: Actor) -> None:
    """Take its uses as those of any other key again; nothing happens to one that is no trap.

    Raises ``NotAllowedError`` for an actor whose role does not include it.
    """
    with teams.attempt(
        AuditAction.TRAP_TAKEN_UP,
        Permission.SET_POLICY,
        actor=actor,
        subject=audit.subject_of(key),
    ) as attempt:
        same = Trap.objects.filter(account=key.account_id, credential_id=key.credential_id)
        trap = same.first()
        if trap is None:
            return attempt.withdraw()
        attempt.details["place"] = trap.place
        attempt.details["ended_trap"] = str(trap.pk)
        attempt.log()
        same.delete()
        announce(TrapChanged(key.account_id, key.credential_id))
    return None


def _harm(key: LiveCredential) -> NotAllowedError | None:
    """What somebody could do with it who found it."""
    rules = rules_from_api(key.rules)
    if any(rule.method is not Method.GET for rule in rules):
        return NotAllowedError(say(_WRITES), next_step=say(_READ_LITTLE))
    verdict = findings.verdict_on_plan(ovhcloud.catalogue_of(key.account.endpoint), rules)
    if verdict.band in (findings.Band.AT_RISK, findings.Band.TO_WATCH):
        return NotAllowedError(say(_REACHES, what=verdict.sentence), next_step=say(_READ_LITTLE))
    return None
