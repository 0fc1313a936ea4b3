"""Keeps the tests that touch the database: ``pytest -p tests.database_alone``.

The others do the same whatever the database is, and have run on SQLite already. The real-browser
tests have as well, and are the slowest. Tests that start a PostgreSQL of their own run here alone.
"""

from __future__ import annotations

import pytest

_FIXTURES = {"db", "transactional_db"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    others = [item for item in items if not _touches_the_database(item)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in set(others)]


def _touches_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser"):
        return False
    if item.get_closest_marker("postgres"):
        return True
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(_FIXTURES & fixtures)
