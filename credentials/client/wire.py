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

from credentials.client.limits import Limits
from credentials.client.sockets import PunctualAdapter, deadline

_CHUNK: Final = 64 * 1024
_HOSTS: Final = 4


class Loss(Enum):
    """How an answer was lost."""

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
    {Loss.NOT_CONNECTED, Loss.CERTIFICATE, Loss.NO_CONNECTION_IN_TIME, Loss.NO_FREE_CONNECTION}
)


class NoReply(Exception):
    """No answer to judge. Holds the kind of loss alone, never the request."""

    def __init__(self, loss: Loss) -> None:
        super().__init__(loss.name)
        self.loss = loss


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
        self._adapter: HTTPAdapter = PunctualAdapter(
            pool_connections=_HOSTS, pool_maxsize=limits.workers, pool_block=True
        )

    def send(self, request: PreparedRequest, *, until: float) -> Reply:
        """Send once and read the answer by ``until`` (monotonic). Raises ``NoReply`` alone."""
        if not self._slots.acquire(timeout=max(until - time.monotonic(), 0)):
            raise NoReply(Loss.NO_FREE_CONNECTION)
        try:
            outcome = self._try(request, until)
        finally:
            self._slots.release()
        if isinstance(outcome, Loss):
            # Raised out here, so that no context leads to the stack's own exceptions: they hold
            # the request with its headers.
            raise NoReply(outcome)
        return outcome

    def close(self) -> None:
        self._adapter.close()

    def _try(self, request: PreparedRequest, until: float) -> Reply | Loss:
        left = until - time.monotonic()
        try:
            return self._exchange(request, until, left) if left > 0 else Loss.NO_FREE_CONNECTION
        except _FAILURES as error:
            return _loss(error)

    def _exchange(self, request: PreparedRequest, until: float, left: float) -> Reply | Loss:
        with deadline(until):
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
        if isinstance(body, Loss):
            return body
        return Reply(response.status_code, response.headers, body)


def _read(response: Response, most: int) -> bytes | Loss:
    """The whole body; read in pieces as they come, so that the deadline is looked at."""
    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        return Loss.ENCODED
    parts: list[bytes] = []
    size = 0
    while part := response.raw.read1(_CHUNK, decode_content=False):
        parts.append(part)
        size += len(part)
        if size > most:
            return Loss.TOO_LARGE
    return b"".join(parts)


def _loss(error: Exception) -> Loss:
    cause = _innermost(error)
    for kinds, loss in _LOSSES:
        if isinstance(error, kinds) or isinstance(cause, kinds):
            return loss
    return Loss.NOT_HTTP if isinstance(error, ValueError) else Loss.BROKEN


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


_LOSSES: Final[tuple[tuple[tuple[type[Exception], ...], Loss], ...]] = (
    ((ssl.SSLCertVerificationError,), Loss.CERTIFICATE),
    ((wire_errors.NewConnectionError, wire_errors.NameResolutionError), Loss.NOT_CONNECTED),
    ((http_errors.ConnectTimeout, wire_errors.ConnectTimeoutError), Loss.NO_CONNECTION_IN_TIME),
    (
        (http_errors.ReadTimeout, wire_errors.ReadTimeoutError, TimeoutError),
        Loss.NO_ANSWER_IN_TIME,
    ),
    ((wire_errors.IncompleteRead, http.client.IncompleteRead), Loss.CUT_SHORT),
    ((http.client.RemoteDisconnected, ConnectionError), Loss.BROKEN),
    ((http.client.HTTPException,), Loss.NOT_HTTP),
)
#: What the network stack may raise for whatever a server does.
_FAILURES: Final = (
    http_errors.RequestException,
    wire_errors.HTTPError,
    http.client.HTTPException,
    OSError,
    ValueError,
)
