"""The end of a consent link: the answer is there."""

from __future__ import annotations

from django.utils import timezone

from credentials import audit
from credentials.core import AuditAction
from credentials.models import ConsentLink


def use_up(link: ConsentLink) -> None:
    """End the link, in the transaction of the answer; one that ended already stays as it is."""
    if link.used_at is not None:
        return
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    audit.record(AuditAction.CONSENT_LINK_USED, actor=audit.SYSTEM, subject=audit.subject_of(link))
