"""The service that knows what leaked, as the settings name it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from credentials.core import KeydeskError, coded, gettext_noop, say

#: So many hex digits of a SHA-256 the service is told: of 1,048,576 values one has them by chance.
PREFIX: Final = 5
_NO_SERVICE: Final = coded(
    "leak.no-service", gettext_noop("KEYDESK_LEAK_SERVICE is %(path)s: nothing there.")
)


class LeakService(Protocol):
    """What knows which values leaked."""

    def suffixes(self, prefix: str) -> Iterable[str]:
        """Of each value that leaked and whose SHA-256 begins so, the other 59 hex digits."""


def leak_service() -> LeakService | None:
    """The service; None where the settings name none, and nobody is asked.

    ``KEYDESK_LEAK_SERVICE`` is the dotted path of a callable that takes nothing and returns a
    ``LeakService``. Raises ``KeydeskError`` where nothing is there.
    """
    path = settings.KEYDESK_LEAK_SERVICE
    if not path:
        return None
    try:
        service: LeakService = import_string(path)()
    except ImportError:
        raise KeydeskError(say(_NO_SERVICE, path=path)) from None
    return service
