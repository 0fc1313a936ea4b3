"""Whatever a server sends, a call ends in an answer or an ``ApiError``, in time.

A small slice here; ``--hypothesis-profile=fuzz`` runs 20 000 of each.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credentials.core import ApiError
from credentials.ovhcloud import OvhClient
from tests.credentials.ovhcloud.client.conftest import BRISK, ClientMaker
from tests.credentials.ovhcloud.client.scripted import Scripted
from tests.endpoint_memory import forget_endpoints

LIMITS = replace(
    BRISK,
    attempts=1,
    deadline=1.0,
    listing_deadline=2.0,
    read_timeout=0.5,
    page_size=2,
    batch_size=2,
)
#: Within a list, the last call may begin when the list's own time is just not over.
LATEST = LIMITS.listing_deadline + LIMITS.deadline
CALM = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    [
        *("credentialId", "applicationId", "status", "rules", "allowedIPs", "creation", "lastUse"),
        *("clientId", "clientSecret", "consumerKey", "validationUrl", "state", "account"),
        *("message", "errorCode", "class", "httpCode", "details", "key", "value", "error"),
        *("unauthorizedActionsByIAM", "access_token", "expires_in", "identities"),
    ]
)
WORDS = st.sampled_from(
    [
        *("INVALID_KEY", "NOT_CREDENTIAL", "QUERY_TIME_OUT", "NOT_GRANTED_CALL", "validated"),
        *("Client::Forbidden", "Client::NotFound", "Query out of time", "404 Not Found", "a,b"),
    ]
)
LIKELY = st.recursive(
    st.none() | st.integers(-5, 50) | WORDS | st.text(max_size=8) | st.just(10**400),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(FIELDS, inner, max_size=6),
    max_leaves=15,
)
DEEP = st.integers(1, 200_000).map(lambda depth: b"[" * depth)
BODIES = (
    st.binary(max_size=300)
    | JSON.map(lambda value: json.dumps(value).encode())
    | LIKELY.map(lambda value: json.dumps(value).encode())
    | st.tuples(JSON.map(json.dumps), st.sampled_from(["utf-16", "utf-32", "utf-8-sig"])).map(
        lambda pair: pair[0].encode(pair[1])
    )
    | DEEP
    | st.integers(1, 6000).map(lambda digits: b"9" * digits)
    | st.sampled_from([b"NaN", b"-Infinity", b'"\\ud800"', b"\xff\xfe", b"<html>", b"", b" "])
)
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            *("Retry-After", "X-Ovh-QueryID", "X-Pagination-Elements", "X-Pagination-Size"),
            *("Location", "Set-Cookie", "Content-Type", "Content-Encoding", "Transfer-Encoding"),
            *("Connection", "WWW-Authenticate", "Trailer", "X-\xe9"),
        ]
    ),
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=20)
    | st.integers(-1, 10**12).map(str)
    | st.sampled_from(
        ["chunked", "gzip", "a=b; Max-Age=9" + "9" * 30, "close", "text/html; charset=x"]
    ),
    max_size=5,
)
LENGTHS = st.none() | st.integers(-3, 400).map(str) | st.text("0123456789+-, ax", max_size=4)


def _call(client: OvhClient, name: str) -> None:
    calls: dict[str, Any] = {
        "credential": lambda: client.credential(5),
        "details": client.details,
        "time": client.server_time,
        "request": lambda: client.request_credential([]),
        "create": lambda: client.create_oauth2_client(name="n", description="d"),
        "delete": lambda: client.delete_credential(5),
        "list": lambda: list(client.credentials()),
        "clients": lambda: list(client.oauth2_clients()),
        "logout": client.logout,
    }
    calls[name]()


NAMES = st.sampled_from(
    ["credential", "details", "time", "request", "create", "delete", "list", "clients", "logout"]
)


@CALM
@given(
    name=NAMES,
    status=st.sampled_from([200, 204, 206, 301, 304, 400, 401, 403, 404, 408, 429, 460, 500, 503])
    | st.integers(100, 999),
    headers=HEADERS,
    length=LENGTHS,
    body=BODIES,
)
def test_any_http_answer_gives_a_value_or_an_api_error(
    ask: ClientMaker,
    scripted: Scripted,
    name: str,
    status: int,
    headers: dict[str, str],
    length: str | None,
    body: bytes,
) -> None:
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers.items())]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    scripted.answers = ["\r\n".join([*lines, "", ""]).encode("latin-1") + body]
    _survives(ask(LIMITS), name)


@CALM
@given(name=NAMES, answer=st.binary(max_size=400))
def test_any_bytes_give_a_value_or_an_api_error(
    ask: ClientMaker, scripted: Scripted, name: str, answer: bytes
) -> None:
    scripted.answers = [answer]
    _survives(ask(LIMITS), name)


@CALM
@given(name=NAMES, chunks=st.lists(st.binary(max_size=40), max_size=6), tail=st.binary(max_size=9))
def test_any_chunks_give_a_value_or_an_api_error(
    ask: ClientMaker, scripted: Scripted, name: str, chunks: list[bytes], tail: bytes
) -> None:
    body = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + tail
    scripted.answers = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body]
    _survives(ask(LIMITS), name)


@CALM
@given(name=NAMES, value=LIKELY, status=st.sampled_from([200, 200, 200, 400, 403, 404]))
def test_any_likely_json_gives_a_value_or_an_api_error(
    ask: ClientMaker, scripted: Scripted, name: str, value: object, status: int
) -> None:
    body = json.dumps(value).encode()
    head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n\r\n"
    scripted.answers = [head.encode() + body]
    _survives(ask(LIMITS), name)


def _survives(client: OvhClient, name: str) -> None:
    """No other exception, every sentence can be read, and the call ends in time."""
    failure, seconds = _outcome(client, name)
    if seconds > LATEST:
        # The machine may have been busy; a call that hangs would hang again.
        failure, seconds = _outcome(client, name)
    client.close()
    assert seconds <= LATEST
    if failure is not None:
        assert str(failure.sentence).endswith(".")
        assert failure.query_id.isascii()


def _outcome(client: OvhClient, name: str) -> tuple[ApiError | None, float]:
    """What a call ended in, and after how many seconds."""
    # The "slow down" of one example must not hold the next one.
    forget_endpoints()
    began = time.monotonic()
    try:
        _call(client, name)
    except ApiError as error:
        return error, time.monotonic() - began
    return None, time.monotonic() - began
