from __future__ import annotations

import pytest

from credentials.models import Account, Person
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.credentials.campaigns.driver import CampaignDriver
from tests.live_world import take_over


@pytest.fixture
def driver(
    account: Account, demo: DemoWorld, sandbox_server: Running, alice: Person, bob: Person
) -> CampaignDriver:
    world = take_over(account, demo, sandbox_server)
    world.sync()
    return CampaignDriver(world, alice, bob)
