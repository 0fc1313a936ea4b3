"""What runs inside a Keydesk whose keys are judged: filling it, judging all, then one key."""

from __future__ import annotations

import json
import sys
import time
from datetime import timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from credentials import teams, vault
from credentials.audit import SYSTEM
from credentials.core import FindingCause
from credentials.findings import evaluation
from credentials.models import Account, Finding, LiveCredential, Person

_BATCH = 1000
_PER_APPLICATION = 20
#: Half of the keys share their rules with many, half name a service of their own.
_SHARED: Final = ("/vps/*", "/me/bill", "/*", "/cloud/project/*", "/domain/zone/*/record")
_NAMED: Final = "/domain/zone/example-{}.com/*"


def measure(keys: int) -> None:
    """Fill a Keydesk, judge all its keys twice and one of them once, and print the figures."""
    account = filled_account(keys)
    team = account.team
    first, first_queries = _judged(account)
    again, again_queries = _judged(account)
    key = LiveCredential.objects.order_by("pk")[keys // 2]
    started = time.process_time()
    count = evaluation.judge_keys(team, Q(pk=key.pk), cause=FindingCause.CHANGE)
    figures = {
        "first": first,
        "again": again,
        "batches": -(-keys // evaluation.BATCH),
        "queries": again_queries,
        "first_queries": first_queries,
        "judged_alone": count,
        "alone": time.process_time() - started,
        "findings": Finding.objects.count(),
    }
    sys.stdout.write(f"{json.dumps(figures)}\n")


def filled_account(keys: int) -> Account:
    """An account of a new team, with so many live keys."""
    admin = Person.objects.create_user("alice@example.com")
    team = teams.create_team("Harbour", admin=admin, actor=SYSTEM)
    account = vault.add_account(team, label="Main", endpoint="ovh-eu", actor=SYSTEM)
    _fill(account, keys)
    return account


def _judged(account: Account) -> tuple[float, int]:
    """Seconds of processor, and queries, of judging all keys of the account."""
    asked = 0

    def counted(execute: Any, *arguments: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*arguments)

    # Not Django's own log of queries: it keeps their text, which grows with the keys.
    with connection.execute_wrapper(counted):
        started = time.process_time()
        evaluation.judge_keys(account.team, Q(account=account), cause=FindingCause.READING)
        return time.process_time() - started, asked


def _fill(account: Account, keys: int) -> None:
    now = timezone.now()
    rows = [
        LiveCredential(
            account=account,
            credential_id=number,
            application_id=number // _PER_APPLICATION,
            status="validated",
            rules=[{"method": "GET", "path": _path(number)}],
            allowed_ips=[f"192.0.2.{number % 250}/32"] if number % 3 else [],
            creation=now - timedelta(days=number % 500),
            last_use=now - timedelta(days=number % 250) if number % 7 else None,
            first_seen_at=now,
            read_at=now,
        )
        for number in range(1, keys + 1)
    ]
    LiveCredential.objects.bulk_create(rows, batch_size=_BATCH)


def _path(number: int) -> str:
    return _NAMED.format(number) if number % 2 else _SHARED[number % len(_SHARED)]
