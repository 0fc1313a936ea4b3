"""Live keys: what OVHcloud lists, from our store; the reading of it; taking keys back."""

from __future__ import annotations

from dashboard.views.live.applications import application, revoke_application
from dashboard.views.live.keys import credential, list, revoke  # noqa: A004 -- the page's name
from dashboard.views.live.reading import progress, sync

__all__ = [
    "application",
    "credential",
    "list",
    "progress",
    "revoke",
    "revoke_application",
    "sync",
]
