"""For each code facts that it finds something in, and facts that only just escape it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from credentials.core import Environment
from credentials.findings.facts import (
    ApplicationFacts,
    Context,
    EntryFacts,
    InstanceFacts,
    KeyFacts,
    PersonFacts,
    StoredKey,
    TeamFacts,
    TrapFacts,
)
from credentials.rights import AccessRule, TeamPolicy, bundled_catalogue, parse_rules

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
POLICY = TeamPolicy(team="Harbour", longest_days=400)
CONTEXT = Context(now=NOW, policy=POLICY)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def rules(text: str) -> tuple[AccessRule, ...]:
    return tuple(parse_rules(text))


def key(text: str = "GET /vps", **values: Any) -> KeyFacts:
    """A key in whose facts nothing is found, but for what is named."""
    clean: dict[str, Any] = {
        "catalogue": bundled_catalogue(),
        "rules": rules(text),
        "allowed_ips": ("192.0.2.7/32",),
        "since": ago(40),
        "expires_at": ago(-100),
        "last_use": ago(1),
        "application": ApplicationFacts(name="dns", status="active"),
        "stored": StoredKey(allowed_ips=("192.0.2.7/32",), expires_at=ago(-100)),
        "entry": EntryFacts(since=ago(40), owner="alice@example.com"),
    }
    return KeyFacts(**{**clean, **values})


def stored(**values: Any) -> StoredKey:
    clean: dict[str, Any] = {"allowed_ips": ("192.0.2.7/32",), "expires_at": ago(-100)}
    return StoredKey(**{**clean, **values})


def entry(**values: Any) -> EntryFacts:
    return EntryFacts(**{"since": ago(40), "owner": "alice@example.com", **values})


def application(**values: Any) -> ApplicationFacts:
    clean = {"name": "dns", "since": ago(40), "status": "active", "keys": 1}
    return ApplicationFacts(**{**clean, **values})


@dataclass(frozen=True)
class Example:
    """``within_grace`` are the same facts about something new, where the code has a grace."""

    code: str
    planted: Any
    near_miss: Any
    within_grace: Any = field(default=None)


_DEPRECATED = "GET /me/paymentMean/creditCard"
_LONG_IDLE: dict[str, Any] = {
    "since": ago(300),
    "expires_at": ago(-60),
    "stored": stored(expires_at=ago(-60)),
}
TRAP = TrapFacts(place="the old wiki", since=ago(2))

EXAMPLES = (
    Example("full-access", key("GET,POST /*"), key("GET,POST /vps/*")),
    Example("full-read", key("GET /*"), key("GET /domain/zone/*")),
    Example("account-control", key("POST /iam/policy"), key("GET /iam/policy")),
    Example("mints-keys", key("POST /me/api/oauth2/client"), key("GET /me/api/oauth2/client")),
    Example("outlives-key", key("POST /me/sshKey"), key("GET /me/sshKey")),
    Example("log-tampering", key("DELETE /me/api/log/*"), key("GET /me/api/log/*")),
    Example("reads-secrets", key("GET /okms/resource/*/secret/*"), key("GET /okms/resource")),
    Example("gives-away", key("POST /domain/*/changeContact"), key("GET /domain/*")),
    Example("destroys-services", key("POST /vps/*/terminate"), key("POST /vps/*/reboot")),
    Example("destroys-data", key("POST /dedicated/server/*/reinstall"), key("POST /vps/*/start")),
    Example("billing-write", key("POST /order/cart/*"), key("GET /order/cart/*")),
    Example("billing-read", key("GET /me/bill*"), key("GET /me/geolocation")),
    Example("no-ip", key(allowed_ips=()), key(allowed_ips=("128.0.0.0/1",))),
    Example(
        "wide-ip",
        key(allowed_ips=("10.0.0.0/15", "2001:db8::/32")),
        key(allowed_ips=("10.0.0.0/16", "2001:db8::/32")),
    ),
    Example("no-expiry", key(expires_at=None), key(expires_at=ago(-3650))),
    Example("expires-soon", key(expires_at=ago(-30)), key(expires_at=ago(-30.1))),
    Example(
        "old",
        key(since=ago(91), stored=stored(environment=Environment.PRODUCTION)),
        key(since=ago(91), stored=stored(environment=Environment.STAGING)),
    ),
    Example("unused", key(last_use=ago(46), **_LONG_IDLE), key(last_use=ago(45), **_LONG_IDLE)),
    Example("dormant", key(last_use=ago(181), **_LONG_IDLE), key(last_use=ago(180), **_LONG_IDLE)),
    Example("never-used", key(since=ago(31), last_use=None), key(since=ago(30), last_use=None)),
    Example("duplicate", key(same=1), key(same=0), key(same=1, since=ago(2))),
    Example(
        "pending-stale",
        key(opens=False, is_pending=True, since=ago(8)),
        key(opens=False, is_pending=True, since=ago(7)),
    ),
    Example("canary-used", key(trap=TRAP), key(trap=TRAP, last_use=TRAP.since)),
    Example("support-issued", key(is_support=True), key()),
    Example(
        "external-app",
        key(application=application(name="Backup robot", is_owned=False)),
        key(application=application(name="Backup robot")),
    ),
    Example(
        "console-made",
        key(application=application(name="API console", is_owned=False)),
        key(application=application(name="API console")),
    ),
    Example(
        "application-deleted",
        key(opens=False, application=application(is_deleted=True)),
        key(opens=False, is_listed=False, application=application(is_deleted=True)),
    ),
    Example("application-blocked", application(status="blocked"), application(status="trusted")),
    Example(
        "application-without-keys",
        application(keys=0),
        application(keys=0, is_owned=False),
        application(keys=0, since=ago(1)),
    ),
    Example(
        "not-in-vault",
        key(stored=None, entry=None),
        key(opens=False, stored=None, entry=None),
        key(stored=None, entry=None, since=ago(2)),
    ),
    Example(
        "gone-but-stored",
        key(opens=False, is_listed=False, is_gone=True),
        key(opens=False, is_listed=False, is_gone=True, stored=stored(opens=False)),
    ),
    Example(
        "differs-from-vault",
        key(stored=stored(allowed_ips=("192.0.2.0/24",))),
        key(stored=stored(expires_at=ago(-100) + timedelta(seconds=30))),
    ),
    Example("no-owner", entry(owner=""), entry(), entry(owner="", since=ago(2))),
    Example("owner-left", entry(is_owner_member=False), entry(owner="", is_owner_member=False)),
    Example("known-to-leaver", entry(leavers=("bob@example.com",)), entry()),
    Example("route-deprecated", key(_DEPRECATED), key("GET /me/payment/method")),
    Example("route-unknown", key("GET /nope"), key("GET /vps")),
    Example("method-useless", key("DELETE /vps"), key("GET /vps")),
    Example("against-policy", key(since=ago(301), expires_at=ago(-100)), key(since=ago(299))),
    Example(
        "no-second-factor",
        PersonFacts(since=ago(40), has_second_factor=False),
        PersonFacts(since=ago(40)),
        PersonFacts(since=ago(2), has_second_factor=False),
    ),
    Example("too-many-admins", TeamFacts(admins=5, members=9), TeamFacts(admins=4, members=9)),
    Example(
        "person-dormant",
        PersonFacts(since=ago(300), last_sign_in=ago(91)),
        PersonFacts(since=ago(300), last_sign_in=ago(90)),
    ),
    Example(
        "own-key-too-wide",
        key("GET /me/*", is_own=True),
        key("GET /me/api/credential\nGET /me/api/credential/*\nGET /vps", is_own=True),
    ),
    Example(
        "own-key-expiring",
        key(is_own=True, expires_at=ago(-29)),
        key(is_own=True, expires_at=ago(-31)),
    ),
    Example("audit-broken", InstanceFacts(is_log_intact=False, first_bad=7), InstanceFacts()),
    Example(
        "master-key-old",
        InstanceFacts(master_key_since=ago(366)),
        InstanceFacts(master_key_since=ago(365)),
    ),
)
