"""Answering what the page asks of an account: whose keys these are, and which one reads it then."""

from __future__ import annotations

from credentials import audit, teams
from credentials.audit import Actor
from credentials.core import AuditAction, Permission
from credentials.models import Account, ConsumerKey
from credentials.vault.account_binding import bind_account, take_untold_keys
from credentials.vault.management_key import choose_management_key


def confirm_binding(
    account: Account, nic: str, *, seen: str, manages: ConsumerKey | None, actor: Actor
) -> None:
    """Say that the account is the OVHcloud account ``nic``, and read it with the key ``manages``.

    Without ``nic``: that keys which told of no account are of the one that it was ``seen`` as.
    All of it is done, or nothing. Raises ``NotAllowedError`` as the verbs that it consists of.
    """
    subject, details = audit.subject_of(account), {"nic": nic or seen}
    with teams.attempt(
        AuditAction.ACCOUNT_BOUND,
        Permission.MANAGE_ACCOUNTS,
        actor=actor,
        subject=subject,
        details={**details},
    ) as attempt:
        attempt.withdraw()  # each part has its entry
        if nic:
            bind_account(account, nic, seen="", actor=actor)
        else:
            take_untold_keys(account, seen=seen, actor=actor)
        if manages is not None:
            choose_management_key(account, manages, actor=actor)
