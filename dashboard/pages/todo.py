"""What there is to do today: pending requests, keys that end soon, accounts that are not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from credentials import onboarding, rotations, vault
from credentials.core import KeyState, Sentence, SyncState, gettext_noop, say
from credentials.models import (
    IS_OPEN_ROTATION,
    Account,
    ConsentLink,
    ConsumerKey,
    KeyRequest,
    Rotation,
    Sync,
)

SOON, LATELY = timedelta(days=30), timedelta(days=7)
MOST = 12


@dataclass(frozen=True, slots=True)
class TodoItem:
    """One thing to do: what is the matter, and the page on which to do it."""

    sentence: Sentence
    action: str
    url: str
    tone: str = "wait"


@dataclass(frozen=True, slots=True)
class Todo:
    """The first ``items`` to do, the most pressing first, and whether there are ``more``."""

    items: list[TodoItem]
    more: bool


def todo_items(accounts: QuerySet[Account], *, first: Iterable[TodoItem] = ()) -> Todo:
    """What there is to do in these accounts, after what comes ``first``."""
    items = [
        *first,
        *_unread(accounts),
        *_unconfirmed(accounts),
        *_overdue(accounts),
        *_pending(accounts),
        *_unended(accounts),
        *_linked(accounts),
        *_ending(accounts),
        *_unmanaged(accounts),
    ]
    return Todo(items[:MOST], more=len(items) > MOST)


def _ending_soon(accounts: QuerySet[Account]) -> QuerySet[ConsumerKey]:
    """Stored keys that expire within thirty days, or did within the last seven."""
    return ConsumerKey.objects.filter(
        account__in=accounts,
        state=KeyState.VALIDATED,
        expires_at__range=(timezone.now() - LATELY, timezone.now() + SOON),
    ).order_by("expires_at")


def _unconfirmed(accounts: QuerySet[Account]) -> Iterator[TodoItem]:
    """Keys of which nobody has said yet whether they are the account's."""
    for question in vault.binding_questions(accounts)[: MOST + 1]:
        words = _TOLD if question.nic else _UNTOLD
        yield TodoItem(
            say(words, account=question.account.label, nic=question.nic),
            gettext_noop("Confirm or refuse it"),
            reverse("accounts:detail", args=[question.account.pk]),
        )


def _overdue(accounts: QuerySet[Account]) -> Iterator[TodoItem]:
    """Rotations that do not go on by themselves any more."""
    under_way = Rotation.objects.filter(IS_OPEN_ROTATION, account__in=accounts)
    for rotation in under_way.select_related("old").order_by("created_at"):
        if sentence := rotations.what_is_overdue(rotation):
            yield TodoItem(
                sentence,
                gettext_noop("Open the rotation"),
                reverse("rotations:detail", args=[rotation.pk]),
                tone="bad",
            )


def _pending(accounts: QuerySet[Account]) -> Iterator[TodoItem]:
    waiting = KeyRequest.objects.filter(
        consumer_key__account__in=accounts, closed_at=None, expires_at__gt=timezone.now()
    ).select_related("consumer_key")
    for request in waiting[: MOST + 1]:
        yield TodoItem(
            say(
                gettext_noop("%(key)s awaits validation at OVHcloud."),
                key=request.consumer_key.label,
            ),
            gettext_noop("Open the request"),
            reverse("onboarding:waiting", args=[request.pk]),
        )


def _unended(accounts: QuerySet[Account]) -> Iterator[TodoItem]:
    """Keys that nobody waits for, which OVHcloud would still let somebody accept."""
    dropped = KeyRequest.objects.filter(
        consumer_key__account__in=accounts,
        consumer_key__archived_at=None,
        dropped_at__isnull=False,
    ).select_related("consumer_key")
    for request in dropped[: MOST + 1]:
        yield TodoItem(
            say(
                gettext_noop("%(key)s is to be ended: nobody waits for it any more."),
                key=request.consumer_key.label,
            ),
            gettext_noop("Open the request"),
            reverse("onboarding:waiting", args=[request.pk]),
            tone="idle",
        )


def _linked(accounts: QuerySet[Account]) -> Iterator[TodoItem]:
    """Consent links that somebody may still press."""
    links = ConsentLink.objects.filter(
        application__account__in=accounts,
        used_at=None,
        withdrawn_at=None,
        expires_at__gt=timezone.now(),
    ).select_related("key_request__consumer_key")
    for link in links[: MOST + 1]:
        foreign = onboarding.consent_state(link) is onboarding.LinkState.FOREIGN
        words = _FOREIGN_LINK if foreign else _OPEN_LINK
        yield TodoItem(
            say(words, key=link.label),
            gettext_noop("Open the link's page"),
            reverse("onboarding:consent_link", args=[link.pk]),
            tone="bad" if foreign else "idle",
        )


def _unread(accounts: QuerySet[Account]) -> Iterator[TodoItem]:
    """Accounts whose newest reading failed."""
    newest = Sync.objects.filter(account=OuterRef("pk")).order_by("-created_at").values("pk")[:1]
    last = accounts.annotate(last_sync=Subquery(newest)).values("last_sync")
    for sync in Sync.objects.filter(pk__in=last, state=SyncState.FAILED).select_related("account"):
        yield TodoItem(
            say(
                gettext_noop("%(account)s could not be read: %(cause)s"),
                account=sync.account.label,
                cause=sync.cause,
            ),
            gettext_noop("Open the account"),
            reverse("accounts:detail", args=[sync.account_id]),
            tone="bad",
        )


def _ending(accounts: QuerySet[Account]) -> Iterator[TodoItem]:
    for key in _ending_soon(accounts)[: MOST + 1]:
        yield TodoItem(
            _ends(key),
            gettext_noop("Open the key"),
            reverse("vault:detail", args=[key.pk]),
        )


def _ends(key: ConsumerKey) -> Sentence:
    days = (key.expires_at - timezone.now()).days if key.expires_at else 0
    if days < 0:
        return say(gettext_noop("%(key)s has expired."), key=key.label)
    if days < 2:
        return say(gettext_noop("%(key)s expires within two days."), key=key.label)
    return say(gettext_noop("%(key)s expires in %(days)s days."), key=key.label, days=days)


def _unmanaged(accounts: QuerySet[Account]) -> Iterator[TodoItem]:
    for account in accounts.filter(management_key=None)[: MOST + 1]:
        yield TodoItem(
            say(
                gettext_noop("%(account)s has no management key: its live keys are not read."),
                account=account.label,
            ),
            gettext_noop("Choose one"),
            reverse("accounts:detail", args=[account.pk]),
            tone="idle",
        )


_OPEN_LINK = gettext_noop("The consent link for %(key)s has not been answered.")
_FOREIGN_LINK = gettext_noop("Another OVHcloud account accepted %(key)s by its consent link.")
_TOLD = gettext_noop("A key says that %(account)s is the OVHcloud account %(nic)s.")
_UNTOLD = gettext_noop("OVHcloud does not say whether a key is of %(account)s.")
