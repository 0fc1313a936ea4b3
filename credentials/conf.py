"""Settings turned into what the domain works with; forgets its cache when settings change."""

from __future__ import annotations

import resource
from functools import cache

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from credentials.client import Limits
from credentials.endpoints import ENDPOINTS, Endpoint, parse_extra
from credentials.errors import EndpointError, KeydeskError
from credentials.keyring import Key, Keyring, MasterKeys
from credentials.sentences import gettext_noop, say


@cache
def keyring() -> MasterKeys:
    """The master keys: those of the settings, in their order, or those of a provider.

    KEYDESK_MASTER_KEY_PROVIDER is the dotted path of a callable that takes nothing and returns
    ``MasterKeys``. From here on a crash of this process leaves no core file: it would hold keys.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    if settings.KEYDESK_MASTER_KEY_PROVIDER:
        return _provided(settings.KEYDESK_MASTER_KEY_PROVIDER)
    parts = settings.KEYDESK_MASTER_KEYS.replace("\n", ",").split(",")
    return Keyring([Key.from_text(part.strip()) for part in parts if part.strip()])


@cache
def endpoints() -> dict[str, Endpoint]:
    """Every endpoint by name: the extra ones first, then the built-in ones."""
    return {**parse_extra(settings.OVH_EXTRA_ENDPOINTS), **ENDPOINTS}


def endpoint(name: str) -> Endpoint:
    """The endpoint called ``name``; raises ``EndpointError``."""
    found = endpoints().get(name)
    if found is None:
        raise EndpointError(
            say(
                gettext_noop(
                    "No endpoint is called “%(name)s”. Known ones: %(known)s. "
                    "More can be added with OVH_EXTRA_ENDPOINTS."
                ),
                name=name,
                known=", ".join(endpoints()),
            )
        )
    return found


@cache
def limits() -> Limits:
    """Timeouts, pace and width of calls to OVHcloud."""
    return Limits(
        connect_timeout=settings.OVH_CONNECT_TIMEOUT,
        read_timeout=settings.OVH_READ_TIMEOUT,
        rate=settings.OVH_CALLS_PER_SECOND,
        burst=settings.OVH_BURST,
        workers=settings.OVH_WORKERS,
    )


def _provided(path: str) -> MasterKeys:
    try:
        provided: MasterKeys = import_string(path)()
    except ImportError:
        raise KeydeskError(
            say(gettext_noop("KEYDESK_MASTER_KEY_PROVIDER is %(path)s: nothing there."), path=path)
        ) from None
    return provided


def _forget(**_: object) -> None:
    for cached in (keyring, endpoints, limits):
        cached.cache_clear()


setting_changed.connect(_forget, dispatch_uid="credentials.conf")
