"""The benchmark measures what it says, down to the calls."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import __main__ as program
from benchmarks.stand_in import busiest_minute

SMALL = ("--credentials=60", "--applications=6", "--sample=10", "--call-ms=1", "--runs=1")


def test_the_table_counts_every_call(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks", "client", *SMALL, "--unpaced"])
    fell_short = program.main()
    lines = capfd.readouterr().out.splitlines()[2:]
    calls = {line[:26].rstrip(): int(line[26:].split()[0]) for line in lines}
    assert fell_short == 1
    # Two lists, then one read each; every thread that got work asked for the time, too.
    assert 60 + 6 + 2 + 2 <= calls.pop("ovh package, 8 in flight") <= 60 + 6 + 2 + 1 + 8
    assert calls == {
        "ovh package, README loop": 1 + 1 + 2 * 60,
        "Keydesk, pages": 1 + 1 + 1,
        "Keydesk, batch": 1 + 1 + 2 + 1 + 1,
        "Keydesk, single reads": 1 + 1 + 60 + 1 + 6,
    }


@given(st.lists(st.floats(0, 300), max_size=30))
def test_the_busiest_minute_is_the_fullest_one(moments: list[float]) -> None:
    fullest = max((sum(at - 60 < moment <= at for moment in moments) for at in moments), default=0)
    assert busiest_minute(moments) == fullest
