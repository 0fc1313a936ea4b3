"""The endpoints and limits of the settings; the cache is dropped when settings change."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Protocol

from django.conf import settings
from django.core.signals import setting_changed

from credentials.core import EndpointError, coded, gettext_noop, say
from credentials.ovhcloud.client.limits import Limits
from credentials.ovhcloud.endpoints import (
    ENDPOINTS,
    HOSTS,
    Endpoint,
    by_family,
    parse_extra_endpoints,
)

_UNKNOWN = coded(
    "endpoint.unknown",
    gettext_noop(
        "No endpoint is called “%(name)s”. Known ones: %(known)s. "
        "More can be added with OVH_EXTRA_ENDPOINTS."
    ),
)


@cache
def endpoints() -> dict[str, Endpoint]:
    """Every endpoint by name: the extra ones first, then the built-in ones."""
    known = {**parse_extra_endpoints(settings.OVH_EXTRA_ENDPOINTS), **ENDPOINTS}
    unpaced = {
        name: replace(endpoint, is_paced=False)
        for name, endpoint in known.items()
        if name in settings.OVH_UNPACED_ENDPOINTS
    }
    return {**known, **unpaced}


class Located(Protocol):
    """Whatever belongs to a region by one family of hosts: an account."""

    endpoint: str
    host_family: str


def endpoint_of(located: Located) -> Endpoint:
    """The endpoint of an account, by the hosts chosen for it; raises ``EndpointError``."""
    return by_family(endpoint(located.endpoint), located.host_family)


def find_endpoint(located: Located) -> Endpoint | None:
    """The same, or None for a region that is no longer configured."""
    known = endpoints().get(located.endpoint)
    return by_family(known, located.host_family) if known else None


def region_labels() -> dict[str, str]:
    """What each region is called, by the name of its endpoint."""
    return {name: endpoint.label for name, endpoint in endpoints().items()}


def region_label(name: str) -> str:
    """What a region is called; its name where it is no longer configured."""
    return region_labels().get(name, name)


def region_named(text: str) -> str:
    """The region that a text means, or nothing.

    By its name, its last part (``eu``), or its address in any family of hosts.
    """
    url = text.rstrip("/")
    for known in (*endpoints().values(), *HOSTS):
        words = {known.name, known.name.removeprefix("ovh-")}
        if text in words or url in {known.api_root, known.origin}:
            return known.name
    return ""


def endpoint(name: str) -> Endpoint:
    """The endpoint called ``name``, by its older hosts; raises ``EndpointError``."""
    endpoint = endpoints().get(name)
    if endpoint is None:
        raise EndpointError(
            say(
                _UNKNOWN,
                name=name,
                known=", ".join(endpoints()),
            )
        )
    return endpoint


@cache
def limits() -> Limits:
    """Timeouts in seconds, pace in calls a second and number of parallel calls to OVHcloud."""
    return Limits(
        connect_timeout=settings.OVH_CONNECT_TIMEOUT,
        read_timeout=settings.OVH_READ_TIMEOUT,
        rate=settings.OVH_CALLS_PER_SECOND,
        burst=settings.OVH_BURST,
        is_shared=True,
        workers=settings.OVH_WORKERS,
    )


def _drop_cache(**_: object) -> None:
    endpoints.cache_clear()
    limits.cache_clear()


setting_changed.connect(_drop_cache, dispatch_uid="credentials.ovhcloud.configuration")
