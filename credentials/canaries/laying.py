"""Making a live key a canary: it works, it is harmless, and nobody keeps it."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from credentials import audit, findings, live, ovhcloud, teams, vault
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    CanaryChanged,
    CredentialState,
    Method,
    NotAllowedError,
    Permission,
    announce,
    coded,
    gettext_noop,
    say,
)
from credentials.models import Canary, LiveCredential
from credentials.rights import rules_from_api

_NOT_VALID: Final = coded(
    "canary.not-valid", gettext_noop("Only a key that works can be a canary.")
)
_OWN: Final = coded(
    "canary.own-key", gettext_noop("Keydesk itself uses this key: it is no canary.")
)
_KEPT: Final = coded(
    "canary.kept",
    gettext_noop("The vault keeps this key as %(label)s, so somebody may use it from there."),
)
_ARCHIVE: Final = coded(
    "canary.archive",
    gettext_noop("Put it into its trap, archive the entry, and lay the canary then."),
)
_WRITES: Final = coded(
    "canary.writes", gettext_noop("It may do more than read: whoever finds it could do harm.")
)
_REACHES: Final = coded(
    "canary.reaches",
    gettext_noop("Whoever finds it could do harm. %(what)s"),
)
_READ_LITTLE: Final = coded(
    "canary.read-little", gettext_noop("Request a key that reads the time, say: GET /auth/time.")
)
_LAID: Final = coded("canary.laid", gettext_noop("It is a canary already."))


def canary_of(key: LiveCredential) -> Canary | None:
    """The key's canary, where it is one, as Keydesk wrote it."""
    rows = Canary.objects.filter(account=key.account_id, credential_id=key.credential_id)
    return next(iter(audit.holding_or_logged(rows)), None)


def obstacle_to_laying(key: LiveCredential) -> NotAllowedError | None:
    """Why the key, worked out from its facts, cannot be a canary, whoever asks."""
    if key.state != CredentialState.VALIDATED:
        return NotAllowedError(say(_NOT_VALID))
    if vault.is_management_key(key):
        return NotAllowedError(say(_OWN))
    if key.stored is not None and key.stored.archived_at is None:
        return NotAllowedError(say(_KEPT, label=key.stored.label), next_step=say(_ARCHIVE))
    return _harm(key)


def lay(key: LiveCredential, place: str, *, actor: Actor) -> Canary:
    """Take every use of the key from now on as an alarm; ``place`` is where it lies.

    Raises ``NotAllowedError`` for a key that does not work, that may do harm, that is kept
    or a canary already, and an actor whose role does not include it.
    """
    with teams.attempt(
        AuditAction.CANARY_LAID,
        Permission.SET_POLICY,
        actor=actor,
        subject=audit.subject_of(key),
        details={"place": place},
    ) as attempt:
        locked = LiveCredential.objects.select_for_update(of=("self",))
        (row,) = live.worked_out([locked.select_related("account__team").get(pk=key.pk)])
        audit.raise_obstacle(obstacle_to_laying(row))
        if canary_of(row) is not None:
            raise NotAllowedError(say(_LAID))
        attempt.log()
        Canary.objects.filter(account=row.account, credential_id=row.credential_id).delete()
        canary = Canary.objects.create(
            account=row.account,
            credential_id=row.credential_id,
            place=place,
            laid_by=actor.name,
            laid_at=timezone.now(),
        )
        announce(CanaryChanged(row.account_id, row.credential_id))
    return canary


def take_up(key: LiveCredential, *, actor: Actor) -> None:
    """Take its uses as those of any other key again; nothing happens to one that is no canary.

    Raises ``NotAllowedError`` for an actor whose role does not include it.
    """
    with teams.attempt(
        AuditAction.CANARY_TAKEN_UP,
        Permission.SET_POLICY,
        actor=actor,
        subject=audit.subject_of(key),
    ) as attempt:
        same = Canary.objects.filter(account=key.account_id, credential_id=key.credential_id)
        canary = same.first()
        if canary is None:
            return attempt.withdraw()
        attempt.details["place"] = canary.place
        attempt.details["ended_canary"] = str(canary.pk)
        attempt.log()
        same.delete()
        announce(CanaryChanged(key.account_id, key.credential_id))
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
