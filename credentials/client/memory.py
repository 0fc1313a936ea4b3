"""What this process has learnt about endpoints and keeps between clients."""

from __future__ import annotations

from credentials.client import clock, pacing
from credentials.client.lists import ladder


def forget() -> None:
    """Forget the ways to read lists, the clocks and the paces, as if the process were new."""
    ladder.forget()
    clock.forget()
    pacing.forget()
