from __future__ import annotations

import pytest

from credentials.models import Account
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.live_world import LiveWorld, take_over


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    """Alice's account, whose management key may read the logs of calls."""
    return take_over(account, demo, sandbox_server)
