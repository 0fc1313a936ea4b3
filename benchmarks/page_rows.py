"""What runs inside a Keydesk whose long lists are measured: rows, then somebody who looks."""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from statistics import quantiles
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from credentials import live, teams, vault
from credentials.audit import SYSTEM
from credentials.core import EntryKind, Outcome, Severity
from credentials.models import (
    Account,
    Application,
    AuditEntry,
    AuditHead,
    Entry,
    Finding,
    LiveApplication,
    LiveCredential,
    Person,
    Team,
)
from credentials.sealing import chain, instance_key, log_entries

_BATCH = 2000
_ACCOUNTS = 10
_PATHS = ("/domain/zone/*", "/vps/*", "/me/api/credential/*", "/*", "/cloud/project/{}/instance")
_STATES = ("validated",) * 8 + ("expired", "refused")
_ACTIONS = ("vault:secret:revealed", "vault:entry:changed", "live:key:revoked")

#: Each page by its name: a list in each order, its last page, and what is searched for in it.
PAGES = {
    "live": "/live/",
    **{f"live by {order}": f"/live/?o={order}" for order in ("key", "account", "state", "risk")},
    **{f"live by {order}": f"/live/?o={order}" for order in ("used", "expires")},
    "live, last page": "/live/?page=last",
    "live by name, last page": "/live/?o=key&page=last",
    "live, refused": "/live/?state=refused",
    "live, critical": "/live/?risk=6",
    "live, a frequent finding": "/live/?finding=unused",
    "live, a rare finding": "/live/?finding=owner-left",
    "live, one account": "/live/?account={account}",
    "account": "/accounts/{account}/",
    "live, a rare word": "/live/?q=tool-000007",
    "live, a common word": "/live/?q=domain",
    "live, two words": "/live/?q=validated+zone",
    "live, no such word": "/live/?q=nowhere",
    "live, two letters": "/live/?q=zo",
    "overview": "/",
    "vault": "/vault/",
    **{f"vault by {order}": f"/vault/?o={order}" for order in ("kind", "account", "state")},
    **{f"vault by {order}": f"/vault/?o={order}" for order in ("owner", "expires")},
    "vault, last page": "/vault/?page=last",
    "vault, a word": "/vault/?q=entry-0007",
    "activity": "/activity/",
    "activity, last page": "/activity/?page=last",
    "activity, a rare word": "/activity/?q=subject-000007",
    "activity, a common word": "/activity/?q=revealed",
}


def measure(keys: int, entries: int, events: int, *, runs: int) -> None:
    """Fill a Keydesk, look at each page so often, and print the figures."""
    person, team, accounts = _people()
    _fill_keys(accounts, keys)
    _fill_entries(accounts, entries, person)
    _fill_log(team, person, events)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    browser = _signed_in(person)
    gc.collect()
    gc.freeze()  # what was filled in is no concern of the pages
    figures = {
        name: _figures(browser, url.format(account=accounts[0].pk), runs)
        for name, url in PAGES.items()
    }
    sys.stdout.write(f"{json.dumps(figures)}\n")


def _figures(browser: Client, url: str, runs: int) -> tuple[float, float, int]:
    with CaptureQueriesContext(connection) as asked:
        _look(browser, url)
        queries = len(asked)
    times = [_timed(lambda: _look(browser, url)) for _ in range(runs)]
    return quantiles(times, n=20)[9], quantiles(times, n=20)[18], queries


def _look(browser: Client, url: str) -> None:
    answer = browser.get(url, secure=True)
    if answer.status_code != 200:
        raise ArithmeticError(f"{url} answered {answer.status_code}")


def _timed(act: Callable[[], None]) -> float:
    began = _processor()
    act()
    return _processor() - began


def _processor() -> float:
    """Milliseconds of processor that this process took so far, and the one that serves it data."""
    own = time.process_time() * 1000
    if connection.vendor == "sqlite":
        return own
    server = Path(f"/proc/{_server()}/schedstat").read_text().split()[0]
    return own + int(server) / 1e6


