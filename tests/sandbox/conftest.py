from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import ovh
import pytest

from sandbox import server
from sandbox.app import Sandbox
from sandbox.demo_world import DemoClient, DemoKey, DemoWorld, build_world
from sandbox.server import Running

ENDPOINT = "sandbox"
NIC_A, NIC_B, NIC_C = "aa11111-ovh", "bb22222-ovh", "cc33333-ovh"

ClientMaker = Callable[..., ovh.Client]
Attach = Callable[..., Any]
_ACCOUNT_OF_BOB = f"urn:v1:eu:resource:account:{NIC_B}"


@pytest.fixture
def demo() -> DemoWorld:
    return build_world()


@pytest.fixture
def served(demo: DemoWorld, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """The demo world on loopback, known to the ``ovh`` package as the endpoint ``sandbox``."""
    with server.start(demo.world) as running:
        monkeypatch.setitem(ovh.client.ENDPOINTS, ENDPOINT, running.api_root)
        token_url = f"{running.url}/auth/oauth2/token"
        monkeypatch.setitem(ovh.client.OAUTH2_TOKEN_URLS, ENDPOINT, token_url)
        monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
        yield running


@pytest.fixture
def sandbox(served: Running) -> Sandbox:
    return served.sandbox


@pytest.fixture
def client_of(served: Running) -> ClientMaker:
    """The ``ovh`` package's client for a demo key, some of its values replaced."""

    def make(key: DemoKey, **replaced: str) -> ovh.Client:
        values = {
            "application_key": key.application_key,
            "application_secret": key.application_secret,
            "consumer_key": key.consumer_key,
        }
        return ovh.Client(ENDPOINT, **(values | replaced))

    return make


@pytest.fixture
def alice(demo: DemoWorld, client_of: ClientMaker) -> ovh.Client:
    """A client with Alice's management key."""
    return client_of(demo.management(NIC_A))


@pytest.fixture
def admin(demo: DemoWorld, client_of: ClientMaker, sandbox: Sandbox) -> ovh.Client:
    """Bob's root account, with every right."""
    key = demo.management(NIC_B)
    credential = sandbox.world.credentials[key.credential_id]
    all_rules = tuple((method, "/*") for method in ("GET", "POST", "PUT", "DELETE"))
    sandbox.world.keep(replace(credential, rules=all_rules))
    return client_of(key)


@pytest.fixture
def demo_client(demo: DemoWorld) -> DemoClient:
    return next(client for client in demo.clients if client.account == NIC_B)


@pytest.fixture
def service_account(served: Running, demo_client: DemoClient) -> ovh.Client:
    """Bob's service account."""
    return ovh.Client(
        ENDPOINT, client_id=demo_client.client_id, client_secret=demo_client.client_secret
    )


@pytest.fixture
def attach(admin: ovh.Client, demo_client: DemoClient) -> Attach:
    """Attach a policy to the service account. Returns the policy as the API writes it."""

    def make(*allow: str, resource: str = _ACCOUNT_OF_BOB, **more: Any) -> Any:
        identity = admin.get(f"/me/api/oauth2/client/{demo_client.client_id}")["identity"]
        permissions = more.pop("permissions", {"allow": [{"action": action} for action in allow]})
        body = {
            "name": "trial",
            "identities": [identity],
            "resources": [{"urn": resource}],
            "permissions": permissions,
        }
        return admin.post("/v2/iam/policy", **(body | more))

    return make
