"""The two secrets that production does not start without, and what may stand in for the second."""

from __future__ import annotations

from dashboard.settings.environment import env, secret

SECRET_KEY = secret("SECRET_KEY")
KEYDESK_MASTER_KEY_PROVIDER: str = env.str("KEYDESK_MASTER_KEY_PROVIDER", default="")
KEYDESK_MASTER_KEYS = "" if KEYDESK_MASTER_KEY_PROVIDER else secret("KEYDESK_MASTER_KEYS")
