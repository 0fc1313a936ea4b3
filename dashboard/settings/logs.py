"""Log lines and error reports: one line a record, on stderr, with secrets struck out."""

from __future__ import annotations

from dashboard.settings.environment import DEMO, env

LOG_ACTIVITY: bool = env.bool("LOG_ACTIVITY", default=False)
LOG_LEVEL: str = env.str("LOG_LEVEL", default="WARNING" if DEMO else "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redacting": {"()": "credentials.core.redaction.Redacting"}},
    "formatters": {
        "line": {
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        }
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["redacting"],
        },
    },
    # Django's own loggers lose the handlers they come with, which know no filter.
    # The pool says each second what the error of whoever asks for a connection says as well.
    "loggers": {
        "django": {"handlers": []},
        "django.server": {"handlers": [], "propagate": True},
        "psycopg.pool": {"level": "ERROR"},
        "keydesk.activity": {"level": "INFO"},
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
DEFAULT_EXCEPTION_REPORTER = "dashboard.reports.Reporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "dashboard.reports.ReporterFilter"
