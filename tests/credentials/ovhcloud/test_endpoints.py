"""Every host is in one table, by region, family and kind of login (api 13)."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from credentials import ovhcloud, vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, HostFamily
from credentials.models import Account, AuditEntry
from credentials.ovhcloud import ENDPOINTS, Endpoint, Login
from credentials.ovhcloud.endpoints import HOSTS
from tests.people import rewrite
from tests.project_files import ROOT, name_of, source_files

EVERY_HOST = pytest.mark.parametrize(
    "endpoint", HOSTS, ids=lambda endpoint: f"{endpoint.name}-{endpoint.family}"
)
_OF_OVHCLOUD = re.compile(
    r"(?:https?://|\w\\?\.)\b(?:ovh|ovhcloud|soyoustart|kimsufi)\\?\.com", re.ASCII
)
_TABLE = ROOT / "credentials" / "core" / "api_hosts.py"
#: A recipe names the page that it was read on, and nobody calls it.
_SOURCES = ROOT / "credentials" / "rights" / "recipes"


@EVERY_HOST
def test_every_address_of_the_table_is_in_the_document(endpoint: Endpoint) -> None:
    document = (ROOT / "docs" / "ovhcloud-api.md").read_text()
    token_page = endpoint.create_token_url([]).removeprefix("https://")
    addresses = [endpoint.host, endpoint.token_url]
    if "soyoustart" not in endpoint.name and "kimsufi" not in endpoint.name:
        addresses.append(token_page)
    assert [address for address in addresses if address not in document] == []


@EVERY_HOST
def test_every_address_is_whole_and_encrypted(endpoint: Endpoint) -> None:
    pages = [endpoint.create_token_url([]), endpoint.create_app_page, endpoint.console_page]
    for address in (endpoint.api_root, *pages, endpoint.create_token_url([], login=Login.USER)):
        assert urlsplit(address).scheme == "https"
        assert "{" not in address


def test_no_other_module_names_a_host_of_ovhcloud() -> None:
    naming = [
        name_of(path)
        for path in source_files()
        if path != _TABLE and _SOURCES not in path.parents and _OF_OVHCLOUD.search(code(path))
    ]
    assert naming == []


def test_sub_users_of_the_us_have_a_page_of_their_own() -> None:
    rules = [("GET", "/domain/zone")]
    us, europe = ENDPOINTS["ovh-us"], ENDPOINTS["ovh-eu"]
    own = us.create_token_url(rules, login=Login.USER)
    assert own == "https://us.ovhcloud.com/auth/api/createToken?GET=/domain/zone"
    assert us.create_token_url(rules) == "https://api.us.ovhcloud.com/createToken/?GET=/domain/zone"
    assert europe.create_token_url(rules, login=Login.USER) == europe.create_token_url(rules)


@pytest.mark.django_db
def test_an_account_is_called_by_the_hosts_chosen_for_it(account: Account) -> None:
    rewrite(Account.objects.all(), endpoint="ovh-ca")
    account.refresh_from_db()
    assert ovhcloud.endpoint_of(account).api_root == "https://ca.api.ovh.com/1.0"
    vault.change_account(account, label=account.label, hosts=HostFamily.NEWER, actor=SYSTEM)
    chosen = ovhcloud.endpoint_of(account)
    assert chosen.api_root == "https://api.ca.ovhcloud.com/1.0"
    assert chosen.token_url == "https://auth.ca.ovhcloud.com/oauth2/token"
    assert Account.objects.get().host_family == "newer"
    logged = AuditEntry.objects.get(action=AuditAction.ACCOUNT_CHANGED)
    assert logged.details == {"hosts before": "older", "hosts": "newer"}


@pytest.mark.django_db
def test_a_region_with_one_family_is_called_by_that(account: Account) -> None:
    account.host_family = HostFamily.NEWER
    for name in ("sandbox", "kimsufi-eu"):
        account.endpoint = name
        assert ovhcloud.endpoint_of(account) == ovhcloud.endpoint(name)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("ovh-eu", "ovh-eu"),
        ("ca", "ovh-ca"),
        ("https://eu.api.ovh.com/1.0", "ovh-eu"),
        ("https://api.ca.ovhcloud.com/", "ovh-ca"),
        ("https://example.com", ""),
        ("", ""),
    ],
)
def test_a_text_names_its_region_by_name_or_by_any_address(text: str, region: str) -> None:
    assert ovhcloud.region_named(text) == region


def test_a_region_is_called_alike_everywhere() -> None:
    assert ovhcloud.region_label("ovh-us") == "OVHcloud US"
    assert ovhcloud.region_label("gone-long-ago") == "gone-long-ago"
    assert len({(host.name, host.label) for host in HOSTS}) == len(ENDPOINTS)


def code(path: Path) -> str:
    """A module without its comments and the examples in its docstrings."""
    return re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text())
