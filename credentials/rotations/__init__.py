"""Rotations: from a key to its successor, by people, by what is read of the keys and by the clock.

A rotation asks for a key by ``onboarding``, freezes and revokes by ``live``, and goes on by itself:
requested, validated, handed over, proven, retiring, retired. Nothing is proven but by readings.
"""

from __future__ import annotations

from credentials.rotations.by_people import cancel, mark_handed_over
from credentials.rotations.evidence import first_use, silent_since
from credentials.rotations.looking import (
    HANDLERS,
    look_again,
    look_at_rotation,
    look_by_the_clock,
    resume_look,
)
from credentials.rotations.overdue import what_is_overdue
from credentials.rotations.starting import (
    RotationPlan,
    obstacle_to_rotating,
    open_rotation_of,
    plan_for,
    start,
)

__all__ = [
    "HANDLERS",
    "RotationPlan",
    "cancel",
    "first_use",
    "look_again",
    "look_at_rotation",
    "look_by_the_clock",
    "mark_handed_over",
    "obstacle_to_rotating",
    "open_rotation_of",
    "plan_for",
    "resume_look",
    "silent_since",
    "start",
    "what_is_overdue",
]
