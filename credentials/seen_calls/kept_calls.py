"""The rows of calls: written once each, and deleted when they are older than the setting says."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from credentials.core import CallSource, in_batches
from credentials.models import Account, OldCallNumber, SeenCall

_AT_ONCE: Final = 500


def oldest_kept() -> datetime:
    """Calls before that are not kept."""
    return timezone.now() - timedelta(days=settings.KEYDESK_CALLS_KEPT_DAYS)


def known_numbers(account: Account, source: CallSource) -> set[str]:
    """The numbers of the calls of a log that need not be read again."""
    kept = SeenCall.objects.filter(account=account, source=source).order_by()
    old = OldCallNumber.objects.filter(account=account, source=source)
    return {*kept.values_list("number", flat=True), *old.values_list("number", flat=True)}


def keep(calls: Iterable[SeenCall]) -> None:
    """Keep what is new of these calls. Of one that is too old its number is kept alone."""
    oldest, every = oldest_kept(), list(calls)
    recent = [call for call in every if call.at >= oldest]
    with transaction.atomic():
        SeenCall.objects.bulk_create(recent, batch_size=_AT_ONCE, ignore_conflicts=True)
        _keep_numbers(call for call in every if call.at < oldest)


def prune_calls() -> None:
    """Delete what is older than the setting says."""
    old = SeenCall.objects.filter(at__lt=oldest_kept()).order_by("pk")
    while batch := list(old[:_AT_ONCE]):
        with transaction.atomic():
            _keep_numbers(batch)
            SeenCall.objects.filter(pk__in=[call.pk for call in batch]).delete()


def forget_numbers(account: Account, source: CallSource, *, listed: Collection[str]) -> None:
    """Delete the numbers of old calls that the log does not list any more."""
    old = OldCallNumber.objects.filter(account=account, source=source)
    gone = set(old.values_list("number", flat=True)).difference(listed)
    for batch in in_batches(sorted(gone), _AT_ONCE):
        old.filter(number__in=batch).delete()


def _keep_numbers(calls: Iterable[SeenCall]) -> None:
    """A forwarded log is not listed anywhere: of it no number has to be known."""
    numbers = [
        OldCallNumber(account_id=call.account_id, source=call.source, number=call.number)
        for call in calls
        if call.source != CallSource.FORWARDED
    ]
    OldCallNumber.objects.bulk_create(numbers, batch_size=_AT_ONCE, ignore_conflicts=True)
