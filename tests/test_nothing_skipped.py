"""Where nothing may be skipped, a skipped test fails the run, and so does a run of no test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.project_files import ROOT

pytestmark = pytest.mark.slow

RUNS = "def test_runs():\n    pass\n"
SKIPPED = "import pytest\n\ndef test_is_skipped():\n    pytest.skip('lego is not installed')\n"
MARKED = SKIPPED.replace("def", "@pytest.mark.may_be_skipped\ndef")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (RUNS, 0),
        (RUNS + SKIPPED, 1),
        (SKIPPED, 1),
        (RUNS + MARKED, 0),
        ("", pytest.ExitCode.NO_TESTS_COLLECTED),
    ],
)
def test_a_skipped_test_fails_the_run(tmp_path: Path, content: str, code: int) -> None:
    (tmp_path / "test_it.py").write_text(content)
    (alone := tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = may_be_skipped\n")
    words = ("-c", str(alone), "-p", "tests.nothing_skipped", "-p", "no:django", str(tmp_path))
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=ROOT, capture_output=True, check=False
    )
    assert ran.returncode == code, ran.stdout.decode() + ran.stderr.decode()
