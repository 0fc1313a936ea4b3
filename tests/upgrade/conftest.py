"""A Keydesk on the database of an older version: as it was stored, and once it was migrated."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.upgrade import databases
from tests.upgrade.installation import Installation

HERE = Path(__file__).parent
VERSIONS = sorted(file.stem.removeprefix("version_") for file in HERE.glob("version_*.json"))


@pytest.fixture(scope="module", params=VERSIONS)
def stored(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """As the version left it. Nothing writes to it: every other one is a copy."""
    version, folder = request.param, tmp_path_factory.mktemp("upgrade")
    fixture = json.loads((HERE / f"version_{version}.json").read_text())
    with databases.place(folder) as database:
        dump = HERE / f"version_{version}.{database.engine}.sql.gz"
        database.load(gzip.decompress(dump.read_bytes()).decode())
        yield Installation(database, folder, fixture)


@pytest.fixture(scope="module")
def migrated(stored: Installation) -> Installation:
    """Migrated by this checkout and not used yet, for tests that only look at its rows."""
    installation = stored.copy()
    installation.migrate()
    return installation


@pytest.fixture
def upgraded(migrated: Installation) -> Installation:
    """A copy of the migrated one, for one test to work with."""
    return migrated.copy()
