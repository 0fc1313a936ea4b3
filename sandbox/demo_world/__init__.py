"""A world to show and to test with: three accounts, keys of every kind, two service accounts.

Here: what is in that world, and how it is built; the same keys every time, moments by the clock.
Not here: what a vault keeps of it.
"""

from __future__ import annotations

from sandbox.demo_world.building import DemoClient, DemoKey, DemoWorld, build_world
from sandbox.demo_world.plans import ACCOUNTS, NIC_A, NIC_B, NIC_C

__all__ = [
    "ACCOUNTS",
    "NIC_A",
    "NIC_B",
    "NIC_C",
    "DemoClient",
    "DemoKey",
    "DemoWorld",
    "build_world",
]
