"""A machine that cannot drive a browser is told what it lacks."""

from __future__ import annotations

from pathlib import Path

from tests.real_browser import driver_obstacle


def test_a_driver_that_starts_is_no_obstacle() -> None:
    assert driver_obstacle("true") == ""


def test_a_driver_that_fails_is_named_with_its_reason(tmp_path: Path) -> None:
    driver = tmp_path / "node"
    driver.write_text("#!/bin/sh\necho 'libatomic.so.1: cannot open shared object' >&2\nexit 127\n")
    driver.chmod(0o700)
    obstacle = driver_obstacle(str(driver))
    assert "libatomic.so.1: cannot open shared object" in obstacle
    assert "apt-get install libatomic1" in obstacle


def test_a_driver_that_is_missing_is_named(tmp_path: Path) -> None:
    assert "No such file or directory" in driver_obstacle(str(tmp_path / "node"))
