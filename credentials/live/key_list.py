"""Live keys as people look for them: the state of each, its vault entry, and what it reaches.

All of it is computed by the database from what was read last, so that it can be searched,
filtered, counted and sorted however many keys there are.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final, TypeAlias, TypedDict

from django.db.models import (
    Case,
    CharField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Now, NullIf

from credentials.core import CredentialState
from credentials.models import Account, ConsumerKey, LiveCredential
from credentials.vault import APPLICATION_DELETED, GONE

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class KeyColumns(TypedDict):
        """What ``keys`` adds to a row; the ``stored_*`` are None for a key nobody stored."""

        state: str
        shown_name: str  # of the application, else the vault entry's label
        rules_text: str
        addresses_text: str
        stored_id: uuid.UUID | None
        stored_label: str | None
        stored_owner: str | None
        stored_used_by: str | None

    ListedKey: TypeAlias = WithAnnotations[LiveCredential, KeyColumns]
else:
    ListedKey: TypeAlias = LiveCredential

#: Listed, but never read: all that is known is the number.
KEY_UNREAD: Final = "unread"
#: In the order people care about them.
KEY_STATES: Final = (
    CredentialState.VALIDATED.value,
    CredentialState.PENDING.value,
    CredentialState.EXPIRED.value,
    CredentialState.REFUSED.value,
    APPLICATION_DELETED,
    KEY_UNREAD,
    GONE,
)
IS_LISTED: Final = ~Q(state=GONE)
IS_STORED: Final = Q(stored_id__isnull=False)
IS_NOT_STORED: Final = Q(stored_id__isnull=True)
#: A rule for every path; its quotes in the column's JSON tell it from a longer one.
REACHES_EVERYTHING: Final = Q(rules_text__contains='"/*"') | Q(rules_text__contains='"*"')


def listed_keys(accounts: QuerySet[Account]) -> QuerySet[ListedKey]:
    """The keys of the accounts, each with its state and its vault entry."""
    keys = LiveCredential.objects.filter(account__in=accounts)
    stored = ConsumerKey.objects.filter(
        account=OuterRef("account"), credential_id=OuterRef("credential_id")
    ).order_by("archived_at", "created_at")
    return keys.select_related("account", "live_application").annotate(
        state=_state(),
        rules_text=Cast("rules", TextField()),
        addresses_text=Cast("allowed_ips", TextField()),
        stored_id=Subquery(stored.values("pk")[:1], output_field=UUIDField()),
        stored_label=Subquery(stored.values("label")[:1]),
        stored_owner=Subquery(stored.values("owner__email")[:1]),
        stored_used_by=Subquery(stored.values("used_by")[:1]),
        shown_name=Coalesce(NullIf("live_application__name", Value("")), "stored_label", Value("")),
    )


def _state() -> Case:
    """As OVHcloud says, unless we know better: gone, of a deleted application, or past its end."""
    is_late = Q(status=CredentialState.VALIDATED, expiration__lte=Now())
    return Case(
        When(gone_at__isnull=False, then=Value(GONE)),
        When(live_application__is_deleted=True, then=Value(APPLICATION_DELETED)),
        When(status="", then=Value(KEY_UNREAD)),
        When(is_late, then=Value(CredentialState.EXPIRED.value)),
        default=F("status"),
        output_field=CharField(),
    )
