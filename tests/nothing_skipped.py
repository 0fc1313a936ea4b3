"""Fails a run in which a test was skipped: ``pytest -p tests.nothing_skipped``.

For a machine that has everything: there, a test that was skipped is a promise nobody looked at,
unless its mark ``may_be_skipped`` says that what it needs cannot be installed everywhere.
"""

from __future__ import annotations

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    missed = [report for report in skipped if "may_be_skipped" not in report.keywords]
    if missed and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
