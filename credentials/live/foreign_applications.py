"""Applications that keys use and the account does not own: consoles, third parties."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from credentials.core import ApiError, Forbidden, NotFound, NotGranted, Unreadable, pack
from credentials.live import kept_rows
from credentials.live.reading import Progress, application_facts
from credentials.live.upsert import Facts
from credentials.models import Account, LiveApplication
from credentials.ovhcloud import OvhClient

#: After so many applications that could not be read the fault is not with one of them.
_MOST_FAILURES: Final = 5


def read_foreign_applications(
    account: Account, ovh: OvhClient, *, is_whole: bool = True, progress: Progress
) -> None:
    """Names of applications that keys use and the account does not own: consoles, third parties.

    One call an application, through one of its keys; where the reading is not whole, for those
    that were not read yet. Raises ``ApiError`` after some that failed one after the other.
    """
    read = Q(is_owned=True) if is_whole else Q(is_owned=True) | Q(trouble={})
    left_out = account.live_applications.filter(read).values("application_id")
    keys = account.live_credentials.filter(gone_at=None).exclude(application_id__in=left_out)
    through = {key.application_id: key for key in keys if key.application_id is not None}
    failures = 0
    for done, (application_id, key) in enumerate(through.items()):
        progress(done, len(through))
        try:
            facts, failures = _foreign_application(ovh, key.credential_id), 0
        except ApiError as error:
            facts, failures = {"trouble": pack(error.sentence)}, failures + 1
            if failures == _MOST_FAILURES:
                raise
        with transaction.atomic():
            kept_rows.lock(account)
            LiveApplication.objects.update_or_create(
                account=account,
                application_id=application_id,
                defaults=facts,
                create_defaults={**facts, "first_seen_at": timezone.now(), "is_owned": False},
            )


def _foreign_application(ovh: OvhClient, credential_id: int) -> Facts:
    """Unknown through a key that is still there: deleted, and its keys open nothing."""
    facts: Facts = {"read_at": timezone.now(), "trouble": {}}
    try:
        return {**facts, **application_facts(ovh.credential_application(credential_id))}
    except NotFound:
        return {**facts, "is_deleted": _is_there(ovh, credential_id)}
    except (NotGranted, Forbidden) as error:
        return {"trouble": pack(error.sentence)}


def _is_there(ovh: OvhClient, credential_id: int) -> bool:
    try:
        ovh.credential(credential_id)
    except NotFound:
        return False
    except Unreadable:
        return True
    return True
