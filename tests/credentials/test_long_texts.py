"""The longest text that a page takes is read before anybody gives up, whatever it is made of.

Counting steps does not see how long a regular expression works on one place, so a process reads
here that the system ends once a reading has taken too much of a processor.
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from multiprocessing import get_context

import pytest

from credentials import onboarding, rights
from credentials.core import scrub_pasted

pytestmark = pytest.mark.slow

_LONGEST = 200_000
_ENOUGH = 15  # seconds of a processor; a linear reading takes one or two
_READERS: dict[str, Callable[[str], object]] = {
    "keys": lambda text: list(onboarding.read_keys(text.splitlines())),
    "rules": rights.read_rules,
    "pasted": scrub_pasted,
}


@pytest.mark.parametrize("reader", _READERS)
@pytest.mark.parametrize(
    ("start", "piece"),
    [
        ("", "\\"), ("A", " "), ("secret", " "), ("[", " "), ("", "a:"), ("", "name:"),
        ("", "a:${"), ("# ", "OVH_AK:"),
    ],
)  # fmt: skip
def test_a_text_is_read_in_time_by_its_length(reader: str, start: str, piece: str) -> None:
    text = (start + piece * _LONGEST)[:_LONGEST]
    process = get_context("fork").Process(target=_read, args=(_READERS[reader], text))
    process.start()
    process.join()
    assert process.exitcode == 0


def _read(reader: Callable[[str], object], text: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_ENOUGH, _ENOUGH + 1))
    reader(text)
