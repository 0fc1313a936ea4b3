"""Canary keys: a key with harmless rules that is kept nowhere but in a trap; its use is an alarm.

Laying a live key as a canary, and taking it up. What its use raises is found by ``findings``, whom
that is told to is said by ``notices``.
"""

from __future__ import annotations

from credentials.canaries.laying import canary_of, lay, obstacle_to_laying, take_up

__all__ = ["canary_of", "lay", "obstacle_to_laying", "take_up"]
