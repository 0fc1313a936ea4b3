"""Taking keys back: revoke one, or an application with every key of it.

The intent is logged before OVHcloud is called, the outcome after. The key that Keydesk itself
works with is never revoked here; that is asked of OVHcloud each time, not remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from django.db import transaction
from django.utils import timezone

from credentials import attempts, audit, conf, rights, validation
from credentials.audit import Actor
from credentials.client import Deleted, Limits, OvhClient
from credentials.enums import AuditAction, KeyState, Method
from credentials.errors import NotAllowedError, NotFound
from credentials.models import Account, ConsumerKey, LiveApplication, LiveCredential
from credentials.rights import AccessRule
from credentials.sentences import gettext_noop, say

REVOKE_KEY: Final = AccessRule(Method.DELETE, "/me/api/credential/*")
REVOKE_APPLICATION: Final = AccessRule(Method.DELETE, "/me/api/application/*")


def manager(
    account: Account, *, actor: Actor, purpose: str, limits: Limits | None = None
) -> OvhClient:
    """A client that signs with the account's management key, for somebody who waits."""
    if account.management_key is None:
        raise _no_key(account)
    limits = limits or conf.limits()
    return validation.signed_client(
        account.management_key,
        actor=actor,
        purpose=purpose,
        limits=replace(limits, listing_deadline=limits.deadline),
    )


def missing_right(account: Account, method: str, path: str) -> AccessRule | None:
    """The rule the management key lacks for a call, or None when it may make it."""
    key = account.management_key
    granted = rights.from_api(key.rules) if key else ()
    if rights.grants(granted, method, path) is not None:
        return None
    return AccessRule.parse(method, path)


def obstacle(account: Account, needed: AccessRule) -> NotAllowedError | None:
    """Why the management key cannot do what the rule allows, as far as our store tells."""
    key = account.management_key
    if key is None:
        return _no_key(account)
    if key.state != KeyState.VALIDATED:
        return NotAllowedError(
            say(gettext_noop("The management key of %(account)s has ended."), account=account),
            next_step=_CHOOSE,
        )
    if missing_right(account, needed.method, needed.path):
        return NotAllowedError(
            say(gettext_noop("The management key lacks the rule %(rule)s."), rule=needed),
            next_step=say(gettext_noop("Rules never change: make a key that has it.")),
        )
    return None


def obstacle_to_revoking(credential: LiveCredential) -> NotAllowedError | None:
    """Why the key cannot be revoked, as far as our store tells."""
    own = credential.account.management_key
    if credential.gone_at is not None:
        return NotAllowedError(say(gettext_noop("The key is gone: it opens nothing any more.")))
    if own is not None and own.credential_id == credential.credential_id:
        return _own_key()
    return obstacle(credential.account, REVOKE_KEY)


def obstacle_to_revoking_application(application: LiveApplication) -> NotAllowedError | None:
    """Why the application cannot be revoked, as far as our store tells."""
    own = application.account.management_key
    if application.is_dead:
        return NotAllowedError(say(gettext_noop("The application is deleted: its keys are dead.")))
    if not application.is_owned:
        return NotAllowedError(
            say(gettext_noop("The application is not this account's: somebody else owns it.")),
            next_step=say(gettext_noop("Revoke its keys one by one.")),
        )
    if own is not None and own.application.application_id == application.application_id:
        return _own_key()
    return obstacle(application.account, REVOKE_APPLICATION)


def revoke(credential: LiveCredential, *, actor: Actor) -> Deleted:
    """End one key at OVHcloud; one that is gone already counts as done."""
    attempts.refuse(obstacle_to_revoking(credential))

    def act() -> Deleted:
        with manager(credential.account, actor=actor, purpose="revoke") as ovh:
            _guard_own_key(ovh, credential_id=credential.credential_id)
            return ovh.delete_credential(credential.credential_id)

    subject = audit.subject_of(credential)
    done = attempts.logged(AuditAction.CREDENTIAL_REVOKED, subject, act, actor=actor)
    with transaction.atomic():
        credential.gone_at = timezone.now()
        credential.save(update_fields=["gone_at"])
        _mark_revoked(credential.account, [credential.credential_id])
    return done


def revoke_application(
    application: LiveApplication, *, seen: frozenset[int], actor: Actor
) -> Deleted:
    """Delete an application, which ends every key of it.

    ``seen`` holds the credential ids that the person was shown. They are counted again at
    OVHcloud first; when the two differ nothing is done, and the person looks again.
    """
    attempts.refuse(obstacle_to_revoking_application(application))

    def act() -> Deleted:
        with manager(application.account, actor=actor, purpose="revoke application") as ovh:
            _guard_own_key(ovh, application_id=application.application_id)
            _guard_same(seen, _keys_now(ovh, application))
            return ovh.delete_application(application.application_id)

    subject = audit.subject_of(application)
    done = attempts.logged(AuditAction.APPLICATION_REVOKED, subject, act, actor=actor)
    with transaction.atomic():
        application.gone_at, application.is_dead = timezone.now(), True
        application.save(update_fields=["gone_at", "is_dead"])
        _mark_revoked(application.account, seen)
    return done


_CHOOSE: Final = say(gettext_noop("Choose another one on the account's page, or make one."))


def _no_key(account: Account) -> NotAllowedError:
    return NotAllowedError(
        say(gettext_noop("%(account)s has no management key."), account=account),
        next_step=say(gettext_noop("Choose one on the account's page, or make one.")),
    )


def _own_key() -> NotAllowedError:
    return NotAllowedError(
        say(gettext_noop("This is the key that Keydesk itself works with.")),
        next_step=say(
            gettext_noop("Choose another management key for the account first, then revoke.")
        ),
    )


def _guard_own_key(
    ovh: OvhClient, *, credential_id: int | None = None, application_id: int | None = None
) -> None:
    own = ovh.current_credential()
    is_own_key = own.credential_id == credential_id
    is_own_application = application_id is not None and own.application_id == application_id
    if is_own_key or is_own_application:
        raise _own_key()


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


def _mark_revoked(account: Account, credential_ids: Iterable[int]) -> None:
    """Stored keys that still counted as good; what ended before keeps saying how."""
    stored = ConsumerKey.objects.filter(account=account, credential_id__in=credential_ids)
    stored.filter(state=KeyState.VALIDATED).update(state=KeyState.REVOKED)
