"""Makes calls for one identity: paced, signed, judged, and repeated where that is safe."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeVar

from credentials.client.call import Access, Call
from credentials.client.errand import Errand
from credentials.client.exchange import Exchange
from credentials.client.fields import WrongShape, whole_seconds
from credentials.client.identity import Identity, Turn
from credentials.client.limits import Limits
from credentials.client.pacing import Overdue, pacer_for
from credentials.client.retrying import wait_before_retry
from credentials.client.scrub import Scrubber
from credentials.client.verdict import Judge
from credentials.client.wire import Reply, Wire
from credentials.endpoints import Endpoint
from credentials.enums import Method
from credentials.errors import ApiError, RateLimited
from credentials.sentences import gettext_noop, say

_T = TypeVar("_T")
_TIME: Final = Call(Method.GET, "/auth/time", access=Access.OPEN)


@dataclass(frozen=True, slots=True)
class Answer:
    """A success: the JSON value (it may hold a secret) and the headers."""

    value: object = field(repr=False)
    reply: Reply

    @property
    def headers(self) -> Mapping[str, str]:
        return self.reply.headers


class Caller:
    """One identity at one endpoint. Safe to use from several threads."""

    def __init__(self, endpoint: Endpoint, identity: Identity, limits: Limits) -> None:
        scrubber = Scrubber(identity.secrets)
        self.endpoint = endpoint
        self.limits = limits
        self._identity = identity
        self._wire = Wire(limits)
        self._exchange = Exchange(self._wire, limits, scrubber)
        self._judge = Judge(scrubber)
        self._pacer = pacer_for(endpoint.name, identity.name(), limits=limits)

    def ask(self, call: Call, errand: Errand | None = None) -> Answer:
        """The answer to ``call``, within the errand's time. Raises ``ApiError``."""
        errand = errand or Errand(self.limits.deadline)
        tries = 0
        while True:
            try:
                return self._recovering(call, errand)
            except ApiError as error:
                tries += 1
                self._rest(error, call, errand=errand, tries=tries)

    def read(self, call: Call, shape: Callable[[object], _T], errand: Errand | None = None) -> _T:
        """The answer as ``shape`` reads it. Raises ``ApiError``, ``Unreadable`` for another one."""
        answer = self.ask(call, errand)
        return self.shaped(answer, call, shape)

    def shaped(self, answer: Answer, call: Call, shape: Callable[[object], _T]) -> _T:
        """An answer, read. Raises ``Unreadable`` when it is not what the route answers."""
        try:
            return shape(answer.value)
        except WrongShape:
            raise self._judge.wrong_shape(answer.reply, call) from None

    def error_of(self, answer: Answer, call: Call, body: Mapping[str, object]) -> ApiError:
        """The error told of within a successful answer (an element of a batch)."""
        return self._judge.inner_error(answer.reply, call, body)

    def server_time(self, errand: Errand | None = None) -> int:
        """The endpoint's clock, in seconds since the epoch."""
        return self.read(_TIME, whole_seconds, errand)

    def close(self) -> None:
        """Close the idle connections."""
        self._wire.close()

    def _recovering(self, call: Call, errand: Errand) -> Answer:
        """One attempt, and a second one after a refused clock or token that could be mended."""
        turn = Turn(time.monotonic(), errand.until, ask_time=partial(self.server_time, errand))
        try:
            return self._attempt(call, errand, turn)
        except ApiError as error:
            is_signed = call.access is Access.SIGNED
            if not (is_signed and self._identity.recover(error, turn)):
                raise
        return self._attempt(call, errand, turn)

    def _attempt(self, call: Call, errand: Errand, turn: Turn) -> Answer:
        errand.check()
        if call.access is not Access.OPEN:
            self._take_turn(call, errand)
        auth = self._identity.authorise(call, turn)
        url = call.address(self.endpoint)
        reply = self._exchange.once(call, url, auth=auth, until=errand.until)
        return Answer(self._judge.content(reply, call), reply)

    def _take_turn(self, call: Call, errand: Errand) -> None:
        try:
            self._pacer.take(errand)
        except Overdue as overdue:
            template = gettext_noop(
                "Calls with this key are spaced out; %(call)s may go in %(seconds)d seconds."
            )
            sentence = say(template, call=str(call), seconds=overdue.seconds + 1)
            wait = overdue.seconds
            raise RateLimited(sentence, retry_after=wait, **call.name) from None

    def _rest(self, error: ApiError, call: Call, *, errand: Errand, tries: int) -> None:
        """Wait for the next attempt, or raise ``error`` when there is to be none."""
        is_told = isinstance(error, RateLimited) and error.status != 0
        if is_told:
            self._pacer.hold(min(error.retry_after, self.limits.retry_after_ceiling))
        wait = wait_before_retry(error, call, errand=errand, tries=tries, limits=self.limits)
        if wait is None:
            raise error
        errand.pause(wait)
