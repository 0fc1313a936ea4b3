"""One attempt at a call: prepare, sign, send, log. ``interpretation`` reads what comes back."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from requests import PreparedRequest
from requests.auth import AuthBase
from requests.exceptions import RequestException

from credentials.core import BadRequest, coded, gettext_noop, say
from credentials.ovhcloud.client.call import Call
from credentials.ovhcloud.client.limits import Limits
from credentials.ovhcloud.client.scrub import Scrubber
from credentials.ovhcloud.client.transport_errors import transport_error
from credentials.ovhcloud.client.wire import NoReply, Reply, Wire

logger = logging.getLogger("keydesk.client")

_HEADERS: Final = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "User-Agent": "Keydesk",
}
_JSON: Final = {"Content-Type": "application/json"}
_CALL_NOT_SENDABLE = coded("api.call-not-sendable", gettext_noop("%(call)s cannot be sent."))


@dataclass(frozen=True, slots=True)
class Transport:
    """Sends calls over ``wire`` and writes one line about each, without secret or query string."""

    wire: Wire
    limits: Limits
    scrubber: Scrubber = field(repr=False)

    def send(self, call: Call, url: str, *, auth: AuthBase, until: float) -> Reply:
        """The answer to one attempt by ``until`` (monotonic). Raises ``ApiError`` if none came."""
        request = _prepared(call, url, auth)
        began = time.monotonic()
        until = min(until, began + self.limits.deadline)
        try:
            reply = self.wire.send(request, until=until)
        except NoReply as error:
            failure = error.failure
        else:
            self._log(call, str(reply.status), began, self.scrubber.query_id(reply.headers))
            return reply
        self._log(call, failure.name.lower(), began, "-")
        host = urlsplit(url).netloc
        seconds = time.monotonic() - began
        raise transport_error(failure, call, host=host, limits=self.limits, seconds=seconds)

    def _log(self, call: Call, outcome: str, began: float, query_id: str) -> None:
        ms = (time.monotonic() - began) * 1000
        logger.info("%s %s %.0f ms %s", call, outcome, ms, query_id or "-")


def _prepared(call: Call, url: str, auth: AuthBase) -> PreparedRequest:
    request = PreparedRequest()
    headers = {**_HEADERS, **(_JSON if call.body else {}), **call.headers}
    try:
        request.prepare(
            method=call.method.value,
            url=url,
            headers=headers,
            data=call.body or None,
            auth=auth,
        )
    except (RequestException, ValueError):
        sentence = say(_CALL_NOT_SENDABLE, call=str(call))
        raise BadRequest(sentence, **call.name) from None
    return request
