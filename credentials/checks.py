"""System checks: what is wrong with the settings is said before anything is served."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import connection

from credentials import conf, instance
from credentials.errors import KeydeskError, KeyringError
from credentials.models import InstanceKey


@register()
def check_master_keys(**_: Any) -> list[CheckMessage]:
    """credentials.E001: KEYDESK_MASTER_KEYS holds no usable key."""
    try:
        conf.keyring()
    except KeydeskError as error:
        hint = "Each key is 64 hex digits or base64url of 32 bytes; several are parted by commas."
        return [Error(f"KEYDESK_MASTER_KEYS: {error}", hint=hint, id="credentials.E001")]
    return []


@register()
def check_endpoints(**_: Any) -> list[CheckMessage]:
    """credentials.E002: OVH_EXTRA_ENDPOINTS cannot be read."""
    try:
        conf.endpoints()
    except KeydeskError as error:
        return [Error(str(error), id="credentials.E002")]
    return []


@register(Tags.database)
def check_instance_key(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """credentials.E003: the stored probe does not open, so these are not its master keys."""
    if not databases or InstanceKey._meta.db_table not in connection.introspection.table_names():
        return []
    try:
        token = instance.token()
        if token:
            instance.opened(token)
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
