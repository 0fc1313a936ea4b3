"""What tests of notices do: have things happen, let time pass, and send what is due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from credentials.core import CredentialState, NoticeKind, pack, say
from credentials.models import Account, LiveCredential, Notice, Person, Team, Webhook
from credentials.notices import deliver
from credentials.rights import parse_rules, rules_to_api
from tests.people import rewrite


def list_key(account: Account, number: int, rules: str = "GET /vps", **columns: Any) -> Any:
    """A key that OVHcloud lists, in which nothing critical is found but by its rules."""
    now = timezone.now()
    clean = {
        "status": CredentialState.VALIDATED.value,
        "rules": rules_to_api(parse_rules(rules)),
        "allowed_ips": ["192.0.2.7/32"],
        "creation": now - timedelta(days=2),
        "expiration": now + timedelta(days=300),
        "last_use": now,
        "first_seen_at": now,
        "read_at": now,
    }
    return LiveCredential.objects.create(
        account=account, credential_id=number, **{**clean, **columns}
    )


def pass_time(length: timedelta) -> None:
    """Have everything that waits have waited that much longer."""
    for notice in Notice.objects.filter(state="waiting"):
        rewrite(Notice.objects.filter(pk=notice.pk), due_at=notice.due_at - length)


def send_all(**length: float) -> None:
    """What the worker does about each receiver, once that much time has passed."""
    pass_time(timedelta(**(length or {"seconds": 31})))
    receivers = {
        f"person:{row.person_id}" if row.person_id else f"webhook:{row.webhook_id}"
        for row in Notice.objects.filter(state="waiting")
    }
    for receiver in sorted(receivers):
        deliver.func(receiver)


def states() -> list[str]:
    """Of each notice, the oldest first."""
    return list(Notice.objects.order_by("pk").values_list("state", flat=True))


def queue(team: Team, receiver: Person | Webhook, *names: str) -> None:
    """A notice that says each of the names, in that order."""
    now = timezone.now()
    for name in names:
        Notice.objects.create(
            team=team,
            person=receiver if isinstance(receiver, Person) else None,
            webhook=receiver if isinstance(receiver, Webhook) else None,
            kind=NoticeKind.CRITICAL,
            lines=[pack(say("%(name)s", name=name))],
            count=1,
            path="/findings/",
            made_at=now,
            due_at=now,
        )
