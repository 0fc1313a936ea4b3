"""The database, and what is kept in it: the cache and the queue of tasks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from credentials import postgresql
from dashboard.settings.environment import VAR_DIR, env, given, hidden, make_var

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
# A server that is away is noticed in seconds, by health as well, and found again in seconds.
_POSTGRESQL = {
    "pool": {
        "min_size": 1,
        "max_size": 16,
        "timeout": 2.5,
        "reconnect_timeout": 4,
        "connection_class": postgresql.Connection,
    },
    "connect_timeout": 2,
    "tcp_user_timeout": 5000,
}


def _guard_folder(file: Path) -> None:
    """SQLite makes a file, and others beside it, in a folder that is there; it says no more."""
    if file.is_dir():
        raise ImproperlyConfigured(f"DATABASE_URL names {file}, which is a folder. Name a file.")
    if not file.parent.is_dir():
        raise ImproperlyConfigured(
            f"DATABASE_URL names {file}: there is no folder {file.parent}. Make it, with mode "
            "0700, for the user that runs Keydesk."
        )
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(
            f"DATABASE_URL names {file}: the user that runs Keydesk may write nothing in "
            f"{file.parent}. Make that folder theirs."
        )


_database_url = given("DATABASE_URL")
_database: dict[str, Any] = (
    env.db_url_config(_database_url)
    if _database_url
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR_DIR / "keydesk.sqlite3"}
)
if _database.get("ENGINE") not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
    raise ImproperlyConfigured(
        "DATABASE_URL is not postgres://user:password@host:port/name or sqlite:////path/of/file."
    )
if not _database_url:
    make_var()
elif _database["ENGINE"].endswith("sqlite3"):
    _guard_folder(Path(_database["NAME"]))
_given_options: dict[str, Any] = _database.get("OPTIONS", {})
_options = _SQLITE if _database["ENGINE"].endswith("sqlite3") else _POSTGRESQL
_database["PASSWORD"] = hidden(_database.get("PASSWORD") or "")
_database["OPTIONS"] = {**_options, **_given_options}
if _options is _POSTGRESQL:
    _database["OPTIONS"]["options"] = f"{_PATIENCE} {_given_options.get('options', '')}".strip()
if _options is _SQLITE:
    _database["TEST"] = {"NAME": VAR_DIR / "tests.sqlite3"}  # a file, as the real one is
DATABASES = {"default": {"CONN_HEALTH_CHECKS": True, **_database}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_CACHES = {
    "dbcache": "dashboard.json_cache.JsonCache",
    "locmemcache": "django.core.cache.backends.locmem.LocMemCache",
}
_cache_kind = env.str("CACHE_URL", default="dbcache://").partition("://")[0]
if _cache_kind not in _CACHES:
    raise ImproperlyConfigured(
        "CACHE_URL is neither dbcache:// nor locmemcache://. Other caches run code that somebody "
        "else wrote into them."
    )
CACHES = {"default": {"BACKEND": _CACHES[_cache_kind], "OPTIONS": {"MAX_ENTRIES": 100_000}}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
