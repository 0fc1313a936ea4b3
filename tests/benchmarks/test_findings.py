"""The benchmark of findings judges what it fills, and one key alone."""

from __future__ import annotations

import json

import pytest

from benchmarks import findings_rows


@pytest.mark.django_db
def test_every_key_is_judged_and_one_alone(capsys: pytest.CaptureFixture[str]) -> None:
    findings_rows.measure(40)
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert figures["judged_alone"] == figures["batches"] == 1
    assert figures["findings"] > 40
    assert figures["queries"] <= 15  # six at the start, nine for the batch
