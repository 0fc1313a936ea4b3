"""After a restore people sign in, with nothing made by hand but the tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import scratch
from tests.people import PASSWORD
from tests.served import serve

pytestmark = pytest.mark.slow

_CACHE = {"CACHE_URL": "dbcache://"}


def test_people_sign_in_after_a_restore(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text(PASSWORD)
    before, after = (scratch.empty(tmp_path / name, keys="ab" * 32) for name in ("old", "new"))
    for words in (
        ("create_team", "Harbour", "--admin", "alice@example.com"),
        ("back_up", "--to", str(tmp_path / "backup")),
    ):
        done = before.manage(*words, KEYDESK_ADMIN_PASSWORD_FILE=str(password))
        assert done.returncode == 0, done.stderr
    restored = after.manage("restore", "--from", str(tmp_path / "backup"))
    assert restored.returncode == 0, restored.stderr
    with serve(after, TRUSTED_PROXIES="1", **_CACHE) as served:
        answer, _ = served.submit("/sign-in/", login="alice@example.com", password=PASSWORD)
        assert (answer.status, answer.getheader("Location")) == (302, "/")
        assert served.health() == (200, b'{"status": "ok"}')
