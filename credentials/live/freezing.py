"""Freezing a key: it is limited to addresses that nobody has, and can be set back.

What it worked from before is kept before OVHcloud is asked, so that whatever ends Keydesk in
between, a thaw finds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from credentials import audit, rights, teams, vault
from credentials.audit import Actor, CallAttempt
from credentials.core import (
    ApiError,
    AuditAction,
    CredentialState,
    NotAllowedError,
    Permission,
    coded,
    gettext_noop,
    say,
)
from credentials.live import kept_rows, unread_keys
from credentials.live.allowed_addresses import (
    CHANGE_ADDRESSES,
    end_freeze,
    freezes_of_key,
    guard_seen,
    take_over,
)
from credentials.live.own_key import guard_own_key, own_key_refusal
from credentials.live.row_derivation import KEY_UNREAD
from credentials.models import FROZEN, Account, Freeze, LiveCredential
from credentials.ovhcloud import Credential, Limits, OvhClient
from credentials.rights import FROZEN_ADDRESSES

_OPENS_NOTHING: Final = coded(
    "freezing.opens-nothing",
    gettext_noop("OVHcloud lists the key as “%(state)s”: it opens nothing as it is."),
)
_OPENING: Final = (CredentialState.VALIDATED.value, KEY_UNREAD)


def obstacle_to_freezing(
    credential: LiveCredential, *, look_first: bool = False
) -> NotAllowedError | None:
    """Why the key cannot be frozen, as far as our store tells; ``look_first`` as ``freeze``."""
    (key,) = kept_rows.worked_out([credential])
    is_frozen_by_us = key.state == FROZEN and look_first and freeze_of(key) is not None
    if is_frozen_by_us:
        return vault.management_obstacle(credential.account, CHANGE_ADDRESSES)
    if key.state == FROZEN:
        return NotAllowedError(say(gettext_noop("The key is frozen already.")))
    if key.state not in _OPENING:
        return NotAllowedError(say(gettext_noop("The key opens nothing as it is.")))
    if vault.is_management_key(credential):
        return own_key_refusal()
    return vault.management_obstacle(credential.account, CHANGE_ADDRESSES)


def obstacle_to_thawing(credential: LiveCredential) -> NotAllowedError | None:
    """Why the key cannot be thawed, as far as our store tells."""
    if freeze_of(credential) is None:
        return NotAllowedError(
            say(gettext_noop("Keydesk has not kept what the key worked from before.")),
            next_step=say(gettext_noop("Change its addresses to those that it shall work from.")),
        )
    if credential.gone_at is not None:
        return NotAllowedError(say(gettext_noop("The key is gone: it opens nothing any more.")))
    return vault.management_obstacle(credential.account, CHANGE_ADDRESSES)


def freeze_of(credential: LiveCredential) -> Freeze | None:
    """What was kept when the key was frozen; None where nothing was that can be believed."""
    return next(iter(audit.holding_or_logged(freezes_of_key(credential))), None)


def freezes_of(keys: Iterable[LiveCredential]) -> Mapping[int, Freeze]:
    """The freezes of those keys that are frozen, by the key's row; no query where none is."""
    frozen = [key for key in keys if key.state == FROZEN]
    if not frozen:
        return {}
    wanted = Q(pk__in=())
    for key in frozen:
        wanted |= Q(account=key.account_id, credential_id=key.credential_id)
    rows = audit.holding_or_logged(Freeze.objects.filter(wanted).select_related("frozen_by"))
    kept = {(row.account_id, row.credential_id): row for row in rows}
    by_row = {key.pk: kept.get((key.account_id, key.credential_id)) for key in frozen}
    return {pk: row for pk, row in by_row.items() if row is not None}


def freeze(
    credential: LiveCredential,
    *,
    actor: Actor,
    limits: Limits | None = None,
    look_first: bool = False,
) -> Credential:
    """Limit the key to addresses that nobody has, and keep those that it worked from; the key as
    OVHcloud has it then. Without ``limits`` somebody waits for it.

    A freeze that reached OVHcloud before Keydesk ended is taken over, not done again.
    ``look_first``: it may even have been written down.

    Raises ``NotAllowedError`` for Keydesk's own key, one that is frozen, an account whose
    management key cannot do it, and an actor whose role does not include it; ``ApiError``.
    """
    account, number = credential.account, credential.credential_id
    with teams.attempt_call(
        AuditAction.CREDENTIAL_FROZEN,
        Permission.REVOKE,
        actor=actor,
        subject=audit.subject_of(credential),
    ) as attempt:
        with attempt.started():
            audit.raise_obstacle(obstacle_to_freezing(credential, look_first=look_first))
        with _client(account, actor, "freeze", limits) as ovh:
            guard_own_key(ovh, credential_id=number)
            after = ovh.credential(number)
            unread_keys.take_in(credential, after)
            kept = freeze_of(credential) if rights.is_frozen(after.allowed_ips or ()) else None
            if kept is None:
                kept = _keep(credential, _not_frozen(after), attempt)
                after = _frozen(ovh, kept)
        with attempt.ended():
            kept_rows.lock(account)
            take_over(credential, after, before=kept.addresses, attempt=attempt)
    _guard_as_asked(after, FROZEN_ADDRESSES)
    return after


