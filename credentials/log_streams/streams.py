"""Streams of a team: adding one, removing it, and having it tried at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from credentials import audit, outgoing, teams
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    LogStreamKind,
    NotAllowedError,
    Permission,
    coded,
    gettext_noop,
    say,
)
from credentials.log_streams import hosts, sealed_parts
from credentials.log_streams.sending import send
from credentials.models import AuditHead, LogStream, Team
from credentials.sealing import Secret

_NO_TOKEN: Final = coded(
    "log-stream.no-token", gettext_noop("A token is for GELF alone: it would be sent nowhere.")
)
_TOKEN_LETTERS: Final = coded(
    "log-stream.token-letters",
    gettext_noop("That is no token: it has other signs than letters, digits, - and _."),
)

_TOO_MANY: Final = coded(
    "log-stream.too-many", gettext_noop("%(team)s has %(most)s streams already: remove one first.")
)
#: So many streams a team may have.
MOST: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamTerms:
    """What a stream is called, how it is sent, and where. ``token`` is what OVHcloud's Logs Data
    Platform knows its data stream by; ``is_whole`` sends what is in the log already, too."""

    label: str
    kind: LogStreamKind
    address: str = field(repr=False)
    token: str = field(default="", repr=False)
    is_whole: bool = True


@sensitive_variables("secret")
def add_stream(team: Team, terms: StreamTerms, *, actor: Actor) -> tuple[LogStream, Secret | None]:
    """Send the team's entries there from now on; with the secret by which a webhook is signed,
    which is shown once.

    Raises ``NotAllowedError`` for an address that is none or whose host the settings do not list,
    a team with as many as there may be, and an actor whose role does not include it.
    """
    stream = LogStream(team=team, label=terms.label, kind=terms.kind, added_by=actor.name)
    with teams.attempt(
        AuditAction.LOG_STREAM_ADDED,
        Permission.SET_POLICY,
        actor=actor,
        subject=audit.subject_of(stream),
        details={"kind": terms.kind.value, "whole": terms.is_whole},
    ) as attempt:
        target = hosts.parse(terms.kind, terms.address)
        _guard_token(terms)
        if LogStream.objects.filter(team=team).count() >= MOST:
            raise NotAllowedError(say(_TOO_MANY, team=team.name, most=MOST))
        stream.host = attempt.details["host"] = f"{target.host}:{target.port}"
        is_signed = terms.kind is LogStreamKind.WEBHOOK
        secret = Secret(outgoing.new_secret() if is_signed else terms.token)
        stream.created_at = stream.due_at = timezone.now()
        stream.acknowledged = 0 if terms.is_whole else _newest()
        attempt.log()
        sealed_parts.seal(stream, address=terms.address, secret=secret.expose())
        stream.save()
    return stream, secret if is_signed else None


def remove_stream(stream: LogStream, *, actor: Actor) -> None:
    """Send it nothing any more.

    Raises ``NotAllowedError`` for an actor whose role does not include it.
    """
    with teams.attempt(
        AuditAction.LOG_STREAM_REMOVED,
        Permission.SET_POLICY,
        actor=actor,
        subject=audit.subject_of(stream),
        details={"host": stream.host, "acknowledged": stream.acknowledged},
    ) as attempt:
        attempt.log()
        LogStream.objects.filter(pk=stream.pk).delete()


def try_now(stream: LogStream, *, actor: Actor) -> None:
    """Have it tried now, whatever failed before.

    Raises ``NotAllowedError`` for an actor whose role does not include it.
    """
    with teams.attempt(
        AuditAction.LOG_STREAM_TRIED,
        Permission.SET_POLICY,
        actor=actor,
        subject=audit.subject_of(stream),
    ) as attempt:
        audit.guard_holds(stream)
        attempt.log()
        now = timezone.now()
        LogStream.objects.filter(pk=stream.pk, tries__gt=0).update(due_at=now)
        send.enqueue(str(stream.pk))


def _guard_token(terms: StreamTerms) -> None:
    if not terms.token:
        return
    if terms.kind is not LogStreamKind.GELF:
        raise NotAllowedError(say(_NO_TOKEN))
    if not terms.token.replace("-", "").replace("_", "").isalnum() or not terms.token.isascii():
        raise NotAllowedError(say(_TOKEN_LETTERS))


def _newest() -> int:
    head = AuditHead.objects.filter(pk=AuditHead.ROW).first()
    return head.seq if head else 0
