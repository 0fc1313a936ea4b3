from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from credentials.models import Account, BulkJob
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.live_world import LiveWorld, take_over


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    stands = take_over(account, demo, sandbox_server)
    stands.sync()
    return stands


def run(*words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*words, stdout=out, stderr=err)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_keys_are_ended_by_number_after_a_look(world: LiveWorld) -> None:
    number = str(world.planned("audit trial").credential_id)
    code, out, _ = run("revoke", number, "--dry-run")
    assert (code, BulkJob.objects.count()) == (0, 0)
    assert f"Main account; {number}; audit; waiting" in out
    code, out, err = run("revoke", number)
    assert (code, world.live("audit trial").gone_at) == (2, None)
    assert "Say --yes" in err
    code, out, _ = run("revoke", number, "--yes", "--format", "json")
    assert (code, json.loads(out)["state"]) == (0, "done")
    assert world.live("audit trial").gone_at is not None
    code, _, err = run("revoke", number, "--yes")
    assert code == 2
    assert "No live key is so" in err


def test_a_filter_leaves_keydesks_own_key_out_and_says_what_could_not_be_done(
    world: LiveWorld,
) -> None:
    number = world.planned("audit trial").credential_id
    world.fail(f"status=503 method=DELETE path=/me/api/credential/{number}")
    code, out, _ = run("revoke", "--account", "Main account", "--yes")
    assert code == 1
    assert "itself works with" in out
    assert f"{number}; audit; failed" in out
    own = world.account.management_key
    assert own is not None
    assert own.credential_id in world.demo.world.credentials


def test_keys_are_frozen_and_thawed(world: LiveWorld) -> None:
    number = str(world.planned("audit trial").credential_id)
    assert run("freeze", number, "--yes")[0] == 0
    assert world.live("audit trial").read_state == "frozen"
    assert run("freeze", number, "--thaw", "--yes")[0] == 0
    assert world.live("audit trial").read_state == "validated"


@pytest.mark.parametrize(
    ("words", "says"), [((), "Say which keys"), (("--account", "Other"), "No account is called")]
)
def test_what_is_meant_has_to_be_said(db: None, words: tuple[str, ...], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        call_command("revoke", *words)
