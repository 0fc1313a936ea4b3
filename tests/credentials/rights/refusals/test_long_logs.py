"""Long logs: the work grows with their length, and what a call's part says is read once."""

from __future__ import annotations

import pytest

from credentials.rights import bundled_catalogue, explain_refusal
from credentials.rights.refusals.error_text import ErrorText
from credentials.rights.refusals.logged_calls import LoggedCall
from tests.steps import steps_of

LINES = {
    "an SDK": 'DEBUG:urllib3:https://eu.api.ovh.com:443 "GET /1.0/vps/{} HTTP/1.1" 200 41',
    "refusals": "GET https://eu.api.ovh.com/1.0/vps/{} 403",
    "no answers": "GET /vps/{}",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_three_times_the_calls_are_no_more_than_three_times_the_work(line: str) -> None:
    def work_of(calls: int) -> int:
        lines = "\n".join(line.format(number) for number in range(calls))
        text = f"{lines}\nPOST /domain/zone/example.com/refresh 403"
        return steps_of(lambda: explain_refusal(bundled_catalogue(), text, ()))

    work_of(10)
    assert work_of(1_500) < 3.2 * work_of(500)


def test_what_the_part_of_a_call_says_is_read_once() -> None:
    call = LoggedCall("/me", (), refusal_text="GET /me 403")
    assert call.error is call.error
    assert call.error.status == 403


def test_what_is_read_does_not_show_the_text() -> None:
    error = ErrorText("X-Ovh-Consumer: not-to-be-shown\nHTTP 403")
    assert error.status == 403
    assert "shown" not in repr(error)
