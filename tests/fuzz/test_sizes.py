"""Answers up to 50 MB take bounded work and memory, and end as a value or a typed error."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.credentials.ovhcloud.client.scripted import Scripted, http
from tests.fuzz.reading_process import LIMITS, ReadingProcess
from tests.steps import SOON

LARGEST = 50_000_000
MOST_MIB = 300
FEW = settings(
    max_examples=max(6, settings().max_examples // 100),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
KEY = json.dumps({"credentialId": 5, "status": "validated", "rules": []}).encode()


def _list_of(item: bytes) -> Callable[[int], bytes]:
    return lambda size: b"[" + b",".join([item] * max(size // (len(item) + 1), 1)) + b"]"


def _keys(size: int) -> bytes:
    """Keys with an id each."""
    count = max(size // (len(KEY) + 7), 1)
    return (
        b"["
        + b",".join(KEY.replace(b"5", b"%d" % (10**7 + number)) for number in range(count))
        + b"]"
    )


SHAPES: dict[str, Callable[[int], bytes]] = {
    "a long text": lambda size: b'"' + b"x" * size + b'"',
    "blanks": lambda size: b" " * size,
    "a long number": lambda size: b"9" * size,
    "brackets": lambda size: b"[" * size,
    "numbers": _list_of(b"7"),
    "texts": _list_of(b'"seven"'),
    "small objects": _list_of(b'{"a":1}'),
    "one key over and over": _list_of(KEY),
    "keys": _keys,
    "a key with a long status": lambda size: KEY.replace(b"validated", b"v" * size),
    "an error with a long text": lambda size: b'{"message":"' + b"No " * (size // 3) + b'"}',
    "a web page": lambda size: b"<html>" + b"<p>no</p>" * (size // 9),
    "half a character": lambda size: b'"' + b"\xc3" * size + b'"',
}
CALLS = ("one", "details", "list", "write", "delete")
#: Any order of magnitude alike, and close to where answers become too much.
SIZES = st.floats(0, 1).map(lambda share: int(LARGEST**share)) | st.sampled_from(
    [1_900_000, 3_900_000, 11_000_000, LIMITS.max_body - 1000, LIMITS.max_body, LARGEST]
)


@pytest.fixture
def process(scripted: Scripted) -> Iterator[ReadingProcess]:
    made = ReadingProcess(scripted.endpoint)
    yield made
    made.close()


@FEW
@given(
    call=st.sampled_from(CALLS),
    shape=st.sampled_from(sorted(SHAPES)),
    size=SIZES,
    status=st.sampled_from([200, 200, 400, 403, 404, 500]),
)
@example(call="list", shape="keys", size=LARGEST, status=200)
@example(call="one", shape="numbers", size=1_900_000, status=200)
def test_large_answers_cost_bounded_memory_and_work(
    scripted: Scripted, process: ReadingProcess, call: str, shape: str, size: int, status: int
) -> None:
    scripted.answers = [http(status, SHAPES[shape](size))]
    cost = process.call(call)
    assert cost.steps < SOON
    assert cost.mib < MOST_MIB
    if status != 200 and call != "delete":
        assert cost.error
