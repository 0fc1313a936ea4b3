"""The benchmark of readings reads whole accounts by each way, and counts what it takes."""

from __future__ import annotations

import sys

import pytest

from benchmarks import __main__ as program

SMALL = ("--credentials=20", "--applications=4", "--sample=2", "--call-ms=1")


def test_each_way_is_read_twice_with_few_keys_and_with_many(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks", "sync", *SMALL])
    program.main()
    rows = [line.split() for line in capfd.readouterr().out.splitlines()[4:]]
    readings = {(row[0], int(row[1])): row for row in rows if len(row) == 14 and row[1].isdigit()}
    assert set(readings) == {
        (way, keys) for way in ("pages", "batch", "single") for keys in (20, 200)
    }
    # The lists of keys, of applications and of service accounts, then what each way asks for.
    assert readings["pages", 20][7] == "3"
    assert int(readings["batch", 200][7]) < int(readings["single", 200][7])
    assert int(readings["single", 200][7]) >= 200 + 4 + 3
