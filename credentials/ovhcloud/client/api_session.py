"""Calls for one identity at one endpoint: paced, signed, interpreted, repeated where it is safe."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Lock
from typing import Final, TypeVar

from credentials.core import ApiError, Method, RateLimited, coded, gettext_noop, say
from credentials.ovhcloud.client.call import Access, Call
from credentials.ovhcloud.client.deadline import Deadline
from credentials.ovhcloud.client.fields import WrongShape, whole_seconds
from credentials.ovhcloud.client.identity import CallContext, Identity
from credentials.ovhcloud.client.interpretation import ResponseInterpreter
from credentials.ovhcloud.client.limits import Limits
from credentials.ovhcloud.client.pacing import PastDeadline, pacer_for
from credentials.ovhcloud.client.retrying import wait_before_retry
from credentials.ovhcloud.client.scrub import Scrubber
from credentials.ovhcloud.client.transport import Transport
from credentials.ovhcloud.client.transport_errors import AFTER_THAT
from credentials.ovhcloud.client.wire import Reply, Wire
from credentials.ovhcloud.endpoints import Endpoint

_T = TypeVar("_T")
_TIME: Final = Call(Method.GET, "/auth/time", access=Access.OPEN)
_CALL_SPACED_OUT = coded(
    "api.call-spaced-out",
    gettext_noop("Calls with this key are spaced out; %(call)s may go in %(seconds)d s."),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A success: the JSON value (it may hold a secret) and the headers."""

    value: object = field(repr=False)
    reply: Reply

    @property
    def headers(self) -> Mapping[str, str]:
        return self.reply.headers


@dataclass(frozen=True, slots=True)
class Traffic:
    """``calls`` that were sent, and ``wait``: the seconds before the next one goes."""

    calls: int
    wait: float


class ApiSession:
    """Connections, pace and retries for one identity at one endpoint; threads may share it."""

    def __init__(self, endpoint: Endpoint, identity: Identity, limits: Limits) -> None:
        scrubber = Scrubber(identity.secrets)
        self.endpoint = endpoint
        self.limits = limits
        self._identity = identity
        self._wire = Wire(limits)
        self._transport = Transport(self._wire, limits, scrubber)
        self._interpreter = ResponseInterpreter(scrubber)
        pace = limits if endpoint.is_paced else replace(limits, rate=0)
        self._pacer = pacer_for(endpoint.name, identity.name(), limits=pace)
        self._calls, self._lock = 0, Lock()

    def ask(self, call: Call, deadline: Deadline | None = None) -> Answer:
        """The answer to ``call``, within the deadline. Raises ``ApiError``."""
        deadline = deadline or Deadline(self.limits.deadline)
        tries = 0
        while True:
            try:
                return self._with_recovery(call, deadline)
            except ApiError as error:
                tries += 1
                self._wait_or_raise(error, call, deadline=deadline, tries=tries)

    def read(
        self, call: Call, shape: Callable[[object], _T], deadline: Deadline | None = None
    ) -> _T:
        """The answer as ``shape`` reads it. Raises ``ApiError``, ``Unreadable`` for another one."""
        answer = self.ask(call, deadline)
        return self.shaped(answer, call, shape)

    def shaped(self, answer: Answer, call: Call, shape: Callable[[object], _T]) -> _T:
        """An answer, read. Raises ``Unreadable`` when it is not what the route answers."""
        try:
            return shape(answer.value)
        except WrongShape:
            raise self._interpreter.wrong_shape(answer.reply, call) from None

    def error_of(self, answer: Answer, call: Call, body: Mapping[str, object]) -> ApiError:
        """The error within a successful answer (an element of a batch)."""
        return self._interpreter.inner_error(answer.reply, call, body)

    def traffic(self) -> Traffic:
        """The calls made so far, and how long the next one waits for its turn."""
        return Traffic(self._calls, self._pacer.wait())

    def server_time(self, deadline: Deadline | None = None) -> int:
        """The endpoint's clock, in seconds since the epoch."""
        return self.read(_TIME, whole_seconds, deadline)

    def close(self) -> None:
        """Close the idle connections."""
        self._wire.close()

    def _with_recovery(self, call: Call, deadline: Deadline) -> Answer:
        """One attempt, and a second one after a refused clock or token that could be mended."""
        context = CallContext(
            time.monotonic(), deadline.until, ask_time=partial(self.server_time, deadline)
        )
        try:
            return self._attempt(call, deadline, context)
        except ApiError as error:
            is_signed = call.access is Access.SIGNED
            if not (is_signed and self._identity.recover(error, context)):
                raise
        return self._attempt(call, deadline, context)

    def _attempt(self, call: Call, deadline: Deadline, context: CallContext) -> Answer:
        deadline.check()
        if call.access is not Access.OPEN:
            self._wait_for_pace(call, deadline)
        with self._lock:
            self._calls += 1
        auth = self._identity.authorise(call, context)
        url = call.address(self.endpoint)
        reply = self._transport.send(call, url, auth=auth, until=deadline.until)
        try:
            return Answer(self._interpreter.content(reply, call), reply)
        except ApiError:
            if call.hears_refusal:
                call.hears_refusal(self._interpreter.said(reply))
            raise

    def _wait_for_pace(self, call: Call, deadline: Deadline) -> None:
        try:
            self._pacer.take(deadline)
        except PastDeadline as error:
            template = _CALL_SPACED_OUT
            sentence = say(template, call=str(call), seconds=error.seconds + 1)
            wait = error.seconds
            raise RateLimited(
                sentence, next_step=AFTER_THAT, retry_after=wait, **call.name
            ) from None

    def _wait_or_raise(
        self, error: ApiError, call: Call, *, deadline: Deadline, tries: int
    ) -> None:
        """Wait for the next attempt, or raise ``error`` when there is to be none."""
        is_asked_to_wait = isinstance(error, RateLimited) and error.status != 0
        if is_asked_to_wait:
            self._pacer.block(min(error.retry_after, self.limits.retry_after_ceiling))
        wait = wait_before_retry(error, call, deadline=deadline, tries=tries, limits=self.limits)
        if wait is None:
            raise error
        deadline.pause(wait)
