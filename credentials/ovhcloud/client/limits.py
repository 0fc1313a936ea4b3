"""The client's limits: timeouts, pace, parallel calls, sizes; and its strategies to read a list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_MIB: Final = 1024 * 1024


class Strategy(StrEnum):
    """The ways to read a list, the one with the fewest calls first (api 6), and a part of it."""

    PAGES = "pages"
    BATCH = "batch"
    SINGLE = "single"
    FILTER = "filter"


STRATEGIES: Final = (Strategy.PAGES, Strategy.BATCH, Strategy.SINGLE, Strategy.FILTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds, counts and bytes.

    ``deadline``            one call with its retries; a deletion and the look after it; each
                            attempt of a call within a list
    ``listing_deadline``    reading one whole list
    ``attempts``            of a GET; anything else is tried once
    ``backoff``             first pause before a retry, doubled up to ``backoff_ceiling``
    ``retry_after_ceiling`` the longest ``Retry-After`` that is waited for at once
    ``rate``, ``burst``     calls per second with one key, and how many may go at once; rate 0 is
                            no pacing. The defaults stay within 60 calls in any minute (api 6.4)
    ``is_shared``           whether all processes of this Keydesk keep that pace together
    ``workers``             calls in flight while a list is read
    ``page_size``           objects a page; ``batch_size`` ids a batch, of which OVHcloud takes 50
    ``max_body``            the largest answer that is read
    ``strategies``          those that may be used, in order
    ``ca_bundle``           file of the certificates to trust; empty is the public ones
    """

    connect_timeout: float = 5.0
    read_timeout: float = 15.0
    deadline: float = 25.0
    listing_deadline: float = 4 * 3600.0
    attempts: int = 4
    backoff: float = 0.5
    backoff_ceiling: float = 8.0
    retry_after_ceiling: float = 60.0
    rate: float = 2 / 3
    burst: int = 20
    is_shared: bool = False
    workers: int = 32
    page_size: int = 500
    batch_size: int = 50
    max_body: int = 16 * _MIB
    strategies: tuple[Strategy, ...] = STRATEGIES
    ca_bundle: str = ""
