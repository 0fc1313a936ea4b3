"""Where a request ends and where it comes from: said once, and believed of proxies alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from credentials.core import AuditAction
from credentials.models import AuditEntry, Person
from tests import scratch
from tests.people import sign_in
from tests.served import serve
from tests.world import World

pytestmark = pytest.mark.slow

HOST = b"Host: keydesk.example.com\r\n"
HIDDEN = b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"


@pytest.mark.parametrize(
    "framing",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n",
        b"Transfer-Encoding: xchunked\r\n",
    ],
    ids=["length and chunks", "two lengths", "an unknown encoding"],
)
def test_a_request_that_may_end_in_two_places_is_answered_once(
    tmp_path: Path, framing: bytes
) -> None:
    with serve(scratch.empty(tmp_path, keys="ab" * 32)) as served:
        told = served.send(
            b"POST /theme/ HTTP/1.1\r\n" + HOST + framing + b"\r\n0\r\n\r\n" + HIDDEN
        )
    assert told.count(b"HTTP/1.1 ") == 1
    assert b'"status"' not in told


@pytest.mark.parametrize(
    ("trusted", "address"), [(0, "127.0.0.1"), (1, "192.0.2.7"), (2, "203.0.113.9")]
)
def test_an_address_before_the_trusted_proxies_is_not_believed(
    one_of_each: World, charlie: Person, settings: Settings, trusted: int, address: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = trusted
    passed = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9, 192.0.2.7"}
    sign_in(charlie).get(one_of_each.url("accounts:detail", "account_id"), headers=passed)
    assert AuditEntry.objects.get(action=AuditAction.ACCESS_DENIED).address == address
