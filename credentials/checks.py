"""System checks: what is wrong with the settings is said before anything is served."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import connection

from credentials import audit, ovhcloud, startup, text_search
from credentials.core import InstanceKeyMissing, KeydeskError, KeyringError
from credentials.models import InstanceKey
from credentials.sealing import instance_key, master_keys


@register()
def check_master_keys(**_: Any) -> list[CheckMessage]:
    """credentials.E001: KEYDESK_MASTER_KEYS holds no usable key."""
    try:
        master_keys.keyring()
    except KeydeskError as error:
        hint = "Each key is 64 hex digits or base64url of 32 bytes; several are parted by commas."
        return [Error(f"KEYDESK_MASTER_KEYS: {error}", hint=hint, id="credentials.E001")]
    return []


@register()
def check_endpoints(**_: Any) -> list[CheckMessage]:
    """credentials.E002: OVH_EXTRA_ENDPOINTS cannot be read."""
    try:
        ovhcloud.endpoints()
    except KeydeskError as error:
        return [Error(str(error), id="credentials.E002")]
    return []


@register(Tags.database)
def check_instance_key(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """credentials.E003: the instance key does not open, so these are not its master keys.

    credentials.E004: it is gone, and with it the proof of the log.
    """
    if not databases or InstanceKey._meta.db_table not in connection.introspection.table_names():
        return []
    try:
        was_in_use = instance_key.is_in_use()  # first: what is in use has its key by now
        token = instance_key.token()
        if token:
            instance_key.opened(token)
        elif was_in_use:
            raise InstanceKeyMissing
    except InstanceKeyMissing as error:
        return [Error(str(error), hint=str(error.next_step), id="credentials.E004")]
    except KeyringError as error:
        return [Error(str(error), hint=str(error.next_step), id="credentials.E003")]
    except KeydeskError:
        return []  # no usable key at all, which is E001's to say
    return []


@register(Tags.security, deploy=True)
def check_secret_files(**_: Any) -> list[CheckMessage]:
    """credentials.W001: a file that secrets are read from can be read by anybody on the machine."""
    return [
        CheckWarning(
            f"Everybody on this machine may read or write {file}.",
            hint=f"chmod o= {file}",
            id="credentials.W001",
        )
        for file in settings.SECRET_FILES
        if file.stat().st_mode & 0o006
    ]


@register(Tags.security, deploy=True)
def check_data_files(**_: Any) -> list[CheckMessage]:
    """credentials.W002: files with data are open to others than the owner."""
    return [
        CheckWarning(
            f"Others than its owner may read, write or enter {path}.",
            hint=f"chmod go= {path}",
            id="credentials.W002",
        )
        for path in startup.open_paths()
    ]


@register(Tags.database, deploy=True)
def check_migrations(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """credentials.W003: the database is older than this version, which does not start on it."""
    if not databases or not (count := startup.unapplied_migrations()):
        return []
    error = startup.UnappliedMigrations(count)
    return [CheckWarning(str(error), hint=str(error.next_step), id="credentials.W003")]


@register(Tags.database, deploy=True)
def check_triggers(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """credentials.W005: the log's triggers are gone; migrate, which puts them back, is not refused.

    A database without tables has none yet.
    """
    if not databases or InstanceKey._meta.db_table not in connection.introspection.table_names():
        return []
    try:
        audit.guard_triggers(connection)
    except audit.LogUnguarded as error:
        return [CheckWarning(str(error), hint=str(error.next_step), id="credentials.W005")]
    return []


@register(Tags.database, deploy=True)
def check_table_owner(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """credentials.W004: the role that serves pages owns the log, so it can drop its triggers."""
    is_postgresql = connection.vendor == "postgresql"
    if not databases or not is_postgresql or not audit.owns_its_tables(connection):
        return []
    return [
        CheckWarning(
            "The database role of this process owns the tables of the log.",
            hint="Make two roles: deploy/database-roles.sql.",
            id="credentials.W004",
        )
    ]


@register(Tags.database, deploy=True)
def check_trigrams(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """credentials.W007: PostgreSQL lacks the extension by which long lists are searched."""
    is_postgresql = connection.vendor == "postgresql"
    if not databases or not is_postgresql or text_search.has_trigrams(connection):
        return []
    sentence, _stop, hint = text_search.NO_EXTENSION.partition(". ")
    return [CheckWarning(f"{sentence}.", hint=hint, id="credentials.W007")]


@register(Tags.security, deploy=True)
def check_connections_in_clear(**_: Any) -> list[CheckMessage]:
    """credentials.W006: the database or the mail server is reached over a network, and somebody on
    the way may read along."""
    database = settings.DATABASES["default"]
    verifies = database.get("OPTIONS", {}).get("sslmode") in ("verify-ca", "verify-full")
    mails = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    has_tls = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    looked_at = (
        (_is_elsewhere(database.get("HOST", "")) and not verifies, "database", _TLS_OF_DATABASE),
        (mails and _is_elsewhere(settings.EMAIL_HOST) and not has_tls, "mail server", _TLS_OF_MAIL),
    )
    return [
        CheckWarning(
            f"The {server} is reached over the network without TLS that verifies it.",
            hint=hint,
            id="credentials.W006",
        )
        for is_wanting, server, hint in looked_at
        if is_wanting
    ]


_TLS_OF_DATABASE = "DATABASE_URL=…?sslmode=verify-full&sslrootcert=/path/of/ca.pem"
_TLS_OF_MAIL = "EMAIL_URL=smtp+tls://… or smtp+ssl://…"


def _is_elsewhere(host: str) -> bool:
    """Whether a server is on another machine: neither a socket nor a loopback address."""
    if not host or host.startswith("/") or host == "localhost":
        return False
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return True
