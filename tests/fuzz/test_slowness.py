"""However an answer is broken up in time, its call ends by its deadline."""

from __future__ import annotations

import socket
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
    def waited() -> float:
        """The longest that the server waited between two pieces, all in all, for a call to end."""
        waits: list[list[float]] = []

        def drip(connection: socket.socket) -> None:
            waits.append([])
            own, place = waits[-1], 0
            for size, pause in pieces:
                connection.sendall(ANSWER[place : place + size])
                place += size
                if scripted.closing.wait(pause):
                    return
                own.append(pause)

        scripted.answers = [drip]
        call(scripted, is_list=is_list)
        return max(map(sum, waits), default=0)

    # A busy machine makes a pause longer and never shorter, so what is counted are the pauses
    # themselves. It may have kept the client alone waiting; a call that hangs would hang again.
    latest = LIMITS.deadline + SLACK
    assert waited() < latest or waited() < latest


def call(scripted: Scripted, *, is_list: bool) -> None:
    """One call, however it ends."""
    client = client_of(scripted.endpoint, limits=LIMITS)
    with suppress(ApiError):
        list(client.credentials()) if is_list else client.credential(5)
