"""What Django runs, in which order, and from where: applications, middleware, templates,
languages, static files.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from dashboard.settings.addresses import FORCE_SCRIPT_NAME
from dashboard.settings.environment import BASE_DIR, env

INSTALLED_APPS = [
    "credentials",  # before those whose commands it replaces: auth, django_tasks_db
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "dashboard",
    "django_tasks",
    "django_tasks_db",
    *(["sandbox"] if find_spec("sandbox") else []),  # the image comes without it
]

MIDDLEWARE = [
    # What says what a browser may do with an answer comes first: no other answers without it.
    "dashboard.middleware.IsolationMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dashboard.middleware.CompressingMiddleware",
    "dashboard.middleware.LimitsMiddleware",
    "dashboard.middleware.StoredSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dashboard.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dashboard.middleware.SessionMiddleware",
    "dashboard.middleware.ClosedTeamsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dashboard.middleware.PrivateMiddleware",
    "dashboard.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "dashboard.urls"
WSGI_APPLICATION = "dashboard.wsgi.application"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # of a whole body: forms hold text, and no files
FILE_UPLOAD_HANDLERS = ["dashboard.uploads.TextFilesOfOnePage"]

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

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")

STATIC_URL = f"{FORCE_SCRIPT_NAME or ''}/static/"
WHITENOISE_STATIC_PREFIX = "/static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = Path(env.str("KEYDESK_STATIC", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
