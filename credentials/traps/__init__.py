"""Trap keys: a key with harmless rules that is kept nowhere but in a trap; its use is an alarm.

Laying a live key as a trap, and taking it up. What its use raises is found by ``findings``, whom
that is told to is said by ``notices``.
"""

from __future__ import annotations

from credentials.traps.laying import lay, obstacle_to_laying, take_up, trap_of

__all__ = [
    "lay",
    "obstacle_to_laying",
    "take_up",
    "trap_of",
]
