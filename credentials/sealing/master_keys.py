"""The master keys of the settings; the cache is dropped when settings change."""

from __future__ import annotations

import resource
from functools import cache

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from credentials.core import KeydeskError, coded, gettext_noop, say
from credentials.sealing.keyring import Keyring, MasterKeys
from credentials.sealing.keys import Key

_NO_PROVIDER = coded(
    "sealing.no-provider", gettext_noop("KEYDESK_MASTER_KEY_PROVIDER is %(path)s: nothing there.")
)


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


def _provided(path: str) -> MasterKeys:
    try:
        provided: MasterKeys = import_string(path)()
    except ImportError:
        raise KeydeskError(say(_NO_PROVIDER, path=path)) from None
    return provided


def _drop_cache(**_: object) -> None:
    keyring.cache_clear()


setting_changed.connect(_drop_cache, dispatch_uid="credentials.sealing.master_keys")
