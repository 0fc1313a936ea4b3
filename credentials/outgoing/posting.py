"""A POST to another program: one request, no redirect, a few seconds, an answer that is not read.

What is said of a failure is the status or the kind of fault, never what the receiver said.
"""

from __future__ import annotations

import http.client
import socket
from collections.abc import Mapping
from typing import Final

from credentials.core import coded, gettext_noop, say
from credentials.outgoing import connecting
from credentials.outgoing.hosts import Target
from credentials.outgoing.undelivered import Undelivered, unreached

_ANSWERED: Final = coded("webhook.answered", gettext_noop("It answered with %(status)s."))
_REDIRECTED: Final = coded(
    "webhook.redirected", gettext_noop("It answered with %(status)s; redirects are not followed.")
)


def post(target: Target, body: bytes, headers: Mapping[str, str], *, authorities: str = "") -> None:
    """Send it; raises ``Undelivered`` unless the answer is 2xx.

    All of it takes a few seconds at most: a receiver that drips is cut off.
    """
    try:
        with (
            connecting.connected(target, authorities=authorities) as sock,
            connecting.cut_off_after(sock),
        ):
            status = _asked(sock, target, body, headers)
    except (OSError, http.client.HTTPException) as error:
        raise unreached(error) from None
    if 300 <= status < 400:
        raise Undelivered(say(_REDIRECTED, status=status))
    if not 200 <= status < 300:
        raise Undelivered(say(_ANSWERED, status=status))


def _asked(sock: socket.socket, target: Target, body: bytes, headers: Mapping[str, str]) -> int:
    connection = http.client.HTTPConnection(target.host, target.port, timeout=connecting.TIMEOUT)
    connection.sock = sock
    given = {"Host": target.host_header, "User-Agent": "Keydesk"}
    connection.request("POST", target.path, body, {**given, **headers})
    with connection.getresponse() as answer:
        return answer.status
