"""New keys: the wizard, the trip to OVHcloud and back, and keys that are pasted."""

from __future__ import annotations

from dashboard.views.onboarding.paste import paste
from dashboard.views.onboarding.returning import callback
from dashboard.views.onboarding.waiting import again, check, manage, waiting
from dashboard.views.onboarding.wizard import (
    addresses,
    application,
    card,
    review,
    rights,
    start,
)

__all__ = [
    "addresses",
    "again",
    "application",
    "callback",
    "card",
    "check",
    "manage",
    "paste",
    "review",
    "rights",
    "start",
    "waiting",
]
