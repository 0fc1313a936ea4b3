"""Who and what is in the demo world, as plans. Moments are counted in days."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.state.records import Account, Rule

NIC_A, NIC_B, NIC_C = "aa11111-ovh", "bb22222-ovh", "cc33333-ovh"

ACCOUNTS = (
    Account(NIC_A, "Alice", "Example", "alice@example.com", users=("deploy",)),
    Account(NIC_B, "Bob", "Example", "bob@example.com"),
    Account(NIC_C, "Charlie", "Example", "charlie@example.net"),
)

_ALL = ("GET", "POST", "PUT", "DELETE")


def _rules(methods: tuple[str, ...], *paths: str) -> tuple[Rule, ...]:
    return tuple((method, path) for path in paths for method in methods)


MANAGEMENT: tuple[Rule, ...] = (
    *_rules(("GET",), "/me", "/me/api/application", "/me/api/credential", "/me/api/oauth2/client"),
    *_rules(("GET", "DELETE"), "/me/api/application/*", "/me/api/oauth2/client/*"),
    *_rules(("GET", "PUT", "DELETE"), "/me/api/credential/*"),
    ("POST", "/me/api/oauth2/client"),
)
_NAMES = _rules(
    ("GET",), "/cloud/project", "/dedicated/server", "/domain", "/domain/zone", "/sms", "/vps"
)
_CALL_LOG = _rules(("GET",), "/me/api/logs/*")
_ZONES = _rules(_ALL, "/domain/zone", "/domain/zone/*")
_ONE_ZONE = (("GET", "/domain/zone/"), *_rules(_ALL, "/domain/zone/example.com/*"))
_CLOUD = _rules(_ALL, "/cloud/project/*")
_OFFICE = ("203.0.113.7/32",)


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """``kind`` says what the key is an example of; ``owner`` owns the application, if another.

    ``age``, ``used`` (both ago) and ``expires`` (ahead) are in days.
    """

    account: str
    kind: str
    label: str
    application: str
    description: str
    rules: tuple[Rule, ...]
    status: str = "validated"
    age: float = 60
    expires: float | None = None
    used: float | None = None
    addresses: tuple[str, ...] | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ClientPlan:
    """A service account, ``age`` days old, with a policy of ``actions`` on ``resources`` if any;
    those are without the URN's region."""

    account: str
    name: str
    description: str
    age: float
    resources: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


def _management(account: str, *more: Rule) -> KeyPlan:
    return KeyPlan(
        account,
        "management",
        "keydesk",
        "keydesk",
        "Lists and revokes the keys of this account",
        (*MANAGEMENT, *more),
        age=200,
        used=0.01,
    )


KEYS = (
    _management(NIC_A, *_NAMES, *_CALL_LOG),
    _management(NIC_B),  # May not read what the account has: the console says so.
    _management(NIC_C, *_NAMES),
    KeyPlan(NIC_A, "validated", "certbot on web-1", "certbot", "Certificates for example.com",
            _ONE_ZONE, age=120, used=0.2, expires=245, addresses=("198.51.100.4/32",)),
    KeyPlan(NIC_A, "wide-open", "terraform laptop", "terraform", "Infrastructure as code",
            _rules(_ALL, "/*"), age=410, used=3),
    KeyPlan(NIC_A, "pending", "lego on web-2", "lego", "Certificates by DNS",
            _ZONES, status="pendingValidation", age=0.003),
    KeyPlan(NIC_A, "expires-soon", "external-dns staging", "external-dns", "Records of clusters",
            _ZONES, age=83, used=0.05, expires=7, addresses=_OFFICE),
    KeyPlan(NIC_A, "unused", "audit trial", "audit", "Read-only inventory",
            _rules(("GET",), "/*"), age=150),
    KeyPlan(NIC_B, "expired", "migration 2025", "migration", "Moved the mail accounts",
            _rules(_ALL, "/email/domain/*"), age=300, used=270, expires=-240),
    KeyPlan(NIC_B, "refused", "sms sender", "sms", "Alerts by text message",
            _rules(("GET", "POST"), "/sms", "/sms/*"), status="refused", age=21),
    KeyPlan(NIC_B, "application-deleted", "old dashboard", "dashboard-2022", "Replaced last year",
            _rules(("GET",), "/*"), age=900, used=380),
    KeyPlan(NIC_B, "wide-ip", "backup checker", "backup-check", "Checks the snapshots",
            _rules(("GET",), "/cloud/project", "/cloud/project/*"), age=75, used=1,
            addresses=("198.51.0.0/15", "2001:db8::/29")),
    KeyPlan(NIC_B, "validated", "dns-updater", "dns-updater", "Follows the office address",
            _ZONES, age=33, used=0.002, addresses=_OFFICE),
    KeyPlan(NIC_C, "external", "API console", "OVHcloud API console", "Made by the console",
            _rules(_ALL, "/*"), age=14, used=13, expires=16, owner="ovhcloud-console"),
    KeyPlan(NIC_C, "support-made", "support case", "support", "Made with the support",
            _rules(("GET",), "/vps", "/vps/*"), age=45, used=44),
    KeyPlan(NIC_C, "validated", "shop deployment", "shop", "Deploys the shop",
            (*_CLOUD, *_rules(("GET", "POST"), "/vps/*/reboot")), age=10, used=0.5, expires=80),
    KeyPlan(NIC_C, "validated", "shop deployment, old", "shop", "Deploys the shop",
            _CLOUD, age=370, used=11),
)  # fmt: skip

CLIENTS = (
    ClientPlan(
        NIC_A,
        "dns-automation",
        "Writes the records of example.com",
        age=90,
        resources=("resource:dnsZone:example.com",),
        actions=("dnsZone:apiovh:*",),
    ),
    ClientPlan(NIC_B, "inventory", "Reads what there is; no policy names it yet", age=5),
)
