"""Calls that were seen in an account: what OVHcloud's logs say was called, when and from where.

Reading those logs and keeping their calls. Keys themselves are read by ``live``; what a call needs
is judged by ``rights``.
"""

from __future__ import annotations

from credentials.seen_calls.kept_calls import prune_calls
from credentials.seen_calls.reading import (
    READING_RULES,
    obstacle_to_reading_calls,
    read_calls,
    read_calls_by_the_clock,
    start_reading_calls,
)

__all__ = [
    "READING_RULES",
    "obstacle_to_reading_calls",
    "prune_calls",
    "read_calls",
    "read_calls_by_the_clock",
    "start_reading_calls",
]
