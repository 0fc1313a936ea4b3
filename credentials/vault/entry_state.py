"""What state an entry is in, as one column of a query."""

from __future__ import annotations

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Now

from credentials.core import EntryKind, KeyState
from credentials.models import Account, Application, LiveApplication, LiveClient

APPLICATION_DELETED, GONE = "application-deleted", "gone"


def entry_state() -> Case:
    """To annotate entries with: a key's state, ``application-deleted``, ``gone``, or empty."""
    key = Q(kind=EntryKind.CONSUMER_KEY)
    validated = key & Q(as_consumer_key__state=KeyState.VALIDATED)
    late = Q(as_consumer_key__expires_at__lte=Now())
    unanswered = key & Q(
        as_consumer_key__state=KeyState.PENDING, as_consumer_key__request__expires_at__lte=Now()
    )
    own_deleted = _deleted("as_application__application_id")
    key_of_deleted = _deleted("as_consumer_key__application__application_id")
    return Case(
        When(validated & Exists(key_of_deleted), then=Value(APPLICATION_DELETED)),
        When(validated & late, then=Value(KeyState.EXPIRED.value)),
        When(unanswered, then=Value(KeyState.ABANDONED.value)),
        When(key, then=F("as_consumer_key__state")),
        When(Exists(own_deleted), then=Value(APPLICATION_DELETED)),
        When(Exists(_gone_client()), then=Value(GONE)),
        default=Value(""),
        output_field=CharField(),
    )


def requestable_applications(accounts: QuerySet[Account]) -> QuerySet[Application]:
    """The applications that a key can be asked of: kept, and not deleted at OVHcloud, as far as
    was read."""
    stored = Application.objects.filter(account__in=accounts, archived_at=None)
    return stored.exclude(Exists(_deleted("application_id")))


def _deleted(application_id: str) -> QuerySet[LiveApplication]:
    return LiveApplication.objects.filter(
        account=OuterRef("account"), application_id=OuterRef(application_id), is_deleted=True
    )


def _gone_client() -> QuerySet[LiveClient]:
    return LiveClient.objects.filter(
        account=OuterRef("account"), client_id=OuterRef("as_service_account__client_id")
    ).exclude(gone_at=None)
