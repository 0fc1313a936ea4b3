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
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf

from credentials.models import Account, LiveClient, ServiceAccount
from credentials.vault import GONE

CLIENT_LIVE: Final = "live"
#: In the vault, and not in what was read of the account.
CLIENT_UNSEEN: Final = "unseen"


def listed_clients(accounts: QuerySet[Account]) -> QuerySet[LiveClient]:
    """The clients that OVHcloud lists, or listed once; the ``stored_*`` are None where not kept."""
    stored = ServiceAccount.objects.filter(
        account=OuterRef("account"), client_id=OuterRef("client_id")
    ).order_by("archived_at", "created_at")
    clients = LiveClient.objects.filter(account__in=accounts).select_related("account")
    return clients.annotate(
        state=Case(
            When(gone_at__isnull=False, then=Value(GONE)),
            default=Value(CLIENT_LIVE),
            output_field=CharField(),
        ),
        stored_id=Subquery(stored.values("pk")[:1], output_field=UUIDField()),
        stored_label=Subquery(stored.values("label")[:1]),
        shown_name=Coalesce(NullIf("name", Value("")), "stored_label", "client_id"),
        made=F("creation"),
    )


def stored_only_clients(accounts: QuerySet[Account]) -> QuerySet[ServiceAccount]:
    """What the vault keeps and no reading has brought."""
    live = LiveClient.objects.filter(account=OuterRef("account"), client_id=OuterRef("client_id"))
    unseen = ServiceAccount.objects.filter(account__in=accounts).exclude(Exists(live))
    return unseen.select_related("account").annotate(
        state=Value(CLIENT_UNSEEN, output_field=CharField()),
        stored_id=F("entry__id"),
        stored_label=F("label"),
        shown_name=F("label"),
        flow=Value("", output_field=CharField()),
        made=Value(None, output_field=DateTimeField()),
    )
