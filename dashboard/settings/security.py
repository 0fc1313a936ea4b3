"""Sessions, cookies, TLS, and the headers that bind a browser."""

from __future__ import annotations

from dashboard.settings.addresses import FORCE_SCRIPT_NAME, TRUSTED_PROXIES
from dashboard.settings.environment import SERVED_OVER_TLS, env, number

SESSION_ENGINE = "dashboard.sessions"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
SESSION_COOKIE_AGE = int(number("SESSION_HOURS", 12) * 60 * 60)
SESSION_IDLE_SECONDS = int(number("SESSION_IDLE_MINUTES", 30) * 60)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SERVED_OVER_TLS
# A browser takes a __Host- cookie over TLS alone, and of no other host: not of a sibling domain.
_COOKIE = "__Host-keydesk_{}" if SERVED_OVER_TLS else "keydesk_{}"
SESSION_COOKIE_NAME = _COOKIE.format("session")
CSRF_COOKIE_NAME = _COOKIE.format("csrf")
THEME_COOKIE_NAME = _COOKIE.format("theme")
BROWSER_COOKIE_NAME = _COOKIE.format("browser")
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "dashboard.views.site.form_refused"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = SERVED_OVER_TLS
SECURE_REDIRECT_EXEMPT = [rf"^{(FORCE_SCRIPT_NAME or '').lstrip('/')}/?healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SERVED_OVER_TLS else 0
# Other hosts below this one are not ours to decide on, unless whoever runs it says so.
HSTS_SUBDOMAINS: bool = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HSTS_SUBDOMAINS and SERVED_OVER_TLS
if not HSTS_SUBDOMAINS:
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
    )
)
