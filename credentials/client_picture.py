"""Service accounts as people look for them: what OVHcloud lists and what the vault keeps, joined.

Both kinds of row carry the same names, so that one filter fits both: ``shown_name``, ``state``,
``stored_id``, ``stored_label``, ``client_id``, ``identity``, ``description``, ``flow``, ``made``.
"""

from __future__ import annotations

from typing import Final

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf

from credentials.entries import GONE
from credentials.models import Account, LiveClient, ServiceAccount

LIVE: Final = "live"
#: In the vault, and not in what was read of the account.
UNSEEN: Final = "unseen"
STATES: Final = (LIVE, UNSEEN, GONE)
STORED: Final = Q(stored_id__isnull=False)


def listed(accounts: QuerySet[Account]) -> QuerySet[LiveClient]:
    """The clients that OVHcloud lists, or listed once; the ``stored_*`` are None where not kept."""
    kept = ServiceAccount.objects.filter(
        account=OuterRef("account"), client_id=OuterRef("client_id")
    ).order_by("archived_at", "created_at")
    found = LiveClient.objects.filter(account__in=accounts).select_related("account")
    return found.annotate(
        state=Case(
            When(gone_at__isnull=False, then=Value(GONE)),
            default=Value(LIVE),
            output_field=CharField(),
        ),
        stored_id=Subquery(kept.values("pk")[:1], output_field=UUIDField()),
        stored_label=Subquery(kept.values("label")[:1]),
        shown_name=Coalesce(NullIf("name", Value("")), "stored_label", "client_id"),
        made=F("creation"),
    )


def only_stored(accounts: QuerySet[Account]) -> QuerySet[ServiceAccount]:
    """What the vault keeps and no reading has brought."""
    live = LiveClient.objects.filter(account=OuterRef("account"), client_id=OuterRef("client_id"))
    found = ServiceAccount.objects.filter(account__in=accounts).exclude(Exists(live))
    return found.select_related("account").annotate(
        state=Value(UNSEEN, output_field=CharField()),
        stored_id=F("entry__id"),
        stored_label=F("label"),
        shown_name=F("label"),
        flow=Value("", output_field=CharField()),
        made=Value(None, output_field=DateTimeField()),
    )
