"""Any text at all: nothing breaks, no value is lost, and the work grows with the length alone."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials import onboarding
from credentials.onboarding import Candidate, Field
from tests.steps import steps_of

pytestmark = pytest.mark.slow

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
KEYS = st.text(_LETTERS, min_size=12, max_size=40).map(lambda text: f"k7{text}")
PIECES = st.sampled_from(
    [
        "application_key", "OVH_AS", "consumerKey", "Clé d'application", "name", "value", "=", ":",
        " ", "\n", "- ", "[", "]", "{", "}", "(", ")", '"', "'", ",", ";", "|", "#", "${X}",
        "data:", "new Api(", "0a1b2c3d4e5f6071", "---", "endpoint", "ovh-eu", "<", ">", "\t", "=>",
        "x" * 40,
    ]
)  # fmt: skip
TEXTS = st.text() | st.lists(PIECES, max_size=60).map("".join)


@given(TEXTS)
def test_no_text_breaks_the_reading(text: str) -> None:
    for part in onboarding.read_keys(text.splitlines(keepends=True)):
        assert part.line <= text.count("\n") + text.count("\r") + len(text.splitlines()) + 1
        assert part.column >= 1


@given(KEYS, KEYS, KEYS, st.sampled_from(["=", " = ", ": ", "=>"]))
def test_keys_written_as_lines_are_read_back(ak: str, secret: str, ck: str, sign: str) -> None:
    text = f"application_key{sign}{ak}\napplication_secret{sign}{secret}\nconsumer_key{sign}{ck}"
    (candidate,) = onboarding.read_keys(text.splitlines())
    assert isinstance(candidate, Candidate)
    assert candidate.identifier == ak
    assert candidate.exposed(Field.APPLICATION_SECRET) == secret
    assert candidate.exposed(Field.CONSUMER_KEY) == ck


@given(st.lists(st.tuples(KEYS, KEYS), min_size=1, max_size=8, unique=True))
def test_each_section_gives_its_own_key(pairs: list[tuple[str, str]]) -> None:
    text = "".join(
        f"[s{number}]\napplication_key={ak}\nconsumer_key={ck}\n"
        for number, (ak, ck) in enumerate(pairs)
    )
    read = [part for part in onboarding.read_keys(text.splitlines()) if isinstance(part, Candidate)]
    assert [(key.identifier, key.exposed(Field.CONSUMER_KEY)) for key in read] == pairs


def _lines(count: int) -> Iterator[str]:
    """Application keys alone: of secrets the log filter remembers some, which is not this."""
    for number in range(count):
        yield f"OVH_ENDPOINT=ovh-eu\nOVH_AK=0a1b2c3d4e5f{number:08}\n"


def _peak(count: int) -> int:
    tracemalloc.start()
    try:
        assert sum(1 for _ in onboarding.read_keys(_lines(count))) == count
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_long_text_needs_no_memory_of_its_length() -> None:
    assert sum(1 for _ in onboarding.read_keys(_lines(5_000))) == 5_000  # fills what is bounded
    assert _peak(2_000) < 2_000 * 50  # bytes; what is read of a key takes a thousand


@pytest.mark.parametrize(
    "piece",
    [
        "OVH_AK=0a1b2c3d4e5f6071 ", "application_key ", "new Api('", "{", "(((", "]})", "- ", "a: ",
        "application key\n", "OVH_AK=\n", "- name: OVH_AK\n", "a,b,", "${", "<", "'", "=", "\t\t",
        "ConvertTo-SecureString ", "x.", "A" , "Clé ", "data:\n", "[a]\n", "process.env.",
    ],
)  # fmt: skip
def test_work_grows_with_the_length_alone(piece: str) -> None:
    def steps(count: int) -> int:
        text = piece * count
        return steps_of(lambda: list(onboarding.read_keys(text.splitlines(keepends=True))))

    steps(10)
    assert steps(2000) < 3 * steps(1000) + 2000


def test_the_same_holds_for_what_no_step_is_counted_of() -> None:
    """Regular expressions work between two calls: a quadratic one would not end here."""
    for piece in ("a", "A", "xx", "_", "-", " ", "'", "(", "%", "$a", "key ", "a.", "Clé ", "<a"):
        list(onboarding.read_keys([piece * 200_000]))
        list(onboarding.read_keys([f"OVH_AK={piece * 100_000}"]))
