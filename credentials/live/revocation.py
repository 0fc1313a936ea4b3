"""Revoking one key, or an application with every key of it.

The intent is logged before OVHcloud is called, the outcome after. The key that Keydesk itself
works with is never revoked here; that is asked of OVHcloud each time, not remembered.
"""

from __future__ import annotations

from collections.abc import Collection
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
    gettext_noop,
    say,
)
from credentials.live import kept_rows
from credentials.live.own_key import guard_own_key, own_key_refusal
from credentials.models import Account, ConsumerKey, LiveApplication, LiveCredential
from credentials.ovhcloud import Deleted, OvhClient
from credentials.rights import AccessRule

REVOKE_KEY: Final = AccessRule(Method.DELETE, "/me/api/credential/*")
REVOKE_APPLICATION: Final = AccessRule(Method.DELETE, "/me/api/application/*")


def obstacle_to_revoking(credential: LiveCredential) -> NotAllowedError | None:
    """Why the key cannot be revoked, as far as our store tells."""
    if credential.gone_at is not None:
        return NotAllowedError(say(gettext_noop("The key is gone: it opens nothing any more.")))
    if vault.is_management_key(credential):
        return own_key_refusal()
    return vault.management_obstacle(credential.account, REVOKE_KEY)


def obstacle_to_revoking_application(application: LiveApplication) -> NotAllowedError | None:
    """Why the application cannot be revoked, as far as our store tells."""
    if application.is_deleted:
        return NotAllowedError(
            say(gettext_noop("The application is deleted: its keys open nothing."))
        )
    if not application.is_owned:
        return NotAllowedError(
            say(gettext_noop("The application is not this account's: somebody else owns it.")),
            next_step=say(gettext_noop("Revoke its keys one by one.")),
        )
    if vault.is_management_application(application):
        return own_key_refusal()
    return vault.management_obstacle(application.account, REVOKE_APPLICATION)


def revoke(credential: LiveCredential, *, actor: Actor) -> Deleted:
    """End one key at OVHcloud; one that is gone already counts as done.

    Raises ``NotAllowedError`` for Keydesk's own key, an account whose management key cannot do it,
    and an actor whose role does not include it; ``ApiError`` where OVHcloud does not do it.
    """
    account, subject = credential.account, audit.subject_of(credential)
    with teams.attempt_call(
        AuditAction.CREDENTIAL_REVOKED, Permission.REVOKE, actor=actor, subject=subject
    ) as attempt:
        with attempt.started():
            audit.raise_obstacle(obstacle_to_revoking(credential))
        with vault.management_client(account, actor=actor, purpose="revoke") as ovh:
            guard_own_key(ovh, credential_id=credential.credential_id)
            deleted = ovh.delete_credential(credential.credential_id)
        with attempt.ended():
            kept_rows.lock(account)
            credential.gone_at = timezone.now()
            credential.save(update_fields=["gone_at"])
            _mark_revoked(account, [credential.credential_id])
    return deleted


def revoke_application(
    application: LiveApplication, *, seen: frozenset[int], actor: Actor
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
        with vault.management_client(account, actor=actor, purpose="revoke application") as ovh:
            guard_own_key(ovh, application_id=application.application_id)
            _guard_same(seen, _keys_now(ovh, application))
            deleted = ovh.delete_application(application.application_id)
        with attempt.ended():
            kept_rows.lock(account)
            application.gone_at, application.is_deleted = timezone.now(), True
            application.save(update_fields=["gone_at", "is_deleted"])
            _mark_revoked(account, seen)
    return deleted


def _keys_now(ovh: OvhClient, application: LiveApplication) -> frozenset[int]:
    listing = ovh.credentials(application_id=application.application_id)
    return frozenset(read.id for read in listing if not isinstance(read.error, NotFound))


def _guard_same(seen: frozenset[int], now: frozenset[int]) -> None:
    if seen == now:
        return
    raise NotAllowedError(
        say(
            gettext_noop(
                "OVHcloud lists %(now)s keys of this application; the page showed %(seen)s, "
                "of which %(same)s are the same. Nothing was done."
            ),
            now=len(now),
            seen=len(seen),
            same=len(now & seen),
        ),
        next_step=say(gettext_noop("Read the live keys again, then decide.")),
    )


def _mark_revoked(account: Account, credential_ids: Collection[int]) -> None:
    """Stored keys that still counted as good; what ended before keeps saying how."""
    stored = ConsumerKey.objects.filter(account=account, credential_id__in=credential_ids)
    stored.filter(state=KeyState.VALIDATED).update(state=KeyState.REVOKED)
    for credential_id in credential_ids:
        announce(KeyRevoked(account.pk, credential_id))
