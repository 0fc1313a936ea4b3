"""What an answer means: its content, or the error that says why there is none (api 2.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from credentials.core import (
    ApiError,
    RateLimited,
    Sentence,
    Unavailable,
    Unreadable,
    coded,
    entry_of_class,
    gettext_noop,
    say,
)
from credentials.ovhcloud.client import codec, retry_after
from credentials.ovhcloud.client.api_errors import refused
from credentials.ovhcloud.client.call import Call
from credentials.ovhcloud.client.scrub import Scrubber
from credentials.ovhcloud.client.transport_errors import AFTER_THAT, LOOK_BEFORE_REPEATING
from credentials.ovhcloud.client.wire import Reply

_ANSWER_INCOMPLETE = coded(
    "api.answer-incomplete",
    gettext_noop("OVHcloud's answer to %(call)s lacks what it should hold."),
)
_CALL_RATE_LIMITED = coded(
    "api.call-rate-limited",
    gettext_noop("OVHcloud asks to wait %(seconds)d s before %(call)s."),
)
_CALL_UNAVAILABLE = coded(
    "api.call-unavailable",
    gettext_noop("OVHcloud has a fault of its own: it answered %(call)s with status %(status)d."),
)
_ANSWER_REDIRECTS = coded(
    "api.answer-redirects",
    gettext_noop(
        "OVHcloud redirects %(call)s elsewhere (status %(status)d), which is never followed."
    ),
)
_ANSWER_EMPTY = coded(
    "api.answer-empty", gettext_noop("OVHcloud's answer to %(call)s is empty (status %(status)d).")
)
_ANSWER_IS_WEB_PAGE = coded(
    "api.answer-is-web-page",
    gettext_noop(
        "A web page came back for %(call)s instead of the API's answer (status %(status)d)."
    ),
)
_ANSWER_STRANGE = coded(
    "api.answer-strange",
    gettext_noop(
        "The answer to %(call)s is not one that OVHcloud's API gives (status %(status)d)."
    ),
)


@dataclass(frozen=True, slots=True)
class ResponseInterpreter:
    """Reads the answers to one identity, whose secrets are kept out of every error."""

    scrubber: Scrubber = field(repr=False)

    def content(self, reply: Reply, call: Call) -> object:
        """The JSON value of a success. Raises the ``ApiError`` that fits anything else."""
        if not 200 <= reply.status < 300:
            raise self.error(reply, call)
        if not reply.body and (call.is_void or reply.status == 204):
            return None
        return self._decoded(reply, call)

    def error(self, reply: Reply, call: Call) -> ApiError:
        """The error for an answer that is no success."""
        status = reply.status
        if status == 429:
            return self._slow_down(reply, call)
        if status == 408 or 500 <= status < 600:
            return self._at_fault(reply, call)
        if 400 <= status < 500:
            body = _api_error(reply.body)
            if body is not None:
                query_id = self.scrubber.query_id(reply.headers)
                return refused(body, call, status=status, query_id=query_id, scrub=self.scrubber)
        return self._unreadable(reply, call, _format_problem(reply, call))

    def said(self, reply: Reply) -> object:
        """What an answer that is no success says, for the person who asked; None for no JSON."""
        try:
            return self.scrubber.shown(codec.decode(reply.body))
        except ValueError:
            return None

    def inner_error(self, reply: Reply, call: Call, body: Mapping[str, object]) -> ApiError:
        """The error within a success (an element of a batch); its status is in its body."""
        query_id = self.scrubber.query_id(reply.headers)
        status = _status_in_body(body)
        return refused(body, call, status=status, query_id=query_id, scrub=self.scrubber)

    def wrong_shape(self, reply: Reply, call: Call) -> Unreadable:
        """The error for JSON that is not what the route answers."""
        template = _ANSWER_INCOMPLETE
        return self._unreadable(reply, call, say(template, call=str(call)))

    def _decoded(self, reply: Reply, call: Call) -> object:
        try:
            return codec.decode(reply.body)
        except ValueError:
            raise self._unreadable(reply, call, _format_problem(reply, call)) from None

    def _slow_down(self, reply: Reply, call: Call) -> RateLimited:
        wait = _wait(reply)
        sentence = None
        if wait:
            template = _CALL_RATE_LIMITED
            sentence = say(template, seconds=wait, call=str(call))
        return RateLimited(
            sentence,
            next_step=AFTER_THAT if wait else None,
            status=reply.status,
            query_id=self.scrubber.query_id(reply.headers),
            retry_after=wait,
            **call.name,
        )

    def _at_fault(self, reply: Reply, call: Call) -> Unavailable:
        template = _CALL_UNAVAILABLE
        is_write = call.is_write
        return Unavailable(
            say(template, call=str(call), status=reply.status),
            next_step=LOOK_BEFORE_REPEATING if is_write else None,
            status=reply.status,
            query_id=self.scrubber.query_id(reply.headers),
            retry_after=_wait(reply),
            is_outcome_unknown=is_write,
            **call.name,
        )

    def _unreadable(self, reply: Reply, call: Call, sentence: Sentence) -> Unreadable:
        is_unknown = call.is_write and 200 <= reply.status < 300
        return Unreadable(
            sentence,
            next_step=LOOK_BEFORE_REPEATING if is_unknown else None,
            status=reply.status,
            query_id=self.scrubber.query_id(reply.headers),
            is_outcome_unknown=is_unknown,
            **call.name,
        )


def _api_error(body: bytes) -> dict[str, object] | None:
    """The body of an error of the API; a proxy's page or a stray JSON value is none."""
    try:
        content = codec.decode(body)
    except ValueError:
        return None
    if not isinstance(content, dict):
        return None
    names = ("message", "class", "errorCode", "httpCode")
    return content if any(isinstance(content.get(name), str) for name in names) else None


def _status_in_body(body: Mapping[str, object]) -> int:
    """The status an error body names, in either shape (api 2.5); 0 when it names none we know."""
    status = f"{body.get('httpCode') or ''}"[:3]
    if status.isascii() and status.isdigit():
        return int(status)
    entry = entry_of_class(f"{body.get('class') or ''}")
    return entry.status if entry else 0


def _format_problem(reply: Reply, call: Call) -> Sentence:
    """Why an answer cannot be read, by its status and first bytes."""
    return say(_format_problem_template(reply), call=str(call), status=reply.status)


def _format_problem_template(reply: Reply) -> str:
    if 300 <= reply.status < 400:
        return _ANSWER_REDIRECTS
    if not reply.body.strip():
        return _ANSWER_EMPTY
    if reply.body.lstrip()[:1] == b"<":
        return _ANSWER_IS_WEB_PAGE
    return _ANSWER_STRANGE


def _wait(reply: Reply) -> float:
    return retry_after.parse(reply.headers.get("Retry-After") or "", now=datetime.now(UTC))
