"""Revoking one key, or an application with every key of it.

The intent is logged before OVHcloud is called, the outcome after. The key that Keydesk itself
works with is never revoked here; that is asked of OVHcloud each time, not remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Final

from django.utils import timezone

from credentials import audit, teams, vault
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    KeyRevoked,
    KeyState,
    Method,
    NotAllowedError,
    NotFound,
    Permission,
    announce,
    coded,
    gettext_noop,
    say,
)
from credentials.live import kept_rows
from credentials.live.own_key import own_key_refusal, refuse_own_key
from credentials.models import Account, ConsumerKey, LiveApplication, LiveCredential
from credentials.ovhcloud import Credential, Deleted, Limits, OvhClient
from credentials.rights import AccessRule

REVOKE_KEY: Final = AccessRule(Method.DELETE, "/me/api/credential/*")
REVOKE_APPLICATION: Final = AccessRule(Method.DELETE, "/me/api/application/*")
_GONE: Final = coded(
    "revoking.key-gone", gettext_noop("The key is gone: it opens nothing any more.")
)
_APPLICATION_GONE: Final = coded(
    "revoking.application-gone", gettext_noop("The application is deleted: its keys open nothing.")
)
_NOT_OWNED: Final = coded(
    "revoking.application-not-owned",
    gettext_noop("The application is not this account's: somebody else owns it."),
)
_ONE_BY_ONE: Final = coded("revoking.one-by-one", gettext_noop("Revoke its keys one by one."))
_OTHER_KEYS: Final = coded(
    "revoking.other-keys",
    gettext_noop(
        "Keys of this application that OVHcloud lists: %(now)s; that the page showed: %(seen)s; "
        "that are on both: %(same)s. Nothing was done."
    ),
)
_READ_AGAIN: Final = gettext_noop("Read the live keys again, then decide.")


class Revoker:
    """Ends keys of one account. It never ends the key that it signs with itself, nor the
    application of that: which they are OVHcloud is asked, once, for they cannot change."""

    def __init__(self, ovh: OvhClient) -> None:
        self._ovh = ovh

    def delete_key(self, credential_id: int, *, look_first: bool) -> Deleted:
        """``look_first``: it may have been deleted before, and is not again without a look."""
        refuse_own_key(self._own, credential_id=credential_id)
        if look_first and _is_gone(self._ovh.credential, credential_id):
            return Deleted.GONE_ALREADY
        return self._ovh.delete_credential(credential_id)

    def delete_application(
        self, application_id: int, *, seen: frozenset[int], look_first: bool
    ) -> Deleted:
        """Its keys are counted again before; ``look_first`` as ``delete_key``."""
        refuse_own_key(self._own, application_id=application_id)
        if look_first and _is_gone(self._ovh.application, application_id):
            return Deleted.GONE_ALREADY
        _guard_same(seen, self._keys_now(application_id))
        return self._ovh.delete_application(application_id)

    @cached_property
    def _own(self) -> Credential:
        return self._ovh.current_credential()

    def _keys_now(self, application_id: int) -> frozenset[int]:
        listing = self._ovh.credentials(application_id=application_id)
        return frozenset(read.id for read in listing if not isinstance(read.error, NotFound))


@contextmanager
def revoker(
    account: Account, *, actor: Actor, purpose: str, limits: Limits | None = None
) -> Iterator[Revoker]:
    """What ends keys of the account, with its management key; opening that is in the log.

    Without ``limits`` somebody waits for it. Raises as ``vault.management_client``.
    """
    with vault.management_client(account, actor=actor, purpose=purpose, limits=limits) as ovh:
        yield Revoker(ovh)


def obstacle_to_revoking(credential: LiveCredential) -> NotAllowedError | None:
    """Why the key cannot be revoked, as far as our store tells."""
    if credential.gone_at is not None:
        return NotAllowedError(say(_GONE))
    if vault.is_management_key(credential):
        return own_key_refusal()
    return vault.management_obstacle(credential.account, REVOKE_KEY)


def obstacle_to_revoking_application(application: LiveApplication) -> NotAllowedError | None:
    """Why the application cannot be revoked, as far as our store tells."""
    if application.is_deleted:
        return NotAllowedError(say(_APPLICATION_GONE))
    if not application.is_owned:
        return NotAllowedError(say(_NOT_OWNED), next_step=say(_ONE_BY_ONE))
    if vault.is_management_application(application):
        return own_key_refusal()
    return vault.management_obstacle(application.account, REVOKE_APPLICATION)


def revoke(
    credential: LiveCredential,
    *,
    actor: Actor,
    by: Revoker | None = None,
    look_first: bool = False,
) -> Deleted:
    """End one key at OVHcloud; one that is gone already counts as done.

    ``by`` is for many keys of an account; ``look_first`` as ``Revoker.delete_key`` has it.

    Raises ``NotAllowedError`` for Keydesk's own key, an account whose management key cannot do it,
    and an actor whose role does not include it; ``ApiError`` where OVHcloud does not do it.
    """
    account, subject = credential.account, audit.subject_of(credential)
    with teams.attempt_call(
        AuditAction.CREDENTIAL_REVOKED, Permission.REVOKE, actor=actor, subject=subject
    ) as attempt:
        with attempt.started():
            audit.raise_obstacle(obstacle_to_revoking(credential))
        with _given_or_new(by, account, actor=actor, purpose="revoke") as opened:
            deleted = opened.delete_key(credential.credential_id, look_first=look_first)
        with attempt.ended():
            kept_rows.lock(account)
            credential.gone_at = timezone.now()
            credential.save(update_fields=["gone_at"])
            _mark_revoked(account, [credential.credential_id])
    return deleted


def revoke_application(
    application: LiveApplication,
    *,
    seen: frozenset[int],
    actor: Actor,
    by: Revoker | None = None,
    look_first: bool = False,
) -> Deleted:
    """Delete an application, which ends every key of it.

    ``seen`` holds the credential ids that the person was shown. They are counted again at
    OVHcloud first; when the two differ nothing is done, and the person looks again. Raises as
    ``revoke``.
    """
    account, subject = application.account, audit.subject_of(application)
    with teams.attempt_call(
        AuditAction.APPLICATION_REVOKED, Permission.REVOKE, actor=actor, subject=subject
    ) as attempt:
        with attempt.started():
            audit.raise_obstacle(obstacle_to_revoking_application(application))
        with _given_or_new(by, account, actor=actor, purpose="revoke application") as opened:
            deleted = opened.delete_application(
                application.application_id, seen=seen, look_first=look_first
            )
        with attempt.ended():
            kept_rows.lock(account)
            application.gone_at, application.is_deleted = timezone.now(), True
            application.save(update_fields=["gone_at", "is_deleted"])
            _mark_revoked(account, seen)
    return deleted


@contextmanager
def _given_or_new(
    given: Revoker | None, account: Account, *, actor: Actor, purpose: str
) -> Iterator[Revoker]:
    if given is not None:
        yield given
        return
    with revoker(account, actor=actor, purpose=purpose) as opened:
        yield opened


def _is_gone(read: Callable[[int], object], number: int) -> bool:
    """Whether OVHcloud knows nothing of that number any more."""
    try:
        read(number)
    except NotFound:
        return True
    return False


def _guard_same(seen: frozenset[int], now: frozenset[int]) -> None:
    if seen == now:
        return
    counts = {"now": len(now), "seen": len(seen), "same": len(now & seen)}
    raise NotAllowedError(say(_OTHER_KEYS, **counts), next_step=say(_READ_AGAIN))


def _mark_revoked(account: Account, credential_ids: Collection[int]) -> None:
    """Stored keys that still counted as good; what ended before keeps saying how."""
    stored = ConsumerKey.objects.filter(account=account, credential_id__in=credential_ids)
    stored.filter(state=KeyState.VALIDATED).update(state=KeyState.REVOKED)
    for credential_id in credential_ids:
        announce(KeyRevoked(account.pk, credential_id))
