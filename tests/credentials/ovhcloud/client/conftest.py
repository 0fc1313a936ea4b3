from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from credentials.ovhcloud import Endpoint, Limits, OvhClient
from credentials.ovhcloud.client.clock import clock_of
from credentials.ovhcloud.endpoints import parse_extra_endpoints
from sandbox import server
from sandbox.app import Sandbox
from sandbox.demo_world import DemoKey, DemoWorld, build_world
from sandbox.server import Running
from tests.credentials.ovhcloud.client.scripted import Scripted

NIC_A = "aa11111-ovh"
SECRET = "planted0application0secret000001"
CONSUMER_KEY = "planted0consumer0key00000000001"

#: Everything soon, nothing paced.
BRISK = Limits(
    connect_timeout=10,
    read_timeout=10,
    deadline=30,
    listing_deadline=60,
    backoff=0.001,
    backoff_ceiling=0.002,
    rate=0,
    workers=8,
)
#: The same for a silent OVHcloud: what waits for it waits this long.
IMPATIENT = replace(BRISK, read_timeout=0.4, deadline=1.5)

if "fuzz" not in hypothesis_settings._profiles:
    hypothesis_settings.register_profile(
        "fuzz", max_examples=20_000, deadline=None, suppress_health_check=list(HealthCheck)
    )

ClientMaker = Callable[..., OvhClient]


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    server = Scripted()
    yield server
    server.close()


@pytest.fixture
def ask(scripted: Scripted) -> ClientMaker:
    """A client of the scripted server, its clock known already."""
    return lambda limits=BRISK: client_of(scripted.endpoint, limits=limits)


@pytest.fixture
def demo() -> DemoWorld:
    return build_world()


@pytest.fixture
def running(demo: DemoWorld) -> Iterator[Running]:
    """The sandbox, which has nothing to object to whatever a test does with our client."""
    with server.start(demo.world) as served:
        yield served
    assert served.sandbox.record.objections == []


@pytest.fixture
def sandbox(running: Running) -> Sandbox:
    return running.sandbox


@pytest.fixture
def endpoint(running: Running) -> Endpoint:
    return parse_extra_endpoints(f"sandbox={running.api_root}")["sandbox"]


@pytest.fixture
def alice(demo: DemoWorld, endpoint: Endpoint) -> ClientMaker:
    """Clients with Alice's management key, some of its values replaced."""
    return lambda limits=BRISK, **replaced: keyed(
        endpoint, demo.management(NIC_A), limits=limits, **replaced
    )


def keyed(
    endpoint: Endpoint, key: DemoKey, *, limits: Limits = BRISK, **replaced: str
) -> OvhClient:
    values = {
        "application_key": key.application_key,
        "application_secret": key.application_secret,
        "consumer_key": key.consumer_key,
    }
    return OvhClient(endpoint, **(values | replaced), limits=limits)


def client_of(endpoint: Endpoint, *, limits: Limits = BRISK) -> OvhClient:
    """A client that has asked for the time already, so that answers are for its own calls."""
    clock_of(endpoint.api_root).timestamp(lambda: int(time.time()), until=time.monotonic() + 1)
    return OvhClient(
        endpoint,
        application_key="0a1b2c3d4e5f6071",
        application_secret=SECRET,
        consumer_key=CONSUMER_KEY,
        limits=limits,
    )
