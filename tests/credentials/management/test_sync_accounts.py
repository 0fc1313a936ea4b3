from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from credentials.core import SyncState
from credentials.models import Account, ConsumerKey, Sync
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.live_world import LiveWorld, take_over

pytestmark = pytest.mark.usefixtures("tasks_wait")


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    return take_over(account, demo, sandbox_server)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(*words: str, output: io.StringIO | None = None) -> tuple[int, str]:
    """The exit code of the command, and what it printed."""
    output = output or io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("sync_accounts", *words, stdout=output)
    return int(str(ended.value.code)), output.getvalue()


def test_it_reads_accounts_without_a_worker_a_line_each(world: LiveWorld) -> None:
    for words in (["--all"], ["Main account"], [str(world.account.pk)]):
        code, printed = run(*words)
        assert code == 0
        line, count = printed.splitlines()
        assert line.startswith("Main account\tread\t6 keys\t")
        assert line.endswith(" calls")
        assert count == "1 of 1 accounts read"
    assert Sync.objects.filter(state=SyncState.DONE).count() == 3


def test_a_terminal_gets_a_bar(world: LiveWorld) -> None:
    code, printed = run("--all", output=Terminal())
    assert code == 0
    assert "[########################] Main account: 6 of 6 keys" in printed
    assert printed.splitlines()[-1] == "1 of 1 accounts read"


def test_what_was_not_read_is_said_with_its_cause(world: LiveWorld) -> None:
    world.fail("status=403 path=/me/api/application")
    code, printed = run("--all")
    assert (code, "Main account\tin part\t6 keys" in printed) == (1, True)
    assert "GET /me/api/application" in printed
    world.fail("status=500")
    code, printed = run("--all")
    assert (code, "Main account\tnot read\t" in printed) == (1, True)
    assert printed.splitlines()[-1] == "0 of 1 accounts read"


def test_an_account_without_a_management_key_says_so(account: Account) -> None:
    code, printed = run("Main account")
    assert (code, "no management key" in printed) == (1, True)


@pytest.mark.parametrize("words", [[], ["--all", "Main account"], ["Nowhere"]])
def test_what_it_does_not_understand_it_refuses(
    account: Account, consumer_key: ConsumerKey, words: list[str]
) -> None:
    with pytest.raises(CommandError, match=r"Name the accounts|No account is called"):
        call_command("sync_accounts", *words)
