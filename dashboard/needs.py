"""What needs a person today: pending requests, keys that end soon, accounts that are not read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from credentials.enums import KeyState, SyncState
from credentials.models import Account, ConsumerKey, KeyRequest, Sync
from credentials.sentences import Sentence, gettext_noop, say

SOON, LATELY = timedelta(days=30), timedelta(days=7)
MOST = 12


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do: what is the matter, and the page on which to do it."""

    sentence: Sentence
    action: str
    url: str
    tone: str = "wait"


def needs_of(accounts: QuerySet[Account]) -> list[Need]:
    """What needs attention in these accounts, the most pressing first."""
    found = [
        *_pending(accounts),
        *_unread(accounts),
        *_ending(accounts),
        *_unmanaged(accounts),
    ]
    return found[:MOST]


def _ending_soon(accounts: QuerySet[Account]) -> QuerySet[ConsumerKey]:
    """Stored keys that expire within thirty days, or did within the last seven."""
    return ConsumerKey.objects.filter(
        account__in=accounts,
        state=KeyState.VALIDATED,
        expires_at__range=(timezone.now() - LATELY, timezone.now() + SOON),
    ).order_by("expires_at")


def _pending(accounts: QuerySet[Account]) -> Iterator[Need]:
    waiting = KeyRequest.objects.filter(
        consumer_key__account__in=accounts, closed_at=None, expires_at__gt=timezone.now()
    ).select_related("consumer_key")
    for request in waiting[:MOST]:
        yield Need(
            say(
                gettext_noop("%(key)s awaits validation at OVHcloud."),
                key=request.consumer_key.label,
            ),
            gettext_noop("Open the request"),
            reverse("onboarding:waiting", args=[request.pk]),
        )


def _unread(accounts: QuerySet[Account]) -> Iterator[Need]:
    """Accounts whose newest reading failed."""
    newest = Sync.objects.filter(account=OuterRef("pk")).order_by("-created_at").values("pk")[:1]
    last = accounts.annotate(last_sync=Subquery(newest)).values("last_sync")
    for sync in Sync.objects.filter(pk__in=last, state=SyncState.FAILED).select_related("account"):
        yield Need(
            say(
                gettext_noop("%(account)s could not be read: %(cause)s"),
                account=sync.account.label,
                cause=sync.cause,
            ),
            gettext_noop("Open the account"),
            reverse("accounts:detail", args=[sync.account_id]),
            tone="bad",
        )


def _ending(accounts: QuerySet[Account]) -> Iterator[Need]:
    for key in _ending_soon(accounts)[:MOST]:
        yield Need(
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


def _unmanaged(accounts: QuerySet[Account]) -> Iterator[Need]:
    for account in accounts.filter(management_key=None)[:MOST]:
        yield Need(
            say(
                gettext_noop("%(account)s has no management key: its live keys are not read."),
                account=account.label,
            ),
            gettext_noop("Choose one"),
            reverse("accounts:detail", args=[account.pk]),
            tone="idle",
        )
