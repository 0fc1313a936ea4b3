"""Benchmarks take their time: ``make slices`` runs a short one of each, ``make test`` none."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/benchmarks/" in item.path.as_posix():
            item.add_marker(pytest.mark.slice)
