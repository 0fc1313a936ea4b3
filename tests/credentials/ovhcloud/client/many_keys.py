"""What the tests of lists share: an account of many keys, and reading all of them."""

from __future__ import annotations

from dataclasses import replace

from credentials.ovhcloud import Credential, Limits, Listing, ListItem, Strategy
from credentials.ovhcloud.client.limits import STRATEGIES
from sandbox.demo_world import DemoWorld
from tests.credentials.ovhcloud.client.conftest import BRISK, NIC_A

LIST = "/me/api/credential"
PAGES, BATCH, SINGLE = (STRATEGIES[start:] for start in range(3))
N = 120


def limits_of(*strategies: Strategy, **more: object) -> Limits:
    """Small pages, these strategies alone, and whatever else a test wants."""
    settings = {"strategies": strategies or STRATEGIES, "page_size": 50, "batch_size": 50} | more
    return replace(BRISK, **settings)  # type: ignore[arg-type]


def ids_of(demo: DemoWorld) -> set[int]:
    return {credential.id for credential in demo.world.credentials_of(NIC_A)}


def read_all(listing: Listing[int, Credential]) -> dict[int, ListItem[int, Credential]]:
    """Every thing of the list by id, none of them twice."""
    reads = list(listing)
    assert len({read.id for read in reads}) == len(reads)
    return {read.id: read for read in reads}
