"""A notice to a webhook: one request, no redirect, a few seconds, and an answer that is not read.

What is written of a failure is the status or the kind of fault, never what the receiver said.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Final

from credentials import audit
from credentials.core import (
    KeydeskError,
    NotAllowedError,
    WebhookForm,
    coded,
    gettext_noop,
    say,
)
from credentials.models import Notice
from credentials.notices import webhook_hosts, webhook_secrets
from credentials.notices.payloads import payload
from credentials.notices.undelivered import NotWanted, Undelivered
from credentials.notices.webhook_hosts import Target
from credentials.notices.webhook_signature import signed_headers

#: Seconds for each part of a request, and for all of it.
TIMEOUT: Final = 5.0
LONGEST: Final = 15.0
_REMOVED: Final = coded("webhook.removed", gettext_noop("The webhook was removed."))
_CHANGED: Final = coded(
    "webhook.changed", gettext_noop("The webhook was changed outside Keydesk: it is sent nothing.")
)
_ANSWERED: Final = coded("webhook.answered", gettext_noop("It answered with %(status)s."))
_REDIRECTED: Final = coded(
    "webhook.redirected", gettext_noop("It answered with %(status)s; redirects are not followed.")
)
_UNREACHED: Final = coded("webhook.unreached", gettext_noop("It was not reached (%(cause)s)."))
_NO_SECRET: Final = coded("webhook.no-secret", gettext_noop("Its secret does not open."))


def send(notice: Notice) -> None:
    """Post it; raises ``Undelivered`` and ``NotWanted``."""
    webhook = notice.webhook
    if webhook is None:
        raise NotWanted(say(_REMOVED))
    if not audit.holds_or_logged(webhook):
        raise NotWanted(say(_CHANGED))
    body = payload(notice, WebhookForm(webhook.form))
    try:
        url, secret = webhook_secrets.opened(webhook)
        target = webhook_hosts.resolve(webhook_hosts.parse(url.expose()))
    except NotAllowedError as error:
        raise Undelivered(error.sentence) from None
    except KeydeskError:
        raise Undelivered(say(_NO_SECRET)) from None
    headers = signed_headers(
        secret.expose(),
        message_id=f"msg_{notice.message_id}",
        timestamp=int(time.time()),
        body=body,
    )
    _judge(_post(target, body, headers))


def _judge(status: int) -> None:
    if 300 <= status < 400:
        raise Undelivered(say(_REDIRECTED, status=status))
    if not 200 <= status < 300:
        raise Undelivered(say(_ANSWERED, status=status))


def _post(target: Target, body: bytes, headers: Mapping[str, str]) -> int:
    """The status of the answer. All of it takes ``LONGEST`` at most: a receiver that drips is cut
    off."""
    try:
        with _connected(target) as sock, _cut_off_after(LONGEST, sock):
            return _asked(sock, target, body, headers)
    except (OSError, http.client.HTTPException) as error:
        raise Undelivered(say(_UNREACHED, cause=type(error).__name__)) from None


def _connected(target: Target) -> socket.socket:
    sock = socket.create_connection((target.address, target.port), timeout=TIMEOUT)
    if not target.is_tls:
        return sock
    try:
        return ssl.create_default_context().wrap_socket(sock, server_hostname=target.host)
    except BaseException:
        sock.close()
        raise


def _asked(sock: socket.socket, target: Target, body: bytes, headers: Mapping[str, str]) -> int:
    connection = http.client.HTTPConnection(target.host, target.port, timeout=TIMEOUT)
    connection.sock = sock
    given = {"Host": target.host_header, "Content-Type": "application/json"}
    connection.request("POST", target.path, body, {**given, "User-Agent": "Keydesk", **headers})
    with connection.getresponse() as answer:
        return answer.status


@contextmanager
def _cut_off_after(seconds: float, sock: socket.socket) -> Iterator[None]:
    """Raises ``TimeoutError`` where what is done takes longer, whatever it made of the end."""
    is_over = threading.Event()

    def cut_off() -> None:
        is_over.set()
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut_off)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if is_over.is_set():
            raise TimeoutError
