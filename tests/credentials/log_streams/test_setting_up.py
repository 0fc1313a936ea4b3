"""Setting up a stream: where it may lead, what a token is, how many there may be."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from credentials.core import LogStreamKind, NotAllowedError
from credentials.models import LogStream, Team
from tests.credentials.log_streams.driver import add, send_all

pytestmark = pytest.mark.django_db


def test_only_listed_hosts_are_sent_to(team: Team, settings: Settings) -> None:
    settings.KEYDESK_LOG_STREAM_HOSTS = frozenset({"siem.example.com:6514", "localhost:6514"})
    stream, _ = add(team, LogStreamKind.SYSLOG, "SIEM.example.com")
    assert stream.host == "siem.example.com:6514"
    for address in (
        "siem.example.com:6515",
        "siem.example.com.evil.example",
        "user@siem.example.com",
        "siem.example.com/path",
        "siem.example.com#x",
        "siem.example.com:port",
        "si em.example.com",
        "siem.example.com:6514\r\n",
        "",
    ):
        with pytest.raises(NotAllowedError):
            add(team, LogStreamKind.SYSLOG, address)
    add(team, LogStreamKind.SYSLOG, "localhost")
    send_all()
    said = [str(row.outcome) for row in LogStream.objects.filter(host="localhost:6514")]
    assert said == ["localhost is at an address of a private network."]


def test_a_team_has_ten_streams_at_most(team: Team, settings: Settings) -> None:
    settings.KEYDESK_LOG_STREAM_HOSTS = frozenset({"a.example:6514"})
    for _ in range(10):
        add(team, LogStreamKind.SYSLOG, "a.example")
    with pytest.raises(NotAllowedError, match="10 streams already"):
        add(team, LogStreamKind.SYSLOG, "a.example")


def test_a_token_is_for_gelf_alone_and_is_one(team: Team, settings: Settings) -> None:
    settings.KEYDESK_LOG_STREAM_HOSTS = frozenset({"gra1.logs.ovh.com:12202", "a.example:6514"})
    with pytest.raises(NotAllowedError, match="for GELF alone"):
        add(team, LogStreamKind.SYSLOG, "a.example", token="abc")
    with pytest.raises(NotAllowedError, match="no token"):
        add(team, LogStreamKind.GELF, "gra1.logs.ovh.com", token='a"b')
