"""However an answer is broken up in time, its call ends by its deadline."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credentials.core import ApiError
from tests.credentials.ovhcloud.client.conftest import BRISK, client_of
from tests.credentials.ovhcloud.client.scripted import Scripted, http

LIMITS = replace(BRISK, read_timeout=0.2, deadline=0.3, listing_deadline=0.3)
SLACK = 0.7
SOME = settings(
    max_examples=max(10, settings().max_examples // 100),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
ANSWER = http(200, {"credentialId": 5, "status": "validated", "rules": []})


@SOME
@given(
    pieces=st.lists(
        st.tuples(st.integers(1, len(ANSWER)), st.floats(0, 0.25)), min_size=1, max_size=60
    ),
    is_list=st.booleans(),
)
def test_a_call_ends_by_its_deadline(
    scripted: Scripted, pieces: list[tuple[int, float]], is_list: bool
) -> None:
    def drip(connection: socket.socket) -> None:
        place = 0
        for size, pause in pieces:
            connection.sendall(ANSWER[place : place + size])
            place += size
            if scripted.closing.wait(pause):
                return

    scripted.answers = [drip]
    latest = LIMITS.deadline + SLACK
    # The machine may have been busy; a call that hangs would hang again.
    assert (
        seconds(scripted, is_list=is_list) < latest or seconds(scripted, is_list=is_list) < latest
    )


def seconds(scripted: Scripted, *, is_list: bool) -> float:
    """How long a call takes."""
    client = client_of(scripted.endpoint, limits=LIMITS)
    began = time.monotonic()
    with suppress(ApiError):
        list(client.credentials()) if is_list else client.credential(5)
    return time.monotonic() - began
