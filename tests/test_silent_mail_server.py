"""A mail server that takes connections and says nothing holds up no page and no health answer."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests import scratch
from tests.people import PASSWORD
from tests.scratch import Scratch
from tests.served import collected, serve, until

pytestmark = pytest.mark.slow

_COUNT = (
    "from django_tasks_db.models import DBTaskResult as R; "
    "print(R.objects.filter(status='FAILED', task_path__contains='reset').count())"
)


@pytest.fixture
def mute() -> Iterator[str]:
    """The address of such a server, as a setting has it."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield f"smtp://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def place(tmp_path: Path) -> Scratch:
    place = scratch.empty(tmp_path / "place", keys="ab" * 32)
    password = tmp_path / "password"
    password.write_text(PASSWORD)
    words = ("create_team", "Harbour", "--admin", "alice@example.com")
    made = place.manage(*words, KEYDESK_ADMIN_PASSWORD_FILE=str(password))
    assert made.returncode == 0, made.stderr
    return place


def test_resets_are_answered_at_once_and_the_worker_gives_the_mail_up(
    place: Scratch, mute: str
) -> None:
    said: list[str] = []
    worker = place.start("manage.py", "db_worker", "--interval", "0.1", EMAIL_URL=mute)
    with (
        collected(worker, said),
        serve(place, TRUSTED_PROXIES="1", EMAIL_URL=mute) as served,
    ):
        for email in ["alice@example.com", *(f"bob{n}@example.com" for n in range(8))]:
            answer, _ = served.submit("/sign-in/password/reset/", email=email)
            assert answer.status in (302, 200)  # 200: the form, which says that it was too often
            assert served.health()[0] == 200
        until(lambda: place.manage("shell", "-v0", "-c", _COUNT).stdout.strip() == "1")
        assert worker.poll() is None
    assert "password/reset/" not in "".join(said)