@cache
def _server() -> int:
    """PostgreSQL's process for this connection, which is kept open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
        return int(number)


def _people() -> tuple[Person, Team, list[Account]]:
    person = Person.objects.create_user("alice@example.com")
    team = teams.create_team("Harbour", admin=person, actor=SYSTEM)
    accounts = [
        vault.add_account(team, label=f"Account {number}", endpoint="ovh-eu", actor=SYSTEM)
        for number in range(_ACCOUNTS)
    ]
    return person, team, accounts


def _fill_keys(accounts: list[Account], count: int) -> None:
    """Keys of many applications, as readings bring them."""
    now = timezone.now()
    for account in accounts:
        own = count // len(accounts)
        applications = LiveApplication.objects.bulk_create(
            LiveApplication(
                account=account,
                application_id=number,
                name=f"tool-{number:06}",
                first_seen_at=now,
            )
            for number in range(max(own // 10, 1))
        )
        keys = [_key(account, number, applications, now) for number in range(own)]
        for start in range(0, own, _BATCH):
            LiveCredential.objects.bulk_create(keys[start : start + _BATCH])
        _fill_findings(account)
    if live.rebuild_rows(Account.objects.all()).differing_rows:
        raise ArithmeticError("a row is not what its facts say")


def _fill_findings(account: Account) -> None:
    """Every third key is unused, and the owner of one of 500 left."""
    columns = {"team": account.team, "account": account, "opened_at": timezone.now()}
    codes = (("unused", 3, Severity.MEDIUM), ("owner-left", 500, Severity.HIGH))
    for code, each, severity in codes:
        numbers = account.live_credentials.order_by("pk").values_list("pk", flat=True)[::each]
        Finding.objects.bulk_create(
            Finding(
                **columns, credential_id=number, subject=f"key:{number}", label=str(number),
                code=code, severity=severity, rank=severity.rank,
            )
            for number in numbers
        )  # fmt: skip
        LiveCredential.objects.filter(pk__in=numbers).update(judged_basis=F("risk_basis"))


def _key(
    account: Account, number: int, applications: list[LiveApplication], now: Any
) -> LiveCredential:
    application = applications[number % len(applications)]
    path = _PATHS[number % len(_PATHS)].format(number % 50)
    return LiveCredential(
        account=account,
        credential_id=number + 1,
        application_id=application.application_id,
        live_application=application,
        status=_STATES[number % len(_STATES)],
        rules=[{"method": method, "path": path} for method in ("GET", "POST")],
        allowed_ips=[f"198.51.100.{number % 200}/32"] if number % 3 else [],
        creation=now - timedelta(days=number % 700),
        expiration=now + timedelta(days=number % 300 - 10) if number % 2 else None,
        last_use=now - timedelta(minutes=number) if number % 7 else None,
        first_seen_at=now,
        read_at=now,
    )


def _fill_entries(accounts: list[Account], count: int, owner: Person) -> None:
    """Applications, past the log and without secrets: lists show neither."""
    entries = [
        Entry(
            account=accounts[number % len(accounts)],
            kind=EntryKind.APPLICATION,
            label=f"entry-{number:06}",
            owner=owner if number % 2 else None,
            ovhcloud_id=f"key{number:06}",
        )
        for number in range(count)
    ]
    Entry.objects.bulk_create(entries, batch_size=_BATCH)
    table, pk = Application._meta.db_table, Application._meta.pk
    rows = [
        (pk.get_db_prep_value(entry.pk, connection), entry.ovhcloud_id, "") for entry in entries
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (entry_id, application_key, proof) VALUES (%s, %s, %s)",  # noqa: S608
            rows,
        )


def _fill_log(team: Team, person: Person, count: int) -> None:
    key, head = instance_key.audit_key(), AuditHead.objects.get()
    events = list(_events(team, person, head, count=count, key=key))
    AuditEntry.objects.bulk_create(events, batch_size=_BATCH)
    head.seq, head.mac = events[-1].seq, events[-1].mac
    head.save()


def _events(
    team: Team, person: Person, head: AuditHead, *, count: int, key: bytes
) -> Iterator[AuditEntry]:
    now, mac = timezone.now(), head.mac
    for number in range(count):
        entry = AuditEntry(
            seq=head.seq + 1 + number,
            time=now,
            action=_ACTIONS[number % len(_ACTIONS)],
            outcome=Outcome.DONE,
            team_id=team.pk,
            actor_id=person.pk,
            actor=person.email,
            subject_kind="entry",
            subject=f"subject-{number:06}",
            previous_mac=mac,
        )
        entry.mac = mac = chain.mac(key, log_entries.as_row(entry))
        yield entry


def _signed_in(person: Person) -> Client:
    host = settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
    browser = Client(headers={"Host": host})
    browser.force_login(person)
    return browser
