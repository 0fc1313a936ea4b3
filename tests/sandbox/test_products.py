"""Zones, servers and bills: what tools read and write, and the description of the API."""

from __future__ import annotations

import ovh
import pytest
import requests

from sandbox.app import Sandbox
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.sandbox.conftest import ClientMaker
from tests.served import PATIENCE

ZONE = "/domain/zone/example.com"


@pytest.fixture
def admin(demo: DemoWorld, client_of: ClientMaker) -> ovh.Client:
    """Alice's key with every right."""
    return client_of(demo.of("wide-open")[0])


def test_a_record_is_created_found_changed_and_deleted(admin: ovh.Client) -> None:
    created = admin.post(
        f"{ZONE}/record", fieldType="TXT", subDomain="_acme-challenge", target='"abc"', ttl=60
    )
    query = f"{ZONE}/record?fieldType=TXT&subDomain=_acme-challenge"
    assert admin.get(query) == [created["id"]]
    path = f"{ZONE}/record/{created['id']}"
    admin.put(path, target='"def"', ttl=None)
    assert admin.get(path) == {**created, "target": '"def"', "ttl": 0}
    admin.delete(path)
    assert admin.get(query) == []


def test_name_servers_serve_a_record_after_a_refresh(admin: ovh.Client, sandbox: Sandbox) -> None:
    before = admin.get(f"{ZONE}/soa")["serial"]
    created = admin.post(f"{ZONE}/record", fieldType="A", subDomain="new", target="192.0.2.9")
    assert not admin.get(f"{ZONE}/status")["isDeployed"]
    assert admin.post(f"{ZONE}/refresh") is None
    assert admin.get(f"{ZONE}/status")["isDeployed"]
    assert created["id"] in {line.id for line in sandbox.world.zones["example.com"].served}
    assert admin.get(f"{ZONE}/soa")["serial"] == before + 1
    assert "new  IN A 192.0.2.9" in admin.get(f"{ZONE}/export")


@pytest.mark.parametrize("path", ["/domain/zone", "/domain/zone/"])
def test_zones_are_listed_with_and_without_a_slash(admin: ovh.Client, path: str) -> None:
    assert admin.get(path) == ["example.com", "lab.example.com"]


@pytest.mark.parametrize("body", [{}, {"fieldType": "NONE", "target": "x"}, {"fieldType": "A"}])
def test_an_invalid_record_is_refused(admin: ovh.Client, body: dict[str, str]) -> None:
    with pytest.raises(ovh.exceptions.BadParametersError):
        admin.post(f"{ZONE}/record", **body)


@pytest.mark.parametrize("path", ["/domain/zone/example.net", "/vps/other", "/cloud/project/x"])
def test_services_of_other_accounts_are_not_found(admin: ovh.Client, path: str) -> None:
    with pytest.raises(ovh.exceptions.ResourceNotFoundError, match="This service does not exist"):
        admin.get(path)


@pytest.mark.parametrize("path", ["/vps", "/cloud/project", "/me/bill", "/me/identity/user"])
def test_products_are_listed_and_read(admin: ovh.Client, path: str) -> None:
    names = admin.get(path)
    assert names
    assert str(names[0]) in str(admin.get(f"{path}/{names[0]}"))


def test_a_server_reboots(admin: ovh.Client) -> None:
    assert admin.post(f"/vps/{admin.get('/vps')[0]}/reboot")["type"] == "rebootVm"


def test_routes_without_a_family_check_the_rights_of_the_key(
    admin: ovh.Client, alice: ovh.Client
) -> None:
    with pytest.raises(ovh.exceptions.NotGrantedCall):
        alice.get("/ipLoadbalancing/loadbalancer-1")
    with pytest.raises(ovh.exceptions.ResourceNotFoundError):
        admin.get("/ipLoadbalancing/loadbalancer-1")
    assert admin.get("/ipLoadbalancing") == []


@pytest.mark.parametrize(("version", "count"), [("1.0", 70), ("v1", 70), ("v2", 14)])
def test_the_index_lists_the_sections(served: Running, version: str, count: int) -> None:
    answer = requests.get(f"{served.url}/{version}/", timeout=PATIENCE).json()
    assert len(answer["apis"]) == count
    assert answer["basePath"].startswith(f"{served.url}/v")


@pytest.mark.parametrize("kind", ["json", "yaml"])
def test_a_section_describes_its_operations(served: Running, kind: str) -> None:
    section = requests.get(f"{served.url}/v1/domain.{kind}", timeout=PATIENCE).json()
    apis = {api["path"]: api["operations"] for api in section["apis"]}
    creation = apis["/domain/zone/{zoneName}/record"][1]
    assert creation["httpMethod"] == "POST"
    assert creation["iamActions"] == [{"name": "dnsZone:apiovh:record/create", "required": True}]
    assert creation["parameters"][0]["name"] == "zoneName"
    assert not any(path.startswith("/dedicated") for path in apis)


def test_every_operation_is_in_exactly_one_section(served: Running) -> None:
    index = requests.get(f"{served.url}/v1/", timeout=PATIENCE).json()
    sections = [
        requests.get(f"{served.url}/v1{api['path']}.json", timeout=PATIENCE).json()
        for api in index["apis"]
    ]
    operations = [
        operation
        for section in sections
        for api in section["apis"]
        for operation in api["operations"]
    ]
    assert len(operations) == 6398
