"""Whether this machine can drive a real browser, and if not, why."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache

import pytest
from playwright._impl._driver import compute_driver_executable


@cache
def obstacle() -> str:
    """Why the browser tests cannot run here, with what to install; empty where they can."""
    if not shutil.which("chromium"):
        return "Chromium is not installed. On Debian: apt-get install chromium"
    return driver_obstacle(compute_driver_executable()[0])


def driver_obstacle(program: str) -> str:
    """Why Playwright's driver does not start; empty where it does."""
    try:
        run = subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=False, timeout=60
        )
    except OSError as error:
        return f"Playwright's driver does not start: {error.strerror}."
    if run.returncode == 0:
        return ""
    reason = " ".join(run.stderr.split())[:300]
    return f"Playwright's driver does not start: {reason} On Debian: apt-get install libatomic1"


def needs_browser() -> pytest.MarkDecorator:
    """Mark tests that are skipped, with the reason, where no browser can be driven."""
    return pytest.mark.skipif(bool(obstacle()), reason=obstacle())
