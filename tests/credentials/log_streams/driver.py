"""What tests of streams do: add one to a receiver, log, let time pass, and read what arrived."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from credentials import audit, log_streams
from credentials.audit import SYSTEM
from credentials.core import AuditAction, LogStreamKind
from credentials.log_streams import StreamTerms, send
from credentials.models import LogStream, Team
from tests.tls_receiver import TlsReceiver
from tests.webhook_receiver import Receiver


def add(team: Team, kind: LogStreamKind, address: str, **more: Any) -> tuple[LogStream, str]:
    terms = StreamTerms(label="archive", kind=kind, address=address, **more)
    stream, secret = log_streams.add_stream(team, terms, actor=SYSTEM)
    return stream, secret.expose() if secret else ""


def log(team: Team, *names: str) -> None:
    """An entry of the team for each of the names."""
    for name in names:
        subject = audit.Subject("account", "1", name, team.pk)
        audit.record(AuditAction.ACCOUNT_CHANGED, actor=SYSTEM, subject=subject)


def send_all(**length: float) -> None:
    """What the worker does about each stream, once that much time has passed."""
    due_at = timezone.now() - timedelta(seconds=1)
    if length:
        LogStream.objects.update(due_at=due_at)
    for stream in LogStream.objects.all():
        send.func(str(stream.pk))


def syslog_rows(receiver: TlsReceiver) -> list[dict[str, Any]]:
    """The entries that arrived by syslog, each read by the length before it."""
    return [json.loads(message.split(b" - ", 2)[-1]) for message in syslog_messages(receiver)]


def syslog_messages(receiver: TlsReceiver) -> list[bytes]:
    messages = []
    for batch in receiver.batches:
        rest = batch
        while rest:
            length, _, rest = rest.partition(b" ")
            messages.append(rest[: int(length)])
            rest = rest[int(length) :]
    return messages


def gelf_messages(receiver: TlsReceiver) -> list[dict[str, Any]]:
    frames = b"".join(receiver.batches).split(b"\0")
    assert frames.pop() == b""
    return [json.loads(frame) for frame in frames]


def webhook_rows(receiver: Receiver) -> list[dict[str, Any]]:
    return [json.loads(line) for taken in receiver.taken for line in taken.body.splitlines()]
