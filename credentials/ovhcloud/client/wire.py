"""Bytes to OVHcloud and back: bounded in size and time, following nothing, trusting nothing."""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from threading import BoundedSemaphore
from typing import Any, Final

from requests import PreparedRequest, Response
from requests import exceptions as http_errors
from requests.adapters import HTTPAdapter
from urllib3 import exceptions as wire_errors

from credentials.ovhcloud.client.limits import Limits
from credentials.ovhcloud.client.sockets import DeadlineAdapter, socket_deadline

_CHUNK: Final = 64 * 1024
_HOSTS: Final = 4


class TransportFailure(Enum):
    """Why no answer came."""

    NOT_CONNECTED = auto()
    CERTIFICATE = auto()
    NO_CONNECTION_IN_TIME = auto()
    NO_FREE_CONNECTION = auto()
    NO_ANSWER_IN_TIME = auto()
    BROKEN = auto()
    CUT_SHORT = auto()
    TOO_LARGE = auto()
    ENCODED = auto()
    NOT_HTTP = auto()


#: What cannot have reached OVHcloud.
NEVER_SENT: Final = frozenset(
    {
        TransportFailure.NOT_CONNECTED,
        TransportFailure.CERTIFICATE,
        TransportFailure.NO_CONNECTION_IN_TIME,
        TransportFailure.NO_FREE_CONNECTION,
    }
)


class NoReply(Exception):
    """No answer came. Holds the kind of failure alone, never the request."""

    def __init__(self, failure: TransportFailure) -> None:
        super().__init__(failure.name)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came; ``body`` may hold anything and stays out of ``repr``."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Wire:
    """Connections kept open and shared by the threads of one client.

    The adapter is used without a ``requests.Session``: a session reads the whole body of a
    redirect before anyone can object, keeps cookies, and reads the environment.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._slots = BoundedSemaphore(limits.workers)
        self._adapter: HTTPAdapter = DeadlineAdapter(
            pool_connections=_HOSTS, pool_maxsize=limits.workers, pool_block=True
        )

    def send(self, request: PreparedRequest, *, until: float) -> Reply:
        """Send once and read the answer by ``until`` (monotonic). Raises ``NoReply`` alone."""
        if not self._slots.acquire(timeout=max(until - time.monotonic(), 0)):
            raise NoReply(TransportFailure.NO_FREE_CONNECTION)
        try:
            outcome = self._try(request, until)
        finally:
            self._slots.release()
        if isinstance(outcome, TransportFailure):
            # Raised out here, so that no context leads to the stack's own exceptions: they hold
            # the request with its headers.
            raise NoReply(outcome)
        return outcome

    def close(self) -> None:
        self._adapter.close()

    def _try(self, request: PreparedRequest, until: float) -> Reply | TransportFailure:
        remaining = until - time.monotonic()
        try:
            return (
                self._send(request, until, remaining)
                if remaining > 0
                else TransportFailure.NO_FREE_CONNECTION
            )
        except _EXCEPTIONS as error:
            return _transport_failure(error)

    def _send(
        self, request: PreparedRequest, until: float, left: float
    ) -> Reply | TransportFailure:
        with socket_deadline(until):
            response = self._adapter.send(
                request,
                stream=True,
                timeout=(
                    min(self._limits.connect_timeout, left),
                    min(self._limits.read_timeout, left),
                ),
                verify=self._limits.ca_bundle or True,
            )
        try:
            body = _read(response, self._limits.max_body)
        finally:
            # Closes what was not read to its end; a connection read to its end is in the pool.
            response.raw.close()
        if isinstance(body, TransportFailure):
            return body
        return Reply(response.status_code, response.headers, body)


def _read(response: Response, most: int) -> bytes | TransportFailure:
    """The whole body; read in pieces as they come, so that the deadline is looked at."""
    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        return TransportFailure.ENCODED
    parts: list[bytes] = []
    size = 0
    while part := response.raw.read1(_CHUNK, decode_content=False):
        parts.append(part)
        size += len(part)
        if size > most:
            return TransportFailure.TOO_LARGE
    return b"".join(parts)


def _transport_failure(error: Exception) -> TransportFailure:
    cause = _innermost(error)
    for kinds, failure in _FAILURE_OF_EXCEPTION:
        if isinstance(error, kinds) or isinstance(cause, kinds):
            return failure
    return TransportFailure.NOT_HTTP if isinstance(error, ValueError) else TransportFailure.BROKEN


def _innermost(error: Any) -> Any:
    """What ``requests`` and ``urllib3`` wrapped: the reason, or the last exception argument."""
    for _ in range(4):
        inner = getattr(error, "reason", None)
        if not isinstance(inner, Exception):
            wrapped = [arg for arg in getattr(error, "args", ()) if isinstance(arg, Exception)]
            inner = wrapped[-1] if wrapped else None
        if inner is None:
            break
        error = inner
    return error


_FAILURE_OF_EXCEPTION: Final[tuple[tuple[tuple[type[Exception], ...], TransportFailure], ...]] = (
    ((ssl.SSLCertVerificationError,), TransportFailure.CERTIFICATE),
    (
        (wire_errors.NewConnectionError, wire_errors.NameResolutionError),
        TransportFailure.NOT_CONNECTED,
    ),
    (
        (http_errors.ConnectTimeout, wire_errors.ConnectTimeoutError),
        TransportFailure.NO_CONNECTION_IN_TIME,
    ),
    (
        (http_errors.ReadTimeout, wire_errors.ReadTimeoutError, TimeoutError),
        TransportFailure.NO_ANSWER_IN_TIME,
    ),
    ((wire_errors.IncompleteRead, http.client.IncompleteRead), TransportFailure.CUT_SHORT),
    ((http.client.RemoteDisconnected, ConnectionError), TransportFailure.BROKEN),
    ((http.client.HTTPException,), TransportFailure.NOT_HTTP),
)
#: What the network stack may raise for whatever a server does.
_EXCEPTIONS: Final = (
    http_errors.RequestException,
    wire_errors.HTTPError,
    http.client.HTTPException,
    OSError,
    ValueError,
)
