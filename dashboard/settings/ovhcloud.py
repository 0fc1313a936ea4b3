"""How OVHcloud is called: hosts besides its own, timeouts, pace."""

from __future__ import annotations

from credentials.core import SyncInterval
from dashboard.settings.environment import DEMO, env, number, port, word

SANDBOX_PORT = port("SANDBOX_PORT", 8001)
_named = [name.strip() for name in env.str("OVH_EXTRA_ENDPOINTS", default="").split(",")]
_has_sandbox = DEMO and not any(name.startswith("sandbox=") for name in _named)
_sandbox = [f"sandbox=http://127.0.0.1:{SANDBOX_PORT}/1.0"] if _has_sandbox else []
OVH_EXTRA_ENDPOINTS: str = ",".join(filter(None, [*_sandbox, *_named]))
OVH_UNPACED_ENDPOINTS = ["sandbox"] if _has_sandbox else []
OVH_CONNECT_TIMEOUT = number("OVH_CONNECT_TIMEOUT", 5)
OVH_READ_TIMEOUT = number("OVH_READ_TIMEOUT", 15)
OVH_CALLS_PER_SECOND = number("OVH_CALLS_PER_SECOND", 2 / 3)
OVH_BURST = int(number("OVH_BURST", 20))
OVH_WORKERS = int(number("OVH_WORKERS", 16))
KEYDESK_SYNCS_AT_ONCE = int(number("KEYDESK_SYNCS_AT_ONCE", 4))
KEYDESK_SYNC_EVERY = word("KEYDESK_SYNC_EVERY", "hourly", among=[*filter(None, SyncInterval)])
KEYDESK_CHANGES_KEPT_DAYS = int(number("KEYDESK_CHANGES_KEPT_DAYS", 400))
KEYDESK_CALLS_KEPT_DAYS = int(number("KEYDESK_CALLS_KEPT_DAYS", 90))
KEYDESK_REQUEST_LIFETIME = int(number("KEYDESK_REQUEST_LIFETIME", 15 * 60))
