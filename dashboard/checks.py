"""System checks of the console's stores: nothing that is read back from one can run."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

#: Caches that read JSON, or memory of this process that nobody else writes.
DATA_ONLY_CACHES: Final = frozenset(
    {
        "dashboard.json_cache.JsonCache",
        "django.core.cache.backends.dummy.DummyCache",
        "django.core.cache.backends.locmem.LocMemCache",
    }
)
SESSION_ENGINE: Final = "dashboard.sessions"
SESSION_SERIALIZER: Final = "django.contrib.sessions.serializers.JSONSerializer"
_WHY: Final = "Whoever writes to such a store runs code in the web process."


@register(Tags.caches)
def check_caches(**_: Any) -> list[CheckMessage]:
    """dashboard.E001: a cache may unpickle what it reads from elsewhere."""
    return [
        Error(
            f"The cache “{alias}” is a {cache['BACKEND']}, which may unpickle what it reads.",
            hint=f"{_WHY} Use dashboard.json_cache.JsonCache.",
            id="dashboard.E001",
        )
        for alias, cache in settings.CACHES.items()
        if cache["BACKEND"] not in DATA_ONLY_CACHES
    ]


@register(Tags.security)
def check_sessions(**_: Any) -> list[CheckMessage]:
    """dashboard.E002: sessions are kept by another engine, or read by another serializer."""
    settings_now = (settings.SESSION_ENGINE, settings.SESSION_SERIALIZER)
    if settings_now == (SESSION_ENGINE, SESSION_SERIALIZER):
        return []
    return [
        Error(
            f"Sessions are kept by {settings_now[0]} and read by {settings_now[1]}.",
            hint=f"{_WHY} Use {SESSION_ENGINE} and {SESSION_SERIALIZER}.",
            id="dashboard.E002",
        )
    ]
