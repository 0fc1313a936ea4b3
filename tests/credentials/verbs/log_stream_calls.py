"""Verbs of streams of the log, to a host which the settings list as long as it takes."""

from __future__ import annotations

from django.test import override_settings

from credentials import log_streams
from credentials.audit import SYSTEM, Actor
from credentials.core import LogStreamKind
from credentials.log_streams import StreamTerms
from credentials.models import LogStream
from tests.credentials.verbs.scene import Scene

_HOST = "siem.example.com"


def add_stream(scene: Scene, actor: Actor) -> LogStream:
    with override_settings(KEYDESK_LOG_STREAM_HOSTS=frozenset({f"{_HOST}:6514"})):
        return add_unlisted(scene, actor)


def add_unlisted(scene: Scene, actor: Actor) -> LogStream:
    terms = StreamTerms(label="archive", kind=LogStreamKind.SYSLOG, address=_HOST)
    return log_streams.add_stream(scene.team, terms, actor=actor)[0]


def remove_stream(scene: Scene, actor: Actor) -> None:
    log_streams.remove_stream(add_stream(scene, SYSTEM), actor=actor)


def try_now(scene: Scene, actor: Actor) -> None:
    scene.queue_tasks()
    log_streams.try_now(add_stream(scene, SYSTEM), actor=actor)
