"""The client's limits in tests: as in production, but for pauses and pace."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from credentials.ovhcloud import Limits

#: Two attempts with no pause between them, at any pace.
QUICK: Final = Limits(attempts=2, backoff=0.001, backoff_ceiling=0.002, rate=0, workers=4)
#: The same, for a test in which OVHcloud is silent: it waits out the timeouts.
SHORT_TIMEOUTS: Final = replace(QUICK, connect_timeout=0.5, read_timeout=1, deadline=2)
