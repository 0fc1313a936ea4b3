"""A text that is too long for its column is refused on each database."""

from __future__ import annotations

import pytest
from django.db import DataError, transaction
from django.utils import timezone

from credentials.models import AuditFold

_LONG = "x" * 65
_NOW = timezone.now()


@pytest.mark.django_db
def test_a_text_that_is_too_long_is_refused_however_it_is_written() -> None:
    assert AuditFold._meta.get_field("digest").max_length == 64
    AuditFold.objects.create(digest=_LONG[1:], seq=1, opened_at=_NOW)
    for write in (
        lambda: AuditFold.objects.create(digest=_LONG, seq=2, opened_at=_NOW),
        lambda: AuditFold.objects.bulk_create([AuditFold(digest=_LONG, seq=2, opened_at=_NOW)]),
        lambda: AuditFold.objects.update(digest=_LONG),
    ):
        with pytest.raises(DataError), transaction.atomic():
            write()
