"""What a process has learnt about endpoints, forgotten: each test begins like a new process."""

from __future__ import annotations

from credentials.ovhcloud.client import clock, pacing
from credentials.ovhcloud.client.lists import strategies


def forget_endpoints() -> None:
    """Forget the ways to read lists, the clocks and the paces of every endpoint."""
    strategies._outcomes.clear()
    clock._clocks.clear()
    pacing._pacers.clear()
