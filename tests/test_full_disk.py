"""A disk that is full under SQLite: pages say so, health does, and nobody has to be restarted."""

from __future__ import annotations

import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.people import PASSWORD
from tests.processes import children
from tests.scratch import Scratch, migrate
from tests.served import Served, serve, until

pytestmark = pytest.mark.slow

_ASKED = {"Host": "keydesk.example.com", "X-Forwarded-Proto": "https"}


def test_a_full_disk_is_said_and_outlasted(tmp_path: Path) -> None:
    place = Scratch(f"sqlite:///{tmp_path / 'keydesk.sqlite3'}", "ab" * 32, tmp_path)
    migrate(place)
    with serve(place, TRUSTED_PROXIES="1", LOG_LEVEL="ERROR") as served:
        assert sign_in(served) == (200, "Sign in")
        with full_disk(served):
            until(lambda: served.health() == (503, b'{"status": "read-only"}'))
            assert served.ask("/sign-in/", headers=_ASKED)[0].status == 200
            assert sign_in(served) == (503, "The database cannot be written")
        until(lambda: served.health() == (200, b'{"status": "ok"}'))
        assert sign_in(served) == (200, "Sign in")
    said = "".join(served.lines)
    assert "The database: " in said
    assert "Traceback" not in said
    assert PASSWORD not in said


@contextmanager
def full_disk(served: Served) -> Iterator[None]:
    """No process of the server's can make a file longer: to SQLite that is a disk without room."""
    nothing, anything = (0, resource.RLIM_INFINITY), (resource.RLIM_INFINITY,) * 2
    workers = children(served.process.pid)
    for process in workers:
        resource.prlimit(process, resource.RLIMIT_FSIZE, nothing)
    try:
        yield
    finally:
        for process in workers:
            resource.prlimit(process, resource.RLIMIT_FSIZE, anything)


def sign_in(served: Served) -> tuple[int, str]:
    """Try a password that is nobody's: the status, and what the page is called."""
    answer, page = served.submit("/sign-in/", login="alice@example.com", password=PASSWORD)
    title = re.search(r"<h1[^>]*>\s*([^<]*?)\s*<", page)
    return answer.status, title[1] if title else ""
