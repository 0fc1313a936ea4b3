"""Who is asked whether stored secrets leaked: nobody, unless somebody is named."""

from __future__ import annotations

from dashboard.settings.environment import env

KEYDESK_LEAK_SERVICE: str = env.str("KEYDESK_LEAK_SERVICE", default="")