def thaw(
    credential: LiveCredential,
    *,
    actor: Actor,
    seen: Iterable[str] = FROZEN_ADDRESSES,
    limits: Limits | None = None,
) -> Credential:
    """Set the key back to what it worked from before it was frozen; the key as OVHcloud has it
    then. A thaw that reached OVHcloud before Keydesk ended is taken over, not done again.

    ``seen`` is the list that the person knows the key to have now. Raises ``AddressesDiffer`` where
    OVHcloud lists another one, ``NotAllowedError``, and ``ApiError``.
    """
    account, number = credential.account, credential.credential_id
    with teams.attempt_call(
        AuditAction.CREDENTIAL_THAWED,
        Permission.REVOKE,
        actor=actor,
        subject=audit.subject_of(credential),
    ) as attempt:
        with attempt.started():
            audit.raise_obstacle(obstacle_to_thawing(credential))
            kept = freezes_of_key(credential)[0]
            audit.guard_holds(kept)
        with _client(account, actor, "thaw", limits) as ovh:
            after = ovh.credential(number)
            before = after.allowed_ips or ()
            if set(before) != set(kept.addresses):
                guard_seen(after, seen)
                after = ovh.change_addresses(number, kept.addresses)
        with attempt.ended():
            kept_rows.lock(account)
            if set(after.allowed_ips or ()) == set(kept.addresses):
                end_freeze(credential, attempt)
            take_over(credential, after, before=before, attempt=attempt)
    _guard_as_asked(after, kept.addresses)
    return after


def _client(account: Account, actor: Actor, purpose: str, limits: Limits | None) -> OvhClient:
    return vault.management_client(account, actor=actor, purpose=purpose, limits=limits)


def _not_frozen(credential: Credential) -> tuple[str, ...]:
    """What the key works from now. Raises ``NotAllowedError`` for one that opens nothing."""
    if rights.is_frozen(credential.allowed_ips or ()):
        raise NotAllowedError(
            say(gettext_noop("The key is frozen at OVHcloud already.")),
            next_step=say(gettext_noop("Read the live keys again to see it.")),
        )
    if credential.status != CredentialState.VALIDATED:
        state = credential.status or "-"
        raise NotAllowedError(say(_OPENS_NOTHING, state=state))
    return credential.allowed_ips or ()


@transaction.atomic
def _keep(credential: LiveCredential, addresses: Sequence[str], attempt: CallAttempt) -> Freeze:
    """Before OVHcloud is asked: what the key works from. An older one that was left counts no
    more."""
    kept_rows.lock(credential.account)
    end_freeze(credential, attempt)
    return Freeze.objects.create(
        account=credential.account,
        credential_id=credential.credential_id,
        addresses=list(addresses),
        frozen_by_id=attempt.actor.person_id,
        frozen_at=timezone.now(),
    )


def _frozen(ovh: OvhClient, kept: Freeze) -> Credential:
    """Where OVHcloud surely did nothing, nothing was frozen, and nothing is kept."""
    try:
        return ovh.change_addresses(kept.credential_id, FROZEN_ADDRESSES)
    except ApiError as error:
        if not error.is_outcome_unknown:
            kept.delete()
        raise


def _guard_as_asked(read: Credential, asked: Sequence[str]) -> None:
    """Raise ``NotAllowedError`` where OVHcloud has another list than it was given."""
    now = read.allowed_ips or ()
    if set(now) == set(asked):
        return
    raise NotAllowedError(
        say(
            gettext_noop(
                "OVHcloud took the change and lists %(now)s now, which is not what it was given."
            ),
            now=", ".join(now) or "-",
        ),
        next_step=say(gettext_noop("Look at the key's addresses, and change or revoke it.")),
    )
