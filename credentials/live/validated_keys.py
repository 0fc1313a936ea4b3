"""A key that was just validated stands in the live list at once, before the next reading."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from credentials.core import CredentialState, KeyState, KeyValidated
from credentials.live import kept_rows
from credentials.models import ConsumerKey, KeyRequest, LiveApplication, LiveCredential


@transaction.atomic
def list_validated_key(event: KeyValidated) -> None:
    """Write down what OVHcloud just said of the key itself; a row that is there is brought up to
    date, and keeps what only the list tells."""
    key = (
        ConsumerKey.objects.select_related("account", "application")
        .filter(pk=event.entry_id)
        .first()
    )
    if key is None or key.credential_id is None or key.state != KeyState.VALIDATED:
        return
    kept_rows.lock(key.account)
    now = timezone.now()
    facts = {**_facts(key), "read_at": now}
    LiveCredential.objects.update_or_create(
        account_id=key.account_id,
        credential_id=key.credential_id,
        defaults=facts,
        create_defaults={
            **facts,
            "first_seen_at": now,
            "creation": _requested_at(key),
            "live_application": _live_application(key),
        },
    )


def _facts(key: ConsumerKey) -> dict[str, Any]:
    return {
        "status": CredentialState.VALIDATED.value,
        "application_id": key.application.application_id,
        "rules": key.rules,
        "allowed_ips": key.allowed_ips,
        "are_addresses_known": key.are_addresses_known,
        "expiration": key.expires_at,
        "gone_at": None,
    }


def _requested_at(key: ConsumerKey) -> datetime | None:
    """None for a key that was made elsewhere."""
    request = KeyRequest.objects.filter(consumer_key=key).first()
    return request.created_at if request else None


def _live_application(key: ConsumerKey) -> LiveApplication | None:
    number = key.application.application_id
    if number is None:
        return None
    return LiveApplication.objects.filter(account_id=key.account_id, application_id=number).first()
