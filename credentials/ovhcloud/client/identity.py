"""Who calls: the keys of an application, or a service account; and how each signs a request."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from requests import PreparedRequest
from requests.auth import AuthBase

from credentials.core import (
    ApiError,
    ClockOff,
    NotSignedIn,
    SecretFormatError,
    coded,
    gettext_noop,
    say,
)
from credentials.ovhcloud.client.call import Access, Call
from credentials.ovhcloud.client.clock import ServerClock
from credentials.signing import sign

_SENDABLE: Final = re.compile(r"[!-~]{0,512}")
_CALL_NEEDS_KEY = coded(
    "api.call-needs-key", gettext_noop("%(call)s needs an application secret and a consumer key.")
)
_KEY_WITH_STRANGE_CHARACTERS = coded(
    "api.key-with-strange-characters",
    gettext_noop("A key or secret has characters that none of OVHcloud's has."),
)
_COPY_KEY_AGAIN = coded(
    "api.copy-key-again", gettext_noop("Copy it again, without spaces or line breaks.")
)


@dataclass(frozen=True, slots=True)
class CallContext:
    """A call under way: from ``since`` to ``until`` (monotonic); ``ask_time`` asks OVHcloud's."""

    since: float
    until: float
    ask_time: Callable[[], int]


class Identity(Protocol):
    """What the client needs to know of whoever it calls for."""

    def name(self) -> str:
        """Identifies the caller, whose pace it keys. Secret."""

    def secrets(self) -> tuple[str, ...]:
        """What must never be seen in an error."""

    def authorise(self, call: Call, context: CallContext) -> AuthBase:
        """What signs the request once its URL and body are final. May raise ``ApiError``."""

    def recover(self, error: ApiError, context: CallContext) -> bool:
        """Mend what made OVHcloud refuse a call, if it can be mended."""


@dataclass(frozen=True, slots=True)
class KeyIdentity:
    """Application key, application secret and consumer key; the last two may be absent."""

    application_key: str = field(repr=False)
    application_secret: str = field(repr=False)
    consumer_key: str = field(repr=False)
    clock: ServerClock = field(repr=False)

    def __post_init__(self) -> None:
        check_sendable(*self.secrets())

    def name(self) -> str:
        return f"{self.application_key} {self.consumer_key}"

    def secrets(self) -> tuple[str, ...]:
        return self.application_key, self.application_secret, self.consumer_key

    def authorise(self, call: Call, context: CallContext) -> AuthBase:
        if call.access is Access.OPEN:
            return Headers({})
        if call.access is Access.APPLICATION:
            return Headers({"X-Ovh-Application": self.application_key})
        if not (self.application_secret and self.consumer_key):
            template = _CALL_NEEDS_KEY
            raise NotSignedIn(say(template, call=str(call)), **call.name)
        return Signature(self, self.clock.timestamp(context.ask_time, until=context.until))

    def recover(self, error: ApiError, context: CallContext) -> bool:
        if isinstance(error, ClockOff):
            self.clock.sync(context.ask_time, since=context.since, until=context.until)
            return True
        return False


@dataclass(frozen=True, slots=True)
class Headers(AuthBase):
    """Adds headers and signs nothing."""

    headers: dict[str, str] = field(repr=False)

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers.update(self.headers)
        return request


@dataclass(frozen=True, slots=True)
class Signature(AuthBase):
    """Signs a prepared request: the URL and the body exactly as they are sent (api 2.1)."""

    identity: KeyIdentity
    timestamp: int

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        body = request.body if isinstance(request.body, (str, bytes)) else b""
        signature = sign(
            application_secret=self.identity.application_secret,
            consumer_key=self.identity.consumer_key,
            method=request.method or "",
            url=request.url or "",
            body=body,
            timestamp=self.timestamp,
        )
        request.headers["X-Ovh-Application"] = self.identity.application_key
        request.headers["X-Ovh-Consumer"] = self.identity.consumer_key
        request.headers["X-Ovh-Timestamp"] = str(self.timestamp)
        request.headers["X-Ovh-Signature"] = signature
        return request


def check_sendable(*keys: str) -> None:
    """Keys travel in headers: what cannot stand there is none. Raises ``SecretFormatError``."""
    if not all(_SENDABLE.fullmatch(key) for key in keys):
        raise SecretFormatError(
            say(_KEY_WITH_STRANGE_CHARACTERS),
            next_step=say(_COPY_KEY_AGAIN),
        )
