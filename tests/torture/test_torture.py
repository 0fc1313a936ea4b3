"""A few of the kills that ``make torture`` does fifty of, and of its jobs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.project_files import ROOT

#: Seconds: a run that hangs is ended before pytest ends the process that waits for it.
_AT_MOST = 280


@pytest.mark.slice
@pytest.mark.django_db  # on a database of its own, of the same engine
def test_killed_at_any_moment_nothing_is_lost_and_a_rerun_finishes() -> None:
    words = ["--kills", "3", "--consents", "2", "--seed", "7", "--accounts", "30"]
    words += ["--secrets", "60", "--live", "2", "--jobs", "10"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=_AT_MOST,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "kill 3 of 3, Restore: sound" in done.stdout
    assert "kill 2 of 2 between request and validation, " in done.stdout
    assert "kill 1 of 2 beside live keys, worker at revoke-keys: sound" in done.stdout
    assert "kill 2 of 2 beside live keys, web at freeze-keys: sound" in done.stdout
    assert "two workers, 10 accounts, 10 jobs: none lost, none doubled" in done.stdout
    assert "Nothing lost, nothing unreadable" in done.stdout
