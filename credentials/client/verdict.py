"""What an answer means: its content, or the error that says why there is none (api 2.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from credentials.client import codec, retry_after
from credentials.client.call import Call
from credentials.client.refusals import refused
from credentials.client.scrub import Scrubber
from credentials.client.wire import Reply
from credentials.enums import Method
from credentials.errors import ApiError, RateLimited, Unavailable, Unreadable
from credentials.sentences import Sentence, gettext_noop, say

_LOOK: Final = say(gettext_noop("It may have been done all the same: look before you repeat it."))


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the answers to one caller, whose secrets are kept out of every error."""

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
        return self._unreadable(reply, call, _strange(reply, call))

    def inner_error(self, reply: Reply, call: Call, body: Mapping[str, object]) -> ApiError:
        """The error told of within a success (an element of a batch); its status is in its body."""
        query_id = self.scrubber.query_id(reply.headers)
        status = _told_status(body)
        return refused(body, call, status=status, query_id=query_id, scrub=self.scrubber)

    def wrong_shape(self, reply: Reply, call: Call) -> Unreadable:
        """The error for JSON that is not what the route answers."""
        template = gettext_noop("OVHcloud's answer to %(call)s lacks what it should hold.")
        return self._unreadable(reply, call, say(template, call=str(call)))

    def _decoded(self, reply: Reply, call: Call) -> object:
        try:
            return codec.decode(reply.body)
        except ValueError:
            raise self._unreadable(reply, call, _strange(reply, call)) from None

    def _slow_down(self, reply: Reply, call: Call) -> RateLimited:
        wait = _wait(reply)
        sentence = None
        if wait:
            template = gettext_noop("OVHcloud asks to wait %(seconds)d seconds before %(call)s.")
            sentence = say(template, seconds=wait, call=str(call))
        return RateLimited(
            sentence,
            status=reply.status,
            query_id=self.scrubber.query_id(reply.headers),
            retry_after=wait,
            **call.name,
        )

    def _at_fault(self, reply: Reply, call: Call) -> Unavailable:
        template = gettext_noop(
            "OVHcloud has a fault of its own: it answered %(call)s with status %(status)d."
        )
        is_write = call.method != Method.GET
        return Unavailable(
            say(template, call=str(call), status=reply.status),
            next_step=_LOOK if is_write else None,
            status=reply.status,
            query_id=self.scrubber.query_id(reply.headers),
            retry_after=_wait(reply),
            is_outcome_unknown=is_write,
            **call.name,
        )

    def _unreadable(self, reply: Reply, call: Call, sentence: Sentence) -> Unreadable:
        is_unknown = call.method != Method.GET and 200 <= reply.status < 300
        return Unreadable(
            sentence,
            next_step=_LOOK if is_unknown else None,
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


def _told_status(body: Mapping[str, object]) -> int:
    """The status an error body names, in either shape (api 2.5); 0 when it names none we know."""
    told = f"{body.get('httpCode') or ''}"[:3]
    if told.isascii() and told.isdigit():
        return int(told)
    return 404 if f"{body.get('class') or ''}".startswith("Client::NotFound") else 0


def _strange(reply: Reply, call: Call) -> Sentence:
    """Why an answer cannot be read, as far as its outside tells."""
    return say(_strangeness(reply), call=str(call), status=reply.status)


def _strangeness(reply: Reply) -> str:
    if 300 <= reply.status < 400:
        return gettext_noop(
            "OVHcloud redirects %(call)s elsewhere (status %(status)d), which is never followed."
        )
    if not reply.body.strip():
        return gettext_noop("OVHcloud's answer to %(call)s is empty (status %(status)d).")
    if reply.body.lstrip()[:1] == b"<":
        return gettext_noop(
            "A web page came back for %(call)s instead of the API's answer (status %(status)d)."
        )
    return gettext_noop(
        "The answer to %(call)s is not one that OVHcloud's API gives (status %(status)d)."
    )


def _wait(reply: Reply) -> float:
    return retry_after.parse(reply.headers.get("Retry-After") or "", now=datetime.now(UTC))
