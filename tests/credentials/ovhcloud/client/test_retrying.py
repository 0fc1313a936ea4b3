"""Reads are repeated while that can help; writes never are."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from credentials.core import (
    ApiError,
    Method,
    RateLimited,
    TimedOut,
    Unavailable,
    Unreachable,
    Unreadable,
)
from credentials.ovhcloud.client import retry_after
from credentials.ovhcloud.client.call import Call, get
from credentials.ovhcloud.client.deadline import Deadline
from credentials.ovhcloud.client.retrying import wait_before_retry
from sandbox.app import Sandbox
from tests.credentials.ovhcloud.client.conftest import BRISK, IMPATIENT, ClientMaker
from tests.credentials.ovhcloud.client.scripted import Scripted, http

PASSING = [
    ("status=429", RateLimited),
    ("status=408", Unavailable),
    ("status=500", Unavailable),
    ("status=502", Unavailable),
    ("status=503", Unavailable),
    ("status=504", Unavailable),
    ("html", Unreadable),
    ("html=403", Unreadable),
    ("truncate=10", Unreadable),
    ("empty", Unreadable),
    ("reset=0", Unreachable),
    ("hang=1", TimedOut),
]


@pytest.mark.parametrize(("fault", "kind"), PASSING)
def test_a_read_is_repeated_after_a_temporary_fault(
    alice: ClientMaker, sandbox: Sandbox, fault: str, kind: type[ApiError]
) -> None:
    sandbox.faults.add(f"{fault} path=/auth/details count=2")
    assert alice(replace(BRISK, deadline=5)).details().account
    assert sandbox.record.count("GET", "/auth/details") == 3


@pytest.mark.parametrize(("fault", "kind"), PASSING)
def test_a_read_gives_up_after_its_attempts_and_says_why(
    alice: ClientMaker, sandbox: Sandbox, fault: str, kind: type[ApiError]
) -> None:
    sandbox.faults.add(f"{fault} path=/auth/details")
    with pytest.raises(kind) as caught:
        alice(replace(IMPATIENT, attempts=2)).details()
    assert "GET /auth/details" in str(caught.value) or isinstance(caught.value, RateLimited)
    assert sandbox.record.count("GET", "/auth/details") == 2


@pytest.mark.parametrize(("fault", "kind"), PASSING)
def test_a_write_is_made_once_whatever_comes_back(
    alice: ClientMaker, sandbox: Sandbox, fault: str, kind: type[ApiError]
) -> None:
    sandbox.faults.add(f"{fault} method=POST")
    with pytest.raises(kind):
        alice(IMPATIENT).create_oauth2_client(name="ci", description="")
    assert sandbox.record.count("POST") == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409])
def test_a_refusal_is_not_asked_for_again(
    alice: ClientMaker, sandbox: Sandbox, status: int
) -> None:
    sandbox.faults.add(f"status={status} path=/auth/details")
    with pytest.raises(ApiError):
        alice(IMPATIENT).details()
    assert sandbox.record.count("GET", "/auth/details") == 1


def test_retry_after_is_honoured(ask: ClientMaker, scripted: Scripted) -> None:
    scripted.answers = [http(429, {}, {"Retry-After": "1"}), http(200, {"account": "aa1-ovh"})]
    began = time.monotonic()
    assert ask(replace(BRISK, deadline=5)).details().account == "aa1-ovh"
    assert time.monotonic() - began >= 1.0


def test_retry_after_is_honoured_up_to_its_ceiling(ask: ClientMaker, scripted: Scripted) -> None:
    scripted.answers = [http(503, {}, {"Retry-After": "3600"}), http(200, {"account": "aa1-ovh"})]
    began = time.monotonic()
    assert ask(replace(BRISK, retry_after_ceiling=0.3)).details().account == "aa1-ovh"
    assert time.monotonic() - began >= 0.3


def test_a_wait_longer_than_the_time_left_is_told_at_once(
    ask: ClientMaker, scripted: Scripted
) -> None:
    scripted.answers = [http(429, {}, {"Retry-After": "30"})]
    with pytest.raises(RateLimited, match="asks to wait 30 s") as caught:
        ask().details()
    assert caught.value.retry_after == 30
    assert len(scripted.sent) == 1


def test_all_attempts_share_one_deadline(ask: ClientMaker, scripted: Scripted) -> None:
    scripted.answers = [lambda connection: bool(connection.recv(1))]  # type: ignore[list-item]
    with pytest.raises(TimedOut):
        ask(replace(BRISK, read_timeout=0.4, deadline=0.9, attempts=50)).details()
    assert len(scripted.sent) <= 3


MOMENT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        ("9" * 400, 999_999_999),
        (format_datetime(MOMENT + timedelta(seconds=90), usegmt=True), 90),
        (format_datetime(MOMENT - timedelta(seconds=90), usegmt=True), 0),
        ("Mon, 23 Nov 2026 12:00:30 -0000", 30),
        ("", 0),
        ("-5", 0),
        ("1.5", 0),
        ("soon", 0),
        ("٣", 0),
        ("Mon, 99 Nov 99999 99:99:99 GMT", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date_or_nothing(text: str, seconds: float) -> None:
    assert retry_after.parse(text, now=MOMENT) == seconds


def test_pauses_double_have_jitter_and_a_ceiling() -> None:
    limits = replace(BRISK, backoff=1.0, backoff_ceiling=8.0, attempts=99)
    deadline = Deadline(1000)
    waits = [
        {
            wait_before_retry(
                Unavailable(), get("/me"), deadline=deadline, tries=tries, limits=limits
            )
            for _ in range(50)
        }
        for tries in (1, 2, 3, 4, 80)
    ]
    for full, seen in zip((1, 2, 4, 8, 8), waits, strict=True):
        assert all(wait is not None and full / 2 <= wait <= full for wait in seen)
        assert len(seen) > 10


def test_bulk_work_waits_after_429_as_often_as_needed() -> None:
    deadline = Deadline(1000, is_bulk=True)
    limits = replace(BRISK, retry_after_ceiling=60)
    wait = wait_before_retry(RateLimited(), get("/me"), deadline=deadline, tries=500, limits=limits)
    assert wait is not None
    assert 30 <= wait <= 60


@pytest.mark.parametrize("method", [Method.POST, Method.PUT, Method.DELETE, Method.PATCH])
def test_no_write_is_retried(method: Method) -> None:
    call = Call(method, "/me")
    for error in (RateLimited(), Unavailable(), Unreadable(), Unreachable(), TimedOut()):
        assert wait_before_retry(error, call, deadline=Deadline(9), tries=1, limits=BRISK) is None
