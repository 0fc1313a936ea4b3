"""Which OVHcloud account an account is: keys tell it, somebody who manages accounts confirms it.

Whoever consents to a key decides whose key it is, so the first key of an account proves nothing of
the account. Until somebody confirms what a key told, the key is kept apart, unconfirmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet
from django.utils import timezone

from credentials import audit, teams
from credentials.audit import Actor, Attempt
from credentials.core import (
    AuditAction,
    KeyState,
    KeyValidated,
    NotAllowedError,
    Permission,
    SyncState,
    announce,
    coded,
    gettext_noop,
    pack,
    say,
)
from credentials.models import Account, ConsumerKey
from credentials.vault.accounts import locked_account

_REBOUND_MEANWHILE = coded(
    "account.rebound-meanwhile",
    gettext_noop("In the meantime %(account)s became the OVHcloud account %(nic)s."),
)
_LOOK_AGAIN = coded(
    "account.look-again", gettext_noop("Look at the account's page again, then decide.")
)
_NOT_NAMED = coded("account.not-named", gettext_noop("An OVHcloud account has to be named."))
_BOUND_ALREADY = coded(
    "account.bound-already", gettext_noop("%(account)s is the OVHcloud account %(nic)s already.")
)
_UNTOLD = Q(state=KeyState.UNCONFIRMED, nic="")


@dataclass(frozen=True, slots=True)
class BindingQuestion:
    """Keys of an unbound account that, as OVHcloud says, belong to the OVHcloud account ``nic``;
    with none, keys of any account of which OVHcloud does not tell whose they are."""

    account: Account
    nic: str
    keys: list[ConsumerKey]


def binding_questions(accounts: QuerySet[Account]) -> list[BindingQuestion]:
    """What somebody who manages these accounts has to answer. One query."""
    waiting = ConsumerKey.objects.filter(
        account__in=accounts, state=KeyState.UNCONFIRMED, archived_at=None
    )
    ordered = waiting.select_related("account__team").order_by("account__label", "account", "nic")
    groups = groupby(ordered, key=lambda key: (key.account, key.nic))
    return [BindingQuestion(account, nic, list(keys)) for (account, nic), keys in groups]


def state_by_binding(account: Account, nic: str) -> KeyState:
    """How a key of ``nic`` that OVHcloud accepts is kept in the account (``locked_account``).

    Where OVHcloud does not tell whose key it is, ``nic`` is empty: somebody has to say it.
    """
    if not (nic and account.nic):
        return KeyState.UNCONFIRMED
    return KeyState.VALIDATED if nic == account.nic else KeyState.FOREIGN


def bind_account(account: Account, nic: str, *, seen: str, actor: Actor) -> None:
    """Say that the account is the OVHcloud account ``nic``; ``seen`` is what it was until now.

    Its keys of ``nic`` are validated, those of other accounts are foreign. Of an account that was
    another one, the management key and what was read of it are dropped. Raises
    ``NotAllowedError`` where the actor may not, or the account is not ``seen`` any more.
    """
    with _attempt(AuditAction.ACCOUNT_BOUND, account, nic, actor=actor) as attempt:
        locked = locked_account(account)
        attempt.details["nic before"] = locked.nic
        _guard_unchanged(locked, seen)
        _guard_other(locked, nic)
        attempt.log()
        _bind(locked, nic, actor=actor)
    account.take_from(locked)


def refuse_binding(account: Account, nic: str, *, actor: Actor) -> None:
    """Say that the account is not the OVHcloud account ``nic``: keys that wait are foreign."""
    with _attempt(AuditAction.BINDING_REFUSED, account, nic, actor=actor) as attempt:
        locked = locked_account(account)
        if nic:
            _guard_unchanged(locked, "")
        attempt.log()
        waiting = ConsumerKey.objects.filter(account=locked, nic=nic, state=KeyState.UNCONFIRMED)
        _move(_locked(waiting), KeyState.FOREIGN, AuditAction.KEY_FOREIGN, actor=actor)


def take_untold_keys(account: Account, *, seen: str, actor: Actor) -> None:
    """Say that keys of which OVHcloud told no account are of the OVHcloud account ``seen``.

    Raises ``NotAllowedError`` where the actor may not, nobody has said yet which OVHcloud account
    the account is, or it is not ``seen`` any more.
    """
    with _attempt(AuditAction.ACCOUNT_BOUND, account, seen, actor=actor) as attempt:
        locked = locked_account(account)
        _guard_unchanged(locked, seen)
        if not locked.nic:
            raise NotAllowedError(say(_NOT_NAMED))
        attempt.log()
        locked.save(update_fields=["nic"])  # proven after the entry, which ends older states
        keys = _locked(ConsumerKey.objects.filter(_UNTOLD, account=locked))
        for key in keys:
            key.nic = locked.nic
            key.save(update_fields=["nic"])
        _move(keys, KeyState.VALIDATED, AuditAction.KEY_VALIDATED, actor=actor)


def keys_to_set_apart(account: Account, nic: str = "") -> QuerySet[ConsumerKey]:
    """Keys of the account that are foreign once it is the OVHcloud account ``nic``; those of which
    OVHcloud told no account wait on."""
    open_ones = Q(state=KeyState.UNCONFIRMED)
    if account.nic:
        open_ones |= Q(state=KeyState.VALIDATED)
    apart = ConsumerKey.objects.filter(open_ones, account=account)
    return apart.exclude(nic=nic).exclude(_UNTOLD)


@contextmanager
def _attempt(action: AuditAction, account: Account, nic: str, *, actor: Actor) -> Iterator[Attempt]:
    subject = audit.subject_of(account)
    with teams.attempt(
        action, Permission.MANAGE_ACCOUNTS, actor=actor, subject=subject, details={"nic": nic}
    ) as attempt:
        yield attempt


def _guard_unchanged(account: Account, seen: str) -> None:
    if account.nic == seen:
        return
    raise NotAllowedError(
        say(
            _REBOUND_MEANWHILE,
            account=account,
            nic=account.nic,
        ),
        next_step=say(_LOOK_AGAIN),
    )


def _guard_other(account: Account, nic: str) -> None:
    if not nic:
        raise NotAllowedError(say(_NOT_NAMED))
    if nic == account.nic:
        raise NotAllowedError(
            say(
                _BOUND_ALREADY,
                account=account,
                nic=nic,
            )
        )


def _bind(account: Account, nic: str, *, actor: Actor) -> None:
    others = _locked(keys_to_set_apart(account, nic))
    of_nic = ConsumerKey.objects.filter(account=account, nic=nic)
    own = _locked(of_nic.filter(state__in=(KeyState.UNCONFIRMED, KeyState.FOREIGN)))
    if account.nic:
        _drop_what_was_read(account, others, actor=actor)
    account.nic = nic
    account.save(update_fields=["nic", "management_key"])
    _move(others, KeyState.FOREIGN, AuditAction.KEY_FOREIGN, actor=actor)
    _move(own, KeyState.VALIDATED, AuditAction.KEY_VALIDATED, actor=actor)


def _locked(keys: QuerySet[ConsumerKey]) -> list[ConsumerKey]:
    """The keys, locked: none of them ends before it is said whose it is."""
    return list(keys.select_for_update(of=("self",)).order_by("pk"))


def _move(keys: list[ConsumerKey], state: KeyState, action: AuditAction, *, actor: Actor) -> None:
    """Put each key in the state, with an entry of its own in the log."""
    for key in keys:
        audit.record(action, actor=actor, subject=audit.subject_of(key))
        key.state = state
        key.save(update_fields=["state"])
        if state is KeyState.VALIDATED:
            announce(KeyValidated(key.pk))


def _drop_what_was_read(account: Account, leaving: list[ConsumerKey], *, actor: Actor) -> None:
    """It was read of another OVHcloud account, with that one's key; a reading under way ends."""
    if account.management_key in leaving:
        account.management_key = None
        audit.record(
            AuditAction.MANAGEMENT_KEY_CHANGED,
            actor=actor,
            subject=audit.subject_of(account),
            details={"key": None},
        )
    under_way = account.syncs.filter(state__in=(SyncState.QUEUED, SyncState.RUNNING))
    under_way.update(state=SyncState.FAILED, ended_at=timezone.now(), trouble=pack(_REBOUND))
    for rows in (account.live_credentials, account.live_applications, account.live_clients):
        rows.all().delete()


_REBOUND = say(
    coded("account.rebound", gettext_noop("The account became another OVHcloud account."))
)
