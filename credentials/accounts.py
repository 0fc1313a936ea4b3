"""Accounts: add, rename and delete one, and say how far its management key reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from credentials import addresses, audit, rights, vault
from credentials.audit import Actor
from credentials.enums import AuditAction, KeyState, SyncState
from credentials.errors import NotAllowedError
from credentials.models import Account, ConsumerKey, Entry, LiveCredential, Sync, Team
from credentials.recipes import RECIPES, Recipe
from credentials.rights import AccessRule
from credentials.sentences import Sentence, gettext_noop, say

READING = RECIPES["keydesk"]
_USES = (
    (say(gettext_noop("Reads the live keys")), READING),
    (say(gettext_noop("Revokes keys")), RECIPES["keydesk-revoke"]),
    (say(gettext_noop("Manages service accounts")), RECIPES["keydesk-service-accounts"]),
    (say(gettext_noop("Reads the names of services")), RECIPES["keydesk-names"]),
)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Reach:
    """What a key lacks for one use Keydesk has for it; nothing, where it may be used so."""

    use: Sentence
    missing: tuple[AccessRule, ...]


def add(team: Team, *, label: str, endpoint: str, actor: Actor) -> Account:
    """A new account. Raises ``EndpointError``, and ``NotAllowedError`` for a label in use."""
    return _own_label(
        lambda: vault.open_account(team, label=label, endpoint=endpoint, actor=actor),
        label=label,
        team=team,
    )


@transaction.atomic
def rename(account: Account, label: str, *, actor: Actor) -> None:
    """Give the account another label. Raises ``NotAllowedError`` for one in use."""
    details: dict[str, audit.Detail] = {"label before": account.label}
    found = Account.objects.filter(pk=account.pk)
    _own_label(lambda: found.update(label=label), label=label, team=account.team)
    account.label = label
    audit.record(
        AuditAction.ACCOUNT_CHANGED,
        actor=actor,
        subject=audit.subject_of(account),
        details=details,
    )


@transaction.atomic
def delete(account: Account, *, actor: Actor) -> None:
    """Delete an account with what was read of it; one that ever kept a secret stays."""
    held = Account.objects.select_for_update().get(pk=account.pk)
    guard_empty(held)
    audit.record(AuditAction.ACCOUNT_DELETED, actor=actor, subject=audit.subject_of(held))
    held.delete()


def guard_empty(account: Account) -> None:
    """Raises ``NotAllowedError`` while the vault holds entries of the account."""
    count = account.entries.count()
    if count:
        raise NotAllowedError(
            say(
                gettext_noop("The vault holds entries of %(account)s (%(count)s)."),
                account=account,
                count=count,
            ),
            next_step=say(
                gettext_noop(
                    "Entries stay, so that it can be told who saw what. Forget their secrets and "
                    "archive them instead."
                )
            ),
        )


def counted(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """The accounts with ``entry_count``, ``live_count`` and ``read_at``, to show and to sort by."""
    whole = Sync.objects.filter(account=OuterRef("pk"), state=SyncState.DONE)
    return accounts.annotate(
        entry_count=_count(Entry.objects.filter(archived_at=None)),
        live_count=_count(LiveCredential.objects.filter(gone_at=None)),
        read_at=Subquery(whole.order_by("-ended_at").values("ended_at")[:1]),
    )


def candidates(account: Account) -> QuerySet[ConsumerKey]:
    """The stored keys that could be the account's management key."""
    own = ConsumerKey.objects.filter(account=account, archived_at=None)
    return own.filter(state=KeyState.VALIDATED).select_related("application")


def reach(key: ConsumerKey | None) -> list[Reach]:
    """What the key may be used for, and what it lacks, the reading of live keys first."""
    held = rights.from_api(key.rules) if key else ()
    return [Reach(use, _missing(recipe, held)) for use, recipe in _USES]


def lockout(
    account: Account, *, rules: Iterable[AccessRule], allowed_ips: Sequence[str]
) -> Sentence:
    """How a key bound to these addresses might shut Keydesk itself out; empty where it cannot."""
    key = account.management_key
    if not allowed_ips:
        return Sentence("")
    if key is None:
        return say(_NO_OTHER_WITNESS)
    is_for_keydesk = not _missing(READING, tuple(rules))
    if not is_for_keydesk or addresses.overlap(key.allowed_ips, allowed_ips):
        return Sentence("")
    if not key.allowed_ips:
        return say(_FOR_KEYDESK)
    return say(_LOCKS_KEYDESK_OUT, blocks=", ".join(key.allowed_ips))


_NO_OTHER_WITNESS = gettext_noop(
    "This account has no management key. Keydesk then sees that a key was accepted only from an "
    "address the key lets in: add this console's own."
)
_FOR_KEYDESK = gettext_noop(
    "With these rights it can be Keydesk's own key: then this console's address has to be in the "
    "list, or Keydesk is locked out of the account."
)
_LOCKS_KEYDESK_OUT = gettext_noop(
    "With these rights it can be Keydesk's own key, and the present one works from %(blocks)s. "
    "None of that is in the list: Keydesk would be locked out of the account."
)


def _missing(recipe: Recipe, held: tuple[AccessRule, ...]) -> tuple[AccessRule, ...]:
    """What is lacking of the recipe; what reading takes is told of once, as reading."""
    asked = set(recipe.rules())
    own = asked if recipe is READING else asked - set(READING.rules())
    return tuple(
        rule for rule in sorted(own) if rights.grants(held, rule.method, rule.path) is None
    )


def _count(rows: QuerySet[Entry] | QuerySet[LiveCredential]) -> Coalesce:
    """How many of the rows belong to the account, without joining one count to another."""
    own = rows.filter(account=OuterRef("pk")).order_by().values("account")
    return Coalesce(Subquery(own.annotate(count=Count("pk")).values("count")), 0)


def _own_label(act: Callable[[], _T], *, label: str, team: Team) -> _T:
    try:
        with transaction.atomic():
            return act()
    except IntegrityError:
        raise NotAllowedError(
            say(
                gettext_noop("%(team)s has an account called “%(label)s” already."),
                team=team,
                label=label,
            ),
            next_step=say(gettext_noop("Choose another label.")),
        ) from None
