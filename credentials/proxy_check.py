"""How a request by the public address arrives here, asked by somebody who may know.

The health answer tells what it saw of a request to whoever knows the secret key, for a minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import requests
from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner

from credentials.core import KeydeskError, gettext_noop, say

HEADER: Final = "X-Keydesk-Check"
_SALT: Final = "keydesk.check_proxy"
_QUESTION: Final = "what did you see"
_SECONDS: Final = 60
_TIMEOUT: Final = 10


class ProxyCheckError(KeydeskError):
    """Keydesk was not reached by its public address."""


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """``origin`` is scheme and host as they arrived; ``address`` is the client's."""

    origin: str
    address: str

    @property
    def is_right(self) -> bool:
        return self.origin == settings.PUBLIC_ORIGIN


def is_genuine(question: str) -> bool:
    """Whether a header was made by ``ask``, a minute ago at the most."""
    try:
        return TimestampSigner(salt=_SALT).unsign(question, max_age=_SECONDS) == _QUESTION
    except BadSignature:
        return False


def ask() -> ReceivedRequest:
    """Ask by the public address; raises ``ProxyCheckError``."""
    url = f"{settings.PUBLIC_URL}/healthz"
    headers = {HEADER: TimestampSigner(salt=_SALT).sign(_QUESTION)}
    try:
        answer = requests.get(url, headers=headers, timeout=_TIMEOUT, allow_redirects=False)
        seen: dict[str, Any] = answer.json()["seen"]
        return ReceivedRequest(str(seen["origin"]), str(seen["address"]))
    except (requests.JSONDecodeError, KeyError, TypeError):
        raise _failed(gettext_noop("%(url)s is not this Keydesk."), url) from None
    except requests.RequestException as error:
        raise _failed(gettext_noop("%(url)s: %(error)s."), url, type(error).__name__) from None


def _failed(template: str, url: str, error: str = "") -> ProxyCheckError:
    return ProxyCheckError(say(template, url=url, error=error))
