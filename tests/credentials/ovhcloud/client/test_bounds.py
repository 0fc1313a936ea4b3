"""Memory and time stay bounded whatever size an answer has."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import pytest

from credentials.core import Unreadable
from credentials.ovhcloud import Limits
from credentials.ovhcloud.client import codec
from sandbox.app import Sandbox
from tests.credentials.ovhcloud.client.conftest import BRISK, ClientMaker
from tests.credentials.ovhcloud.client.scripted import Scripted, http

MIB = 1024 * 1024
ONCE = replace(BRISK, attempts=1, deadline=10, read_timeout=5)


def _peak(work: Callable[[], object]) -> float:
    """The most memory ``work`` had at once, in MiB."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / MIB
    finally:
        tracemalloc.stop()


def test_fifty_megabytes_are_not_read_to_the_end(alice: ClientMaker, sandbox: Sandbox) -> None:
    sandbox.faults.add("huge path=/auth/details")

    def work() -> None:
        with pytest.raises(Unreadable, match="larger than 16 MiB"):
            alice(ONCE).details()

    work()
    assert ONCE.max_body == 16 * MIB


@pytest.mark.parametrize("piece", [b"[],", b"{},", b"0,", b'"",', b"[[[[]]]],"])
def test_small_values_by_the_million_are_not_built(piece: bytes) -> None:
    body = b"[" + piece * (15 * MIB // len(piece)) + b"0]"

    def work() -> None:
        with pytest.raises(ValueError, match="too many values"):
            codec.decode(body)

    assert _peak(work) < 1


def test_what_is_built_stays_within_a_few_times_the_limit() -> None:
    body = b"[" + b"{}," * 400_000 + b"0]"
    assert _peak(lambda: codec.decode(body)) < 80


@pytest.mark.parametrize("depth", [10, 1000, 100_000, 5_000_000])
def test_deeply_nested_json_is_refused(ask: ClientMaker, scripted: Scripted, depth: int) -> None:
    scripted.answers = [http(200, b"[" * depth + b"]" * depth)]
    with pytest.raises(Unreadable):
        ask(ONCE).details()


@pytest.mark.parametrize("body", [b"9" * 5_000_000, b"1e" + b"9" * 1000, b'"' + b"\\" * 999_999])
def test_millions_of_digits_are_refused(ask: ClientMaker, scripted: Scripted, body: bytes) -> None:
    scripted.answers = [http(200, body)]
    with pytest.raises(Unreadable):
        ask(ONCE).details()


def test_the_defaults_answer_a_person_before_a_web_server_gives_up() -> None:
    limits = Limits()
    assert limits.connect_timeout <= limits.read_timeout < limits.deadline < 30
