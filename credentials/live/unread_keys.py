"""Keys that OVHcloud lists and no reading has reached: they are listed here as not read yet."""

from __future__ import annotations

from django.utils import timezone

from credentials import audit, teams, vault
from credentials.audit import Actor
from credentials.core import AuditAction, Permission
from credentials.live import reading
from credentials.models import Account, LiveCredential
from credentials.ovhcloud import Credential, Limits


def list_unread_keys(account: Account, *, actor: Actor, limits: Limits | None = None) -> int:
    """Ask OVHcloud for the numbers of the account's keys, one call, and list those that are not
    listed here; how many that were. Without ``limits`` somebody waits for it.

    Raises ``NotAllowedError`` for an account without a management key and an actor whose role does
    not include it; ``ApiError``.
    """
    with teams.attempt_call(
        AuditAction.ACCOUNT_SYNCED,
        Permission.REVOKE,
        actor=actor,
        subject=audit.subject_of(account),
        details={"read": "numbers"},
    ) as attempt:
        with attempt.started():
            vault.management_key_of(account)
        with vault.management_client(
            account, actor=actor, purpose="numbers of keys", limits=limits
        ) as ovh:
            begun, listed = timezone.now(), ovh.credential_ids()
        with attempt.ended():
            known = LiveCredential.objects.filter(account=account, gone_at=None)
            new = set(listed) - set(known.values_list("credential_id", flat=True))
            reading.list_unread(account, sorted(new), begun=begun)
            attempt.details["new"] = len(new)
    return len(new)


def take_in(credential: LiveCredential, read: Credential) -> None:
    """Write down what was read of a key that no reading had reached."""
    if not credential.status:
        reading.write_key(credential.account, read, begun=timezone.now())
