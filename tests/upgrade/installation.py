"""A Keydesk of this checkout on a database that was loaded, driven by its commands."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from tests.scratch import Scratch
from tests.upgrade.databases import Database

#: The accounts of the fixtures are at this endpoint; nothing listens there.
_CALLS = {"OVH_EXTRA_ENDPOINTS": "sandbox=http://127.0.0.1:9/1.0", "OVH_CALLS_PER_SECOND": "0"}


@dataclass(frozen=True, slots=True)
class Installation:
    """``fixture`` is what ``make_fixture`` wrote of the version, for both engines."""

    database: Database
    folder: Path
    fixture: dict[str, Any] = field(repr=False)

    @property
    def expected(self) -> dict[str, Any]:
        """What has to be there, on the engine of the database."""
        expected: dict[str, Any] = self.fixture[self.database.engine]
        return expected

    def copy(self) -> Installation:
        return Installation(self.database.copy(), self.folder, self.fixture)

    def migrate(self) -> None:
        done = self.manage("migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr

    def manage(self, *words: str, **changes: str) -> CompletedProcess[str]:
        """A command, with the secrets that the fixture was made with; ``changes`` are variables."""
        settings = self.fixture["settings"]
        scratch = Scratch(self.database.url, settings["KEYDESK_MASTER_KEYS"], self.folder)
        return scratch.manage(*words, **{**settings, **_CALLS, **changes})

    def inside(self, call: str) -> Any:
        """What a function of ``tests.upgrade.inside`` told."""
        script = f"from tests.upgrade import inside; inside.{call}"
        done = self.manage("shell", "--no-imports", "--verbosity", "0", "--command", script)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)
