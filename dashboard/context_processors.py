"""What every page needs, whoever renders it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from dashboard import navigation

THEMES = ("light", "dark")


def console(request: HttpRequest) -> dict[str, object]:
    """``navigation`` (empty when signed out), ``theme`` (empty: the system's), ``is_demo``."""
    theme = request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
    signed_in = request.user.is_authenticated if hasattr(request, "user") else False
    return {
        "navigation": navigation.menu(request) if signed_in else [],
        "theme": theme if theme in THEMES else "",
        "is_demo": settings.DEMO,
        "has_single_sign_on": bool(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]),
    }
