"""Every setting of Keydesk, and the only reader of the environment.

Sections, in order: mode, secrets, hosts, applications, requests, templates, database, cache and
work, people, security, languages, files, mail, logging, OVHcloud. docs/operations.md lists every
variable; a test keeps that list true.

There are two modes. Production is the default and starts only with its secrets given. The demo
(``KEYDESK_DEMO=1``) makes its own secrets under ``var/``, mode 0600, and says that it is a demo.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from credentials import redaction
from credentials.redaction import Hidden

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")


# Mode

DEMO: bool = env.bool("KEYDESK_DEMO", default=False)
DEBUG: bool = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("KEYDESK_VAR", default=str(BASE_DIR / "var")))
SERVED_OVER_TLS: bool = not DEMO

if DEBUG and not DEMO:
    raise ImproperlyConfigured("DEBUG is on. Production does not start with it: unset DEBUG.")


def _number(name: str, default: float) -> float:
    """A number, or a refusal that names the variable."""
    try:
        return float(env.str(name, default=str(default)))
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not a number.") from None


def _port(name: str, default: int) -> int:
    port = _number(name, default)
    if port not in range(1, 65536):
        raise ImproperlyConfigured(f"{name} is not a port: those are 1 to 65535.")
    return int(port)


# Secrets


SECRET_FILES: list[Path] = [path for path in [BASE_DIR / ".env"] if path.exists()]


def _given(name: str) -> str:
    """The value of ``name``, or of the file that ``name_FILE`` points to."""
    path = env.str(f"{name}_FILE", default="")
    if not path:
        return os.environ.get(name, "").strip()
    SECRET_FILES.append(Path(path))
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE is {path}: {error.strerror}.") from None


def _secret(name: str) -> str:
    """A value that production does not start without; the demo makes its own."""
    value = _given(name)
    if not value and DEMO:
        value = _demo_secret(name)
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Give it by {name} or {name}_FILE; see .env.example."
        )
    return _hidden(value)


def _hidden(value: str) -> Hidden:
    """The value as a setting that no repr shows and that is struck out of the logs."""
    redaction.remember(value)
    return Hidden(value)


def _demo_secret(name: str) -> str:
    """A secret kept under ``var/``, made once, readable by its owner alone."""
    path = VAR_DIR / name.lower()
    if not path.exists():
        VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()


SECRET_KEY = _secret("SECRET_KEY")
KEYDESK_MASTER_KEY_PROVIDER: str = env.str("KEYDESK_MASTER_KEY_PROVIDER", default="")
KEYDESK_MASTER_KEYS = "" if KEYDESK_MASTER_KEY_PROVIDER else _secret("KEYDESK_MASTER_KEYS")


# Hosts

ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEMO else []
)
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set: name the hosts this console answers to.")
if "*" in ALLOWED_HOSTS and not DEMO:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is *, which is any host: whoever asks could choose where links in mails and "
        "the way back from OVHcloud lead. Name the hosts this console answers to."
    )

PORT = _port("PORT", 8000)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES = int(_number("TRUSTED_PROXIES", 0))


# Applications

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "credentials",  # before django_tasks_db, whose worker it starts with the right keys alone
    "dashboard",
    "django_tasks",
    "django_tasks_db",
    "sandbox",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dashboard.middleware.CompressingMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dashboard.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dashboard.middleware.PrivateMiddleware",
]


# Requests

ROOT_URLCONF = "dashboard.urls"
WSGI_APPLICATION = "dashboard.wsgi.application"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024


# Templates

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dashboard.context_processors.console",
            ],
        },
    },
]


# Database

_database_url = _given("DATABASE_URL")
_database: dict[str, Any] = (
    env.db_url_config(_database_url)
    if _database_url
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR_DIR / "keydesk.sqlite3"}
)
if _database.get("ENGINE") not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
    raise ImproperlyConfigured(
        "DATABASE_URL is not postgres://user:password@host:port/name or sqlite:////path/of/file."
    )
_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
    "PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; "
    "PRAGMA secure_delete=ON;",
}
# A lock that is not given in time is an error that says so, as with SQLite; what a process holds
# and has forgotten about, it loses. What DATABASE_URL says in ``options`` comes last, and wins.
_PATIENCE = "-c lock_timeout=20s -c idle_in_transaction_session_timeout=5min"
_POSTGRESQL = {"pool": {"min_size": 1, "max_size": 16}}
_given_options: dict[str, Any] = _database.get("OPTIONS", {})
_options = _SQLITE if _database["ENGINE"].endswith("sqlite3") else _POSTGRESQL
_database["PASSWORD"] = _hidden(_database.get("PASSWORD") or "")
_database["OPTIONS"] = {**_given_options, **_options}
if _options is _POSTGRESQL:
    _database["OPTIONS"]["options"] = f"{_PATIENCE} {_given_options.get('options', '')}".strip()
if _options is _SQLITE:
    _database["TEST"] = {"NAME": VAR_DIR / "tests.sqlite3"}  # a file, as the real one is
DATABASES = {"default": {"CONN_HEALTH_CHECKS": True, **_database}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# Cache and work

CACHES = {"default": env.cache("CACHE_URL", default="dbcache://keydesk_cache")}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


# People

AUTH_USER_MODEL = "credentials.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
KEYDESK_ADMIN_PASSWORD_FILE: str = env.str("KEYDESK_ADMIN_PASSWORD_FILE", default="")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview:home"
ACCOUNT_ADAPTER = "dashboard.adapters.ConsoleAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES


# Security

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SERVED_OVER_TLS
SESSION_COOKIE_NAME = "keydesk_session"
CSRF_COOKIE_NAME = "keydesk_csrf"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = SERVED_OVER_TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SERVED_OVER_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SERVED_OVER_TLS
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


# Languages

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")


# Files

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("KEYDESK_STATIC", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}


# Mail

_email_url = _given("EMAIL_URL")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
if _email_url:
    vars().update(env.email_url_config(_email_url))
    EMAIL_HOST_PASSWORD = _hidden(vars()["EMAIL_HOST_PASSWORD"] or "")
DEFAULT_FROM_EMAIL: str = env.str("MAIL_FROM", default="keydesk@localhost")


# Logging

LOG_LEVEL: str = env.str("LOG_LEVEL", default="WARNING" if DEMO else "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redacting": {"()": "credentials.redaction.Redacting"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["redacting"],
        },
    },
    # Django's own loggers lose the handlers they come with, which know no filter.
    "loggers": {"django": {"handlers": []}, "django.server": {"handlers": [], "propagate": True}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
DEFAULT_EXCEPTION_REPORTER = "dashboard.reports.Reporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "dashboard.reports.ReporterFilter"


# OVHcloud

SANDBOX_PORT = _port("SANDBOX_PORT", 8001)
OVH_EXTRA_ENDPOINTS: str = env.str(
    "OVH_EXTRA_ENDPOINTS",
    default=f"sandbox=http://127.0.0.1:{SANDBOX_PORT}/1.0" if DEMO else "",
)
OVH_CONNECT_TIMEOUT = _number("OVH_CONNECT_TIMEOUT", 5)
OVH_READ_TIMEOUT = _number("OVH_READ_TIMEOUT", 15)
OVH_CALLS_PER_SECOND = _number("OVH_CALLS_PER_SECOND", 0 if DEMO else 2 / 3)
OVH_BURST = int(_number("OVH_BURST", 20))
OVH_WORKERS = int(_number("OVH_WORKERS", 16))
KEYDESK_REQUEST_LIFETIME = int(_number("KEYDESK_REQUEST_LIFETIME", 15 * 60))
