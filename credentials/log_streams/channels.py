"""Sending some entries to the receiver of a stream, and knowing that it took them.

A webhook says so by its status. Syslog and GELF have no answer: the end of the connection is one.
Keydesk ends it by TLS (``close_notify``), which the receiver answers once it has read all that
came before; a connection that ends in any other way took nothing.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from credentials import outgoing
from credentials.core import (
    KeydeskError,
    LogStreamKind,
    NotAllowedError,
    coded,
    gettext_noop,
    say,
)
from credentials.log_streams import hosts, lines, sealed_parts
from credentials.models import LogStream
from credentials.outgoing import Target, Undelivered
from credentials.public_address import public_address

_NO_SECRET: Final = coded("log-stream.no-secret", gettext_noop("Its address does not open."))
_NOT_ANSWERED: Final = coded(
    "log-stream.not-answered",
    gettext_noop(
        "It ended the connection without saying that it read all (%(cause)s). rsyslog says so with "
        "its driver ossl, and not with gtls."
    ),
)

_Rows = Sequence[dict[str, Any]]


@sensitive_variables("address", "secret", "frames")
def send(stream: LogStream, rows: _Rows) -> None:
    """Send entries, by number; raises ``Undelivered`` unless the receiver took them all."""
    kind = LogStreamKind(stream.kind)
    try:
        address, secret = sealed_parts.opened(stream)
        target = hosts.resolve(hosts.parse(kind, address.expose()))
    except NotAllowedError as error:
        raise Undelivered(error.sentence) from None
    except KeydeskError:
        raise Undelivered(say(_NO_SECRET)) from None
    own_host = urlsplit(public_address("/")).hostname or "-"
    match kind:
        case LogStreamKind.WEBHOOK:
            _post(stream, target, rows, secret=secret.expose())
        case LogStreamKind.SYSLOG:
            frames = b"".join(lines.syslog_frame(row, host=own_host) for row in rows)
            _send_by_tls(target, frames)
        case LogStreamKind.GELF:
            token = secret.expose()
            frames = b"".join(lines.gelf_frame(row, host=own_host, token=token) for row in rows)
            _send_by_tls(target, frames)


@sensitive_variables("secret")
def _post(stream: LogStream, target: Target, rows: _Rows, *, secret: str) -> None:
    """One body of lines, signed in the Standard Webhooks form."""
    body = b"".join(lines.json_line(row) + b"\n" for row in rows)
    headers = outgoing.signed_headers(
        secret,
        message_id=f"log_{stream.pk.hex}_{rows[0]['seq']}_{rows[-1]['seq']}",
        timestamp=int(time.time()),
        body=body,
    )
    given = {"Content-Type": "application/x-ndjson", **headers}
    outgoing.post(target, body, given, authorities=settings.KEYDESK_LOG_STREAM_CA)


@sensitive_variables("frames")
def _send_by_tls(target: Target, frames: bytes) -> None:
    try:
        sock = outgoing.connected(target, authorities=settings.KEYDESK_LOG_STREAM_CA)
    except OSError as error:
        raise outgoing.unreached(error) from None
    try:
        with sock, outgoing.cut_off_after(sock):
            sock.sendall(frames)
            if not isinstance(sock, ssl.SSLSocket):
                raise TypeError("a stream goes by TLS")
            sock.unwrap()
    except OSError as error:
        raise Undelivered(say(_NOT_ANSWERED, cause=type(error).__name__)) from None
