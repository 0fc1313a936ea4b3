"""What the tests of lists share: an account of many keys, and reading all of them."""

from __future__ import annotations

from dataclasses import replace

from credentials.client import LADDER, Credential, Limits, Listing, Read, Strategy
from sandbox.demo_world import DemoWorld
from tests.credentials.client.conftest import ALICE, BRISK

LIST = "/me/api/credential"
PAGES, BATCH, SINGLE = (LADDER[start:] for start in range(3))
N = 120


def limits_of(*strategies: Strategy, **more: object) -> Limits:
    """Small pages, these rungs alone, and whatever else a test wants."""
    settings = {"strategies": strategies or LADDER, "page_size": 50, "batch_size": 50} | more
    return replace(BRISK, **settings)  # type: ignore[arg-type]


def ids_of(demo: DemoWorld) -> set[int]:
    return {one.id for one in demo.world.credentials_of(ALICE)}


def read_all(listing: Listing[int, Credential]) -> dict[int, Read[int, Credential]]:
    """Every thing of the list by id, none of them twice."""
    reads = list(listing)
    assert len({read.id for read in reads}) == len(reads)
    return {read.id: read for read in reads}
